/** What is needed of iCalendar (RFC 5545), whichever library reads and writes it. */
export interface FeedEvent {
  readonly uid: string;
  /** Instants as UTC, `2026-05-18T05:00:00Z`. */
  readonly start: string;
  readonly end: string;
  readonly summary: string;
  readonly description: string;
  readonly location: string;
  readonly categories: readonly string[];
  /** 1 emergency, 5 priority, 9 normal. */
  readonly priority: number;
}

export interface FeedCalendar {
  readonly name: string;
  readonly stamp: string;
  readonly events: readonly FeedEvent[];
}

/** One property of an event as it was written; dates are `2026-05-18` or `2026-05-18T05:00:00`, with `Z` where they had it. */
export interface EventProperty {
  readonly name: string;
  /** `date`, `date-time`, `text`, `recur`… */
  readonly type: string;
  readonly zone: string | undefined;
  readonly values: readonly string[];
}
export type ReadEvent = readonly EventProperty[];

export type WriteCalendar = (calendar: FeedCalendar) => string;
/** `undefined` = this is no calendar. */
export type ReadCalendar = (text: string) => readonly ReadEvent[] | undefined;
