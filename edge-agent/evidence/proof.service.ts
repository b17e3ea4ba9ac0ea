import type { OccurrenceId } from "../../contract/ids.ts";
import type { Part } from "../../contract/plan.ts";
import type { Evidence } from "../../contract/receipt.ts";
import { isHeard } from "../../contract/sources.ts";
import { type Clock, type Duration, type Instant, milliseconds } from "../../contract/time.ts";
import type { EndReport } from "../outbox/rows.ts";
import { lengthOf } from "../player/player.ts";
import type { Ear, Sounding } from "./ear.ts";
import type { Span } from "./electric.ts";
import { sharedOf } from "./shared.ts";
import type { Watch } from "./watch.service.ts";

export interface ProofDeps {
  readonly clock: Clock;
  /** Corrected time, in which the stretches of an end are told. */
  readonly now: () => Instant;
  readonly ear: Ear | undefined;
  readonly watch: Watch | undefined;
  /** dB at which it sounded. */
  readonly gainOf: (end: EndReport) => number;
  /** What was ordered. */
  readonly partsOf: (occurrence: OccurrenceId) => readonly Part[];
}

/** Asks the board's senses about what sounded. */
export function createProof({ clock, now, ear, watch, gainOf, partsOf }: ProofDeps) {
  return async (end: EndReport): Promise<Evidence | undefined> => {
    const toSteady = (at: Instant): Duration => milliseconds(clock.monotonic() + at - now());
    const [electric, acoustic] = await Promise.all([
      watch?.prove(spansOf(end, toSteady), gainOf(end)),
      ear?.recognise(soundingsOf(end, partsOf(end.occurrence), toSteady)),
    ]);
    if (!electric && !acoustic) return undefined;
    return { ...(electric ? { electric } : {}), ...(acoustic ? { acoustic } : {}) };
  };
}

type ToSteady = (at: Instant) => Duration;

/** Pauses and a silent stream are no sound, so they prove nothing. */
function spansOf({ parts }: EndReport, toSteady: ToSteady): Span[] {
  return parts.flatMap((part) => {
    const { sha256, source, frames, start } = part;
    const sounds = sha256 !== undefined || source !== undefined;
    if (!sounds || !isHeard(part) || start === undefined) return [];
    const from = toSteady(start);
    return [{ from, to: from + lengthOf(frames) }];
  });
}

/** What stood in for a stream has its place in the part, not in its file: nobody could recognise it there. */
function soundingsOf(
  { parts }: EndReport,
  ordered: readonly Part[],
  toSteady: ToSteady,
): Sounding[] {
  return parts.flatMap(({ part, sha256, source, offset, frames, start }) =>
    sha256 === undefined || source !== undefined || start === undefined
      ? []
      : [{ sha256, offset, frames, at: toSteady(start), shared: sharedOf(ordered[part]) }],
  );
}
