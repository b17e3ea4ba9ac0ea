import type { Part } from "../../contract/plan.ts";
import type { Shared } from "./verdict.ts";

/**
 * Seconds of a part's file that prove nothing of its occurrence, because other occurrences sound the same there: a tune, a notice
 * and a test tone altogether, a chime before and after the words. Of a part that nobody knows nothing counts.
 */
export function sharedOf(part: Part | undefined): readonly Shared[] {
  if (part?.kind !== "audio" || part.role !== "message")
    return [{ from: 0, to: Number.POSITIVE_INFINITY }];
  const { before = 0, after = 0 } = part.shared ?? {};
  const end = part.audio.length / 1_000;
  return [
    { from: 0, to: before / 1_000 },
    { from: end - after / 1_000, to: end },
  ].filter(({ from, to }) => to > from);
}

/** A stretch of a file, laid where it sounded. */
export interface Laid {
  /** Frames at 48 kHz. */
  readonly skip: number;
  readonly frames: number;
  /** Milliseconds. */
  readonly at: number;
  /** Seconds of its file. */
  readonly shared: readonly Shared[];
}

/** The same in seconds since `from` (milliseconds), as far as it sounded. */
export function sharedSince(stretches: readonly Laid[], from: number): readonly Shared[] {
  return stretches.flatMap(({ skip, frames, at, shared }) => {
    const [begin, start] = [(at - from) / 1_000, skip / 48_000];
    return shared
      .map((part) => ({
        from: begin + Math.max(0, part.from - start),
        to: begin + Math.min(frames / 48_000, part.to - start),
      }))
      .filter((part) => part.to > part.from);
  });
}
