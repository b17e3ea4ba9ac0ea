import { days, earlier, type Instant } from "../../contract/time.ts";

/** One file of the journal: how large, and its youngest receipt; `owed` = not all of it is acknowledged. */
export interface SegmentAge {
  readonly number: number;
  readonly bytes: number;
  readonly newest: Instant;
  readonly owed: boolean;
}

/** What was acknowledged is kept so long where there is room: a forged ack destroys no evidence. */
const KEPT = days(90);
/** Longer than any plan reaches back: what sounded within it must be known, or it would sound again. */
const NEEDED = days(30);
const ROOM = 16 * 1_024 * 1_024;

/** Which segments may go, oldest first; the newest is being written and always stays. */
export function droppable(segments: readonly SegmentAge[], now: Instant): number[] {
  const gone: number[] = [];
  let bytes = segments.reduce((sum, one) => sum + one.bytes, 0);
  for (const one of segments.slice(0, -1)) {
    const old = one.newest < earlier(now, KEPT);
    const tight = bytes > ROOM && one.newest < earlier(now, NEEDED);
    if (one.owed || !(old || tight)) break;
    gone.push(one.number);
    bytes -= one.bytes;
  }
  return gone;
}
