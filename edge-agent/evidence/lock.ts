// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { bestLine } from "./lines.ts";
import { type BlockFilter, type BlockRow, blockFilter } from "./matched-filter.ts";
import { type Capture, isAlive, RATE, type Reference } from "./prepare.ts";
import { type Tail, thresholdFor } from "./threshold.ts";

/** Where in the capture a message was recognised, and how its lag moves there. */
export interface Lock {
  readonly score: number;
  readonly threshold: number;
  /** Capture sample at which `lag` (samples) holds; `slope` is the change of lag per sample. */
  readonly at: number;
  readonly lag: number;
  readonly slope: number;
  /** First capture sample after the blocks that decided. */
  readonly end: number;
}

export interface LockSearch {
  /** Lags in samples: centre ± reach. */
  readonly centre: number;
  readonly reach: number;
  readonly rate: number;
  readonly tails: readonly Tail[];
}

export const LOCK_BLOCK = 2 * RATE;
const STEP = 5; // blocks between two looks
const LONGEST = 15; // blocks in one look: over more, level and path change too much for one line
export const DRIFT_PER_BLOCK = 2; // samples, 125 ppm
export const PAUSE_SHARE = 0.05; // of the message's mean power: below it there is nothing to hear

export interface Lookout {
  /** Looks from that capture sample on; `found` is the first lock, `best` the nearest miss otherwise. */
  from(sample: number): { readonly found?: Lock; readonly best?: Lock };
}

/** Looks of 10, 20, then 30 s sliding by 10 s, and of the latest 10 s alone. Rows are computed once and shared by all looks. */
export function lookout(reference: Reference, capture: Capture, search: LockSearch): Lookout {
  const filter = blockFilter(LOCK_BLOCK, search.reach);
  const blocks = Math.round(capture.levelled.length / LOCK_BLOCK);
  const rows = new Map<number, BlockRow | undefined>();
  const rate = search.rate / Math.max(1, 2 * Math.ceil(blocks / STEP) - 1); // shared out among the looks
  const rowAt = (k: number): BlockRow | undefined => {
    if (!rows.has(k)) rows.set(k, liveRow(filter, reference, capture, k, search.centre));
    return rows.get(k);
  };

  /** Looks only go forward: a long message that never locks must not keep every row. */
  const forget = (before: number): void => {
    for (const k of rows.keys()) if (k < before) rows.delete(k);
  };

  function look(first: number, end: number): Lock | undefined {
    const window = Array.from({ length: end - first }, (_, k) => rowAt(first + k));
    const liveBlocks = window.filter((row) => row !== undefined).length;
    const drifts = DRIFT_PER_BLOCK * window.length;
    const lags = 2 * search.reach + 1;
    const threshold = thresholdFor(
      { liveBlocks, lags, drifts: 2 * drifts + 1 },
      rate,
      search.tails,
    );
    if (threshold === undefined) return undefined;
    const line = bestLine(window, drifts);
    return {
      score: line.score,
      threshold,
      at: ((first + end) / 2) * LOCK_BLOCK,
      lag: search.centre + line.lag,
      slope: line.drift / ((window.length - 1) * LOCK_BLOCK),
      end: end * LOCK_BLOCK,
    };
  }

  function from(sample: number): { readonly found?: Lock; readonly best?: Lock } {
    const first = Math.ceil(sample / LOCK_BLOCK);
    let best: Lock | undefined;
    for (let end = first + STEP; end < blocks + STEP; end += STEP) {
      const last = Math.min(end, blocks);
      // The long look finds what is faint, the short one what sounded only briefly.
      const long = look(Math.max(first, last - LONGEST), last);
      const short = last - first > STEP ? look(last - STEP, last) : undefined;
      const lock = nearer(short, long);
      forget(end + STEP - LONGEST);
      if (lock && lock.score > lock.threshold) return { found: lock, best: lock };
      best = nearer(lock, best);
    }
    return best ? { best } : {};
  }

  return { from };
}

function nearer(one: Lock | undefined, other: Lock | undefined): Lock | undefined {
  if (!one || !other) return one ?? other;
  return one.score - one.threshold > other.score - other.threshold ? one : other;
}

/** Block k of the capture, or `undefined` where it is not live: a pause of the message, or a dead microphone. */
export function liveRow(
  filter: BlockFilter,
  reference: Reference,
  capture: Capture,
  k: number,
  centre: number,
): BlockRow | undefined {
  const at = k * LOCK_BLOCK;
  if (!isAlive(capture, at, at + LOCK_BLOCK)) return undefined;
  const row = filter.row(reference, capture, at, centre);
  return row.loudest >= PAUSE_SHARE * meanPower(reference) ? row : undefined;
}

export const meanPower = (reference: Reference): number =>
  reference.energy[reference.samples.length]! / Math.max(1, reference.samples.length);
