// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { bestLine } from "./lines.ts";
import { DRIFT_PER_BLOCK, LOCK_BLOCK, liveRow } from "./lock.ts";
import { blockFilter } from "./matched-filter.ts";
import { type Capture, prepareCapture, prepareReference, RATE, type Reference } from "./prepare.ts";
import { LEAST_LIVE_BLOCKS, type Tail, tailOf } from "./threshold.ts";

/** A capture and a message that did not sound in it; `centre` is the lag in samples around which it is looked for. */
export interface WrongPair {
  readonly capture: Capture;
  readonly wrong: Reference;
  readonly centre: number;
}

/** Numbers of live blocks for which a tail is measured; between them the next lower one, which is stricter, serves. */
export const COUNTS = [LEAST_LIVE_BLOCKS, 5, 6, 8, 10, 15] as const;

/** The tails of the scores that wrong messages reach with lags ± `reach` samples; counts with too few scores are left out. */
export function tailsOf(
  pairs: Iterable<WrongPair>,
  reach: number,
  counts: readonly number[] = COUNTS,
): readonly Tail[] {
  const filter = blockFilter(LOCK_BLOCK, reach);
  const scores = counts.map((): number[] => []);
  for (const { capture, wrong, centre } of pairs) {
    const blocks = Math.floor(capture.plain.length / LOCK_BLOCK);
    const rows = Array.from({ length: Math.min(blocks, Math.max(...counts)) }, (_, k) =>
      liveRow(filter, wrong, capture, k, centre),
    );
    for (const [n, count] of counts.entries()) {
      const window = rows.slice(0, count);
      if (window.length < count || window.includes(undefined)) continue;
      scores[n]!.push(bestLine(window, DRIFT_PER_BLOCK * count).score);
    }
  }
  return counts.flatMap((liveBlocks, n) => {
    const drifts = 2 * DRIFT_PER_BLOCK * liveBlocks + 1;
    return tailOf(scores[n]!, { liveBlocks, lags: 2 * reach + 1, drifts }) ?? [];
  });
}

/**
 * A board's own thresholds (`vangxa doctor`): its captures of 10 s or more against messages of its cache that did not sound then,
 * all at 8 kHz. Needs 250 pairs for an answer, so a few minutes of captures and a dozen messages; each message is tried from
 * every `2 · lagSearch` seconds on.
 */
export function calibrate(
  captures: readonly Float32Array[],
  wrongMessages: readonly Float32Array[],
  lagSearch = 2,
): readonly Tail[] {
  const reach = Math.round(lagSearch * RATE);
  const wrongs = wrongMessages.map(prepareReference);
  function* pairs(): Generator<WrongPair> {
    for (const capture of captures.map(prepareCapture)) {
      for (const wrong of wrongs) {
        const room = wrong.samples.length - capture.plain.length;
        for (let from = 0; from <= room; from += 2 * reach + 1)
          yield { capture, wrong, centre: -from };
      }
    }
  }
  return tailsOf(pairs(), reach);
}
