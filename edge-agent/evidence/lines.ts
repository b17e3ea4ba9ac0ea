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
  const lags = rows.find((row) => row !== undefined)?.z2.length ?? 0;
  const live = rows.flatMap((row, k) => (row ? [sloping(row.z2, k, rows.length, drifts)] : []));
  const nothing: Sloping = { padded: new Float32Array(lags + 2 * drifts), turn: 0, pad: drifts };
  const sums = new Float64Array(lags);
  let best = { sum: 0, at: (lags - 1) / 2, drift: 0 };
  for (let drift = 0 - drifts; drift <= drifts; drift += step) {
    sums.fill(0);
    for (let k = 0; k < live.length; k += 4)
      addFour(
        sums,
        [live[k]!, live[k + 1] ?? nothing, live[k + 2] ?? nothing, live[k + 3] ?? nothing],
        drift,
      );
    for (let i = 0; i < lags; i++) if (sums[i]! > best.sum) best = { sum: sums[i]!, at: i, drift };
  }
  return {
    score: live.length > 0 ? best.sum / live.length : 0,
    lag: best.at - (lags - 1) / 2,
    drift: best.drift,
  };
}

/** A row between zeros, so that no shift reads beyond it. */
interface Sloping {
  readonly padded: Float32Array;
  readonly pad: number;
  /** Share of the drift by which this row is shifted. */
  readonly turn: number;
}

function sloping(z2: Float32Array, k: number, count: number, drifts: number): Sloping {
  const padded = new Float32Array(z2.length + 2 * drifts);
  for (let i = 0; i < z2.length; i++) padded[drifts + i] = Math.min(CAP, z2[i]!);
  return { padded, pad: drifts, turn: (k - (count - 1) / 2) / Math.max(1, count - 1) };
}

/** Four rows in one pass: most of a search is spent here, and each pass over the sums costs as much as a row. */
function addFour(
  sums: Float64Array,
  [a, b, c, d]: readonly [Sloping, Sloping, Sloping, Sloping],
  drift: number,
): void {
  const first = ({ padded, pad, turn }: Sloping) => padded.subarray(pad + Math.round(drift * turn));
  const [p, q, r, s] = [first(a), first(b), first(c), first(d)];
  for (let i = 0; i < sums.length; i++) sums[i]! += p[i]! + q[i]! + r[i]! + s[i]!;
}
