// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
/** A stretch of the message against the capture: z² of lags `centre` ± half of the row. */
export interface Seen {
  /** Middle of the stretch in reference samples. */
  readonly at: number;
  readonly centre: number;
  readonly z2: Float32Array;
  readonly live: boolean;
}

export interface Line {
  /** Reference sample at which `lag` (samples) holds; `slope` is its change per sample. */
  readonly at: number;
  readonly lag: number;
  readonly slope: number;
}

const WINDOW = 8; // stretches, 15 s: one peak jitters by samples, their sum does not
/** Samples that a fit may move the newest end of the line, and bend it across the window. */
export interface Freedom {
  readonly lag: number;
  readonly bend: number;
}

const ONE_MORE: Freedom = { lag: 4, bend: 4 };
/** After a lock: its capped scores have flat tops, so it knows the lag to some samples and the slope hardly. */
export const AFTER_LOCK: Freedom = { lag: 10, bend: 16 };
const CAP = 100; // a loud stretch is a sharp one, but must not be the only voice
const CREDIBLE = 8; // mean z² under which the window holds only noise and teaches nothing

export const lagAt = (line: Line, at: number): number => line.lag + line.slope * (at - line.at);

/** The line through the latest of `seen`, which are in walking order; `before` where they teach nothing. */
export function refit(before: Line, seen: readonly Seen[], freedom: Freedom = ONE_MORE): Line {
  const window = seen.filter((one) => one.live).slice(-WINDOW);
  const newest = window[window.length - 1];
  if (!newest) return before;
  const span = newest.at - window[0]!.at || 1;
  let best = { sum: CREDIBLE * window.length, line: before };
  for (let offset = -freedom.lag; offset <= freedom.lag; offset++) {
    for (let bend = -freedom.bend; bend <= freedom.bend; bend++) {
      const line = {
        at: newest.at,
        lag: lagAt(before, newest.at) + offset,
        slope: before.slope + bend / span,
      };
      const sum = window.reduce(
        (total, one) => total + Math.min(CAP, scoreAt(one, lagAt(line, one.at))),
        0,
      );
      if (sum > best.sum) best = { sum, line };
    }
  }
  return best.line;
}

export function scoreAt(seen: Seen, lag: number): number {
  return seen.z2[Math.round(lag) - seen.centre + (seen.z2.length - 1) / 2] ?? 0;
}

/** The highest score within `near` samples of a lag. */
export function peakNear(
  seen: Seen,
  lag: number,
  near: number,
): { readonly z2: number; readonly lag: number } {
  const middle = Math.round(lag);
  let best = { z2: scoreAt(seen, middle), lag: middle };
  for (let candidate = middle - near; candidate <= middle + near; candidate++) {
    const z2 = scoreAt(seen, candidate);
    if (z2 > best.z2) best = { z2, lag: candidate };
  }
  return best;
}
