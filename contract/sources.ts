import type { OccurrenceId } from "./ids.ts";
import type { PlayedPart } from "./receipt.ts";

/** What a stretch of a relay or of live sound came from, as receipts name it. */
export const FALLBACK = "fallback";
export const SILENCE = "silence";
export const LIVE = "live";
export const LOCAL = "local";
/** The nth address of a relay, counted from 1. */
export const relaySource = (number: number): string => `source-${number}`;

export const isHeard = ({ source }: Pick<PlayedPart, "source">): boolean => source !== SILENCE;

const FRAMES_PER_SECOND = 48_000;

export interface SourceSeconds {
  readonly source: string;
  readonly seconds: number;
}

/** Seconds from each source, in the order in which they first sounded; parts without a source are recorded sound and are left out. */
export function secondsBySource(parts: readonly PlayedPart[]): SourceSeconds[] {
  const frames = new Map<string, number>();
  for (const { source, frames: more } of parts) {
    if (source !== undefined) frames.set(source, (frames.get(source) ?? 0) + more);
  }
  return [...frames].map(([source, sum]) => ({
    source,
    seconds: Math.round((sum / FRAMES_PER_SECOND) * 10) / 10,
  }));
}

/** What an order lost to another item that sounded in its place; the seconds are in none of its stretches. */
export interface Cut {
  readonly by: OccurrenceId;
  readonly seconds: number;
}

/** `ofFrames`, `parts` and `by` of an `ended` receipt; nothing where no other item cut it or nothing was lost by that. */
export function cutOf({
  by,
  ofFrames,
  parts,
}: {
  readonly by?: OccurrenceId;
  readonly ofFrames: number;
  readonly parts: readonly PlayedPart[];
}): Cut | undefined {
  const lost = parts.reduce((rest, { frames }) => rest - frames, ofFrames);
  const seconds = Math.round((lost / FRAMES_PER_SECOND) * 10) / 10;
  return by === undefined || seconds <= 0 ? undefined : { by, seconds };
}
