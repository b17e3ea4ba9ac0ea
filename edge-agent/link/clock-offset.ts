import type { Duration, Instant } from "../../contract/time.ts";

/** Four timestamps of one question: `sent` and `got` on the board's steady clock, the others on the controller's. */
export interface Exchange {
  readonly sent: Duration;
  readonly received: Instant;
  readonly answered: Instant;
  readonly got: Duration;
}

/** Time on the way there and back, without the time the controller needed. */
export const roundTrip = (e: Exchange): Duration =>
  Math.max(0, e.got - e.sent - (e.answered - e.received)) as Duration;

/** True time minus the board's steady clock, and how far the truth can lie from it (half the way, and 1 ms of rounding). */
export interface Offset {
  readonly value: number;
  readonly uncertainty: Duration;
}

export const offsetOf = (e: Exchange): Offset => ({
  value: (e.received - e.sent + (e.answered - e.got)) / 2,
  uncertainty: (Math.ceil(roundTrip(e) / 2) + 1) as Duration,
});

/** The exchange with the smallest round trip says most; queues only ever add to it. */
export function best(exchanges: readonly Exchange[]): Offset | undefined {
  let least: Exchange | undefined;
  for (const e of exchanges) {
    if (e.got < e.sent || e.answered < e.received) continue;
    if (!least || roundTrip(e) < roundTrip(least)) least = e;
  }
  return least && offsetOf(least);
}
