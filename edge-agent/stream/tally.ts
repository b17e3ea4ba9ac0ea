import type { Span } from "../player/player.ts";

/** So many of the newest stretches keep their place; older ones are only summed, so that a source that flaps fits into a receipt. */
export const KEPT_SPANS = 40;

export interface Tally {
  add(source: string, frames: number): void;
  /** The stretches up to a frame of the piece: what was taken back from the device was not heard. */
  spans(upTo: number): readonly Span[];
}

export function createTally(): Tally {
  const spans: { source: string; from: number; frames: number }[] = [];
  let at = 0;
  return {
    add(source, frames) {
      const last = spans.at(-1);
      if (last?.source === source) last.frames += frames;
      else if (frames > 0) spans.push({ source, from: at, frames });
      at += frames;
    },
    spans: (upTo) =>
      spans
        .filter(({ from }) => from < upTo)
        .map(({ source, from, frames }) => ({
          source,
          from,
          frames: Math.min(frames, upTo - from),
        })),
  };
}

/** At most `KEPT_SPANS` with their place, and before them the sums of what is older, one of each source. */
export function summed(spans: readonly Span[]): {
  readonly older: readonly { readonly source: string; readonly frames: number }[];
  readonly newest: readonly Span[];
} {
  const cut = Math.max(0, spans.length - KEPT_SPANS);
  const older = new Map<string, number>();
  for (const { source, frames } of spans.slice(0, cut)) {
    older.set(source, (older.get(source) ?? 0) + frames);
  }
  return {
    older: [...older].map(([source, frames]) => ({ source, frames })),
    newest: spans.slice(cut),
  };
}
