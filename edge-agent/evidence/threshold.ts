// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
/** How often a score may pass although the message did not sound, over one whole listening. */
export const FALSE_POSITIVE_RATE = 1e-3;
/** Under 8 s nothing can be decided: two blocks would need a score that no street gives. */
export const LEAST_LIVE_BLOCKS = 4;

/** A tail is itself measured on some hundred scores: ask it for a third of the rate, so that its error does not cost the promise. */
const SAFETY = 3;

/** What was searched: the more places a peak may hide in, the higher chance alone can reach. */
export interface Search {
  readonly liveBlocks: number;
  readonly lags: number;
  readonly drifts: number;
}

/** The upper tail of scores of wrong messages, an exponential: `at` is passed by one in a thousand, e times fewer per `slope`. */
export interface Tail extends Search {
  readonly at: number;
  readonly slope: number;
}

/**
 * Measured against wrong messages (same voice, other voices, noise only) on the simulated street: test/bench/acoustic.ts
 * --calibrate prints it. A board that has its own (vangxa doctor) passes that instead.
 */
export const SIMULATED: readonly Tail[] = [
  { liveBlocks: 4, lags: 8_001, drifts: 17, at: 12.73, slope: 0.79 },
  { liveBlocks: 5, lags: 8_001, drifts: 21, at: 10.6, slope: 0.54 },
  { liveBlocks: 6, lags: 8_001, drifts: 25, at: 9.18, slope: 0.41 },
  { liveBlocks: 8, lags: 8_001, drifts: 33, at: 8.0, slope: 0.41 },
  { liveBlocks: 10, lags: 8_001, drifts: 41, at: 6.97, slope: 0.37 },
  { liveBlocks: 15, lags: 8_001, drifts: 61, at: 5.44, slope: 0.26 },
  { liveBlocks: 4, lags: 32_001, drifts: 17, at: 13.93, slope: 0.77 },
  { liveBlocks: 5, lags: 32_001, drifts: 21, at: 12.22, slope: 0.59 },
  { liveBlocks: 6, lags: 32_001, drifts: 25, at: 10.93, slope: 0.67 },
  { liveBlocks: 8, lags: 32_001, drifts: 33, at: 9.23, slope: 0.52 },
  { liveBlocks: 10, lags: 32_001, drifts: 41, at: 7.82, slope: 0.4 },
  { liveBlocks: 15, lags: 32_001, drifts: 61, at: 6.07, slope: 0.26 },
];

/** The score to pass; `undefined` where there are too few live blocks to decide on. */
export function thresholdFor(
  search: Search,
  rate: number = FALSE_POSITIVE_RATE,
  tails: readonly Tail[] = SIMULATED,
): number | undefined {
  if (search.liveBlocks < LEAST_LIVE_BLOCKS) return undefined;
  const known = tails.filter((tail) => tail.liveBlocks <= search.liveBlocks);
  const most = Math.max(...known.map((tail) => tail.liveBlocks));
  const near = known
    .filter((tail) => tail.liveBlocks === most)
    .sort((a, b) => distance(a, search) - distance(b, search))[0];
  if (!near) return undefined;
  // Union bound: twice the places, at most twice the chance.
  const places = (search.lags * search.drifts) / (near.lags * near.drifts);
  return near.at + near.slope * (Math.log((SAFETY * 1e-3) / rate) + Math.max(0, Math.log(places)));
}

const distance = (tail: Tail, search: Search): number =>
  Math.abs(Math.log(tail.lags / search.lags));

const TAIL_SHARE = 0.02;

/** Fits the tail of scores that wrong messages reached; at least 250 of them, else `undefined`. */
export function tailOf(scores: readonly number[], search: Search): Tail | undefined {
  const count = Math.round(scores.length * TAIL_SHARE);
  if (count < 5) return undefined;
  const top = [...scores].sort((a, b) => b - a).slice(0, count + 1);
  const edge = top[count]!;
  const slope = top.slice(0, count).reduce((sum, score) => sum + score - edge, 0) / count;
  return { ...search, at: edge + slope * Math.log(TAIL_SHARE / 1e-3), slope };
}
