import type { OccurrenceId } from "./ids.ts";
import type { Reason } from "./reasons.ts";
import type { EndedAs } from "./receipt.ts";
import type { Duration, Instant, Window } from "./time.ts";

/** A stretch of one part that really sounded; without `end` it sounds now. `offset` is where in the part it began. */
export interface Sounded {
  readonly occurrence: OccurrenceId;
  readonly part: number;
  readonly offset: Duration;
  readonly start: Instant;
  readonly end?: Instant;
}

/**
 * What is known to have happened on one cluster: a board reads it from its journal, the controller from receipts.
 * With equal facts both compute the same timeline.
 */
export interface Facts {
  /** Facts are complete up to here; what lies later is a forecast. */
  readonly now: Instant;
  /** When an occurrence became playable on the board: document applied, audio verified. Absent = as ordered. */
  readonly released: Readonly<Record<string, Instant>>;
  readonly sounded: readonly Sounded[];
  /** Occurrences that are over, however it went: nothing more of them sounds. */
  readonly ended: Readonly<
    Record<
      string,
      { readonly as: EndedAs | "refused"; readonly reason?: Reason; readonly at: Instant }
    >
  >;
  /** `doubtful`: no trusted time since boot, so ordinary items wait. */
  readonly clock: "sure" | "doubtful";
}

export const noFacts = (now: Instant): Facts => ({
  now,
  released: {},
  sounded: [],
  ended: {},
  clock: "sure",
});

/** One stretch of sound (or of an ordered pause): `part` of `occurrence` from `offset`, half-open in time. */
export interface Segment {
  readonly occurrence: OccurrenceId;
  readonly part: number;
  readonly offset: Duration;
  readonly start: Instant;
  readonly end: Instant;
}

/** Why an occurrence, or the rest of it, does not sound; `at` is when that became certain. */
export interface Refusal {
  readonly occurrence: OccurrenceId;
  readonly reason: Reason;
  readonly at: Instant;
}

export interface Timeline {
  readonly window: Window;
  readonly segments: readonly Segment[];
  readonly refusals: readonly Refusal[];
}
