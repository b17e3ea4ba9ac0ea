import type { Evidence } from "../../contract/receipt.ts";
import { type Clock, type Duration, type Instant, milliseconds } from "../../contract/time.ts";
import type { EndReport } from "../outbox/rows.ts";
import type { Ear, Sounding } from "./ear.ts";

export interface ProofDeps {
  readonly clock: Clock;
  /** Corrected time, in which the stretches of an end are told. */
  readonly now: () => Instant;
  readonly ear: Ear;
}

/** Asks the board's senses about what sounded. */
export function createProof({ clock, now, ear }: ProofDeps) {
  return async (end: EndReport): Promise<Evidence | undefined> => {
    const toSteady = (at: Instant): Duration => milliseconds(clock.monotonic() + at - now());
    const acoustic = await ear.recognise(soundingsOf(end, toSteady));
    return acoustic ? { acoustic } : undefined;
  };
}

function soundingsOf({ parts }: EndReport, toSteady: (at: Instant) => Duration): Sounding[] {
  return parts.flatMap(({ sha256, offset, frames, start }) =>
    sha256 === undefined || start === undefined
      ? []
      : [{ sha256, offset, frames, at: toSteady(start) }],
  );
}
