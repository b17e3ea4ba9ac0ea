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
