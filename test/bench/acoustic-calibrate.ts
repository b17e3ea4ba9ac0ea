// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { bestLine } from "../../edge-agent/evidence/lines.ts";
import { LOCK_BLOCK } from "../../edge-agent/evidence/lock.ts";
import { blockFilter } from "../../edge-agent/evidence/matched-filter.ts";
import { type Tail, tailOf } from "../../edge-agent/evidence/threshold.ts";
import { someCorpus, wrongPairs } from "./acoustic-trials.ts";

/** The tails of wrong messages' scores for `edge-agent/evidence/threshold.ts`, from a corpus that no final figure uses. */
export function calibrateOnStreet(
  seed: number,
  pairs: number,
  counts: readonly number[],
): readonly Tail[] {
  const longest = Math.max(...counts);
  const corpus = someCorpus(seed, 12, 3, 8);
  return [4_000, 16_000].flatMap((reach) => {
    const filter = blockFilter(LOCK_BLOCK, reach);
    const scores = new Map<number, number[]>(counts.map((count) => [count, []]));
    for (const { heard, wrong } of wrongPairs(corpus, seed + reach, pairs, longest * 2)) {
      const rows = Array.from({ length: longest }, (_, k) =>
        filter.row(wrong.reference, heard.capture, k * LOCK_BLOCK, heard.centre),
      );
      for (const count of counts)
        scores.get(count)!.push(bestLine(rows.slice(0, count), 2 * count).score);
    }
    return counts.map((liveBlocks) => {
      const found = scores.get(liveBlocks)!;
      const tail = tailOf(found, { liveBlocks, lags: 2 * reach + 1, drifts: 4 * liveBlocks + 1 });
      console.error(
        reach,
        liveBlocks,
        "max",
        Math.max(...found).toFixed(2),
        tail?.at.toFixed(2),
        tail?.slope.toFixed(2),
      );
      return tail!;
    });
  });
}
