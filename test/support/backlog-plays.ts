/** A play of the day that boards owe. */
export const playId = (n: number): string => `occ-day-${n}`;
/** A play that is under way; each live board has so many. */
export const livePlayId = (n: number): string => `occ-live-${n}`;
export const LIVE_PLAYS = 200;
