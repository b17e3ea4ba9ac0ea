/** Frames that share one measured peak: under a millisecond. */
export const PEAK_BLOCK = 16;

export interface LimiterSettings {
  /** Largest true peak that may leave, as an amplitude. */
  readonly ceiling: number;
  /** seconds in which the gain goes down before a peak */
  readonly attack: number;
  /** seconds in which the gain comes back after it */
  readonly release: number;
}

/**
 * The gain at the edge of every block (one more than there are blocks), so that no block, times `gain`
 * and a line between its two edges, exceeds the ceiling. Knowing all peaks beforehand, it looks ahead.
 */
export function limiterCurve(
  peaks: Float32Array,
  gain: number,
  rate: number,
  settings: LimiterSettings,
): Float32Array {
  const blocksIn = (seconds: number): number => (seconds * rate) / PEAK_BLOCK;
  const recover = 1 - 0.1 ** (1 / blocksIn(settings.release));
  const approach = 0.1 ** (1 / blocksIn(settings.attack));
  const allowed = new Float32Array(peaks.length);
  let before = 1;
  for (let i = 0; i < peaks.length; i += 1) {
    const need = settings.ceiling / Math.max(gain * (peaks[i] as number), settings.ceiling);
    before = Math.min(need, before + (1 - before) * recover);
    allowed[i] = before;
  }
  let after = 1;
  for (let i = peaks.length - 1; i >= 0; i -= 1) {
    after = Math.min(allowed[i] as number, 1 - (1 - after) * approach);
    allowed[i] = after;
  }
  const edges = new Float32Array(peaks.length + 1);
  for (let i = 0; i < edges.length; i += 1)
    edges[i] = Math.min(allowed[i - 1] ?? 1, allowed[i] ?? 1);
  return edges;
}

/** Multiplies a slice that starts at frame `at` (a multiple of the block) by gain and curve. */
export function applyCurve(
  samples: Float32Array,
  at: number,
  gain: number,
  edges: Float32Array,
): void {
  const firstBlock = at / PEAK_BLOCK;
  for (let i = 0; i < samples.length; i += 1) {
    const block = firstBlock + Math.floor(i / PEAK_BLOCK);
    const left = edges[block] as number;
    const right = edges[block + 1] as number;
    const share = (i % PEAK_BLOCK) / PEAK_BLOCK;
    samples[i] = (samples[i] as number) * gain * (left + (right - left) * share);
  }
}
