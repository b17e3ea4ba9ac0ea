// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import type { BlockRow } from "./matched-filter.ts";

/** No single block may decide: its z² counts up to here. */
const CAP = 30;
const FINE_BLOCKS = 5; // over more, a step of two samples from end to end still keeps every block within one

/** The best straight line through the lags of consecutive blocks. */
export interface Line {
  /** Mean z² along the line over its live blocks. */
  readonly score: number;
  /** Lag in samples at the middle of the blocks, relative to the centre of the search. */
  readonly lag: number;
  /** Change of lag in samples from the first block to the last. */
  readonly drift: number;
}

/**
 * Tries every lag with end-to-end drifts of ± `drifts` samples. `rows` are consecutive blocks, `undefined` where a block is not
 * live; all have the same number of lags.
 */
export function bestLine(rows: readonly (BlockRow | undefined)[], drifts: number): Line {
  const step = rows.length > FINE_BLOCKS ? 2 : 1;
  const capped = rows.map((row) => row?.z2.map((z2) => Math.min(CAP, z2)));
  const live = capped.filter((row) => row !== undefined);
  const lags = live[0]?.length ?? 0;
  const sums = new Float32Array(lags);
  let best = { sum: 0, at: (lags - 1) / 2, drift: 0 };
  for (let drift = 0 - drifts; drift <= drifts; drift += step) {
    sumAlong(sums, capped, drift);
    for (let i = 0; i < lags; i++) if (sums[i]! > best.sum) best = { sum: sums[i]!, at: i, drift };
  }
  return {
    score: live.length > 0 ? best.sum / live.length : 0,
    lag: best.at - (lags - 1) / 2,
    drift: best.drift,
  };
}

function sumAlong(
  sums: Float32Array,
  rows: readonly (Float32Array | undefined)[],
  drift: number,
): void {
  sums.fill(0);
  const middle = (rows.length - 1) / 2;
  for (const [k, row] of rows.entries()) {
    if (row)
      addShifted(sums, row, Math.round((drift * (k - middle)) / Math.max(1, rows.length - 1)));
  }
}

function addShifted(sums: Float32Array, row: Float32Array, shift: number): void {
  const from = Math.max(0, -shift);
  const to = Math.min(sums.length, row.length - shift);
  for (let i = from; i < to; i++) sums[i]! += row[i + shift]!;
}
