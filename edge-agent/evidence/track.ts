// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { type Lock, type LockSearch, lookout, meanPower, PAUSE_SHARE } from "./lock.ts";
import { type BlockFilter, blockFilter } from "./matched-filter.ts";
import { AFTER_LOCK, type Line, lagAt, peakNear, refit, type Seen } from "./path-line.ts";
import { asCapture, type Capture, energyBetween, isAlive, type Reference } from "./prepare.ts";

/** One stretch of the message and whether it was heard. */
export interface Step {
  /** Reference samples from…to-1. */
  readonly from: number;
  readonly to: number;
  /** The message has sound here that could be recognised. */
  readonly live: boolean;
  /** How well it could be recognised, 0…1: a soft or tuneful stretch may be missed where others are not. */
  readonly strength: number;
  /** The microphone delivered sound when it was due. */
  readonly captured: boolean;
  /** Mean power of the capture when it was due: a gust may drown it. */
  readonly level: number;
  /** Best z² near the tracked line. */
  readonly z2: number;
  /** Measured lag in samples; present exactly where the step was heard. */
  readonly lag?: number;
}

export interface Trail {
  readonly steps: readonly Step[];
  /** The first lock, or without one the nearest miss; absent where no look had enough live blocks. */
  readonly lock?: Lock;
  readonly locked: boolean;
}

const LONGEST_STEP = 15_000; // fits one transform of 16,384 together with the lags
const REACH = 400; // 50 ms around the line
const NEAR = 3; // samples off the line that still belong to it
const HEARD = 16;
const USUAL = 600; // z² of ordinary speech against itself
const DISTINCT = 200; // z² of a stretch against itself; a steady tone matches itself at every lag and can prove nothing
const LOST = 10; // live misses in a row: stop following
const WORTH_A_LOOK = 4; // live misses at the end of the trail: look again

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly live: boolean;
  readonly strength: number;
}

interface Mark {
  readonly z2: number;
  readonly lag?: number;
}

/** Finds the message in the capture, follows it step by step, and looks again where it was lost. */
export function follow(reference: Reference, capture: Capture, search: LockSearch): Trail {
  const filter = blockFilter(stepFor(reference.samples.length), REACH);
  const stretches = stretchesOf(reference, filter);
  const looks = lookout(reference, capture, search);
  const first = looks.from(0);
  const lock = first.found ?? first.best;
  const marks: (Mark | undefined)[] = [];
  const tracker = trackerOf(reference, capture, filter, stretches, marks);
  for (let found = first.found; found; ) {
    const ahead = tracker(found);
    found =
      ahead.misses >= WORTH_A_LOOK ? looks.from(Math.max(found.end, ahead.end)).found : undefined;
  }
  const steps = stretches.map((stretch, k): Step => {
    const mark = marks[k] ?? { z2: 0 };
    const lag = Math.round(mark.lag ?? lock?.lag ?? search.centre);
    const [from, to] = [stretch.from + lag, stretch.to + lag];
    const level = energyBetween(capture.energy, from, to) / (to - from);
    return { ...stretch, ...mark, captured: isAlive(capture, from, to), level };
  });
  return { steps, locked: first.found !== undefined, ...(lock && { lock }) };
}

/** Equal stretches of at most 1.875 s, so that the last one ends where the message ends. */
function stretchesOf(reference: Reference, filter: BlockFilter): Stretch[] {
  const { length } = reference.samples;
  const least = PAUSE_SHARE * meanPower(reference) * filter.block;
  const itself = asCapture(reference.samples);
  return Array.from({ length: Math.ceil(length / filter.block) }, (_, k) => {
    const [from, to] = [k * filter.block, Math.min(length, (k + 1) * filter.block)];
    const energy = energyBetween(reference.energy, from, to);
    const isSound = energy > 0 && energy >= least;
    const likeness = isSound ? filter.row(reference, itself, from, 0).z2[filter.reach]! : 0;
    const loudness = isSound ? energy / (meanPower(reference) * filter.block) : 0;
    const strength = Math.min(1, loudness) * Math.min(1, likeness / USUAL);
    return { from, to, live: likeness >= DISTINCT, strength };
  });
}

function stepFor(length: number): number {
  const count = Math.ceil(length / LONGEST_STEP);
  return Math.max(1, Math.ceil(length / Math.max(1, count)));
}

/** Where the last heard stretch ends in the capture, and the live misses since. */
interface Ahead {
  readonly end: number;
  readonly misses: number;
}

/** Marks what is heard around a lock, both ways from it. */
function trackerOf(
  reference: Reference,
  capture: Capture,
  filter: BlockFilter,
  stretches: readonly Stretch[],
  marks: (Mark | undefined)[],
): (lock: Lock) => Ahead {
  const order = stretches.map((_, k) => k);

  function see(k: number, line: Line): Seen {
    const { from, to, live } = stretches[k]!;
    const at = (from + to) / 2;
    const centre = Math.round(lagAt(line, at));
    return { at, centre, live, z2: filter.row(reference, capture, from + centre, centre).z2 };
  }

  function isHeard(k: number, seen: Seen, line: Line): boolean {
    const peak = peakNear(seen, lagAt(line, seen.at), NEAR);
    const heard = seen.live && peak.z2 > HEARD;
    if (heard) marks[k] = peak;
    else marks[k] ??= { z2: peak.z2 };
    return heard;
  }

  /** Each stretch is judged by the line through those before it; stops at what an earlier walk heard, and when lost. */
  function walk(path: readonly number[], known: readonly Seen[], start: Line): Ahead {
    const trail = [...known];
    let line = start;
    let [end, misses] = [0, 0];
    for (const k of path) {
      if (misses === LOST || marks[k]?.lag !== undefined) break;
      const seen = see(k, line);
      if (isHeard(k, seen, line)) [end, misses] = [stretches[k]!.to + seen.centre, 0];
      else if (seen.live) misses++;
      trail.push(seen);
      line = refit(line, trail);
    }
    return { end, misses };
  }

  return (lock) => {
    const rough: Line = { at: lock.at - lock.lag, lag: lock.lag, slope: lock.slope };
    const half = lock.end - lock.at;
    const distance = (k: number): number => (stretches[k]!.from + stretches[k]!.to) / 2 - rough.at;
    const inside = order.filter((k) => Math.abs(distance(k)) < half);
    const seen = inside.map((k) => see(k, rough));
    const forward = refit(rough, seen, AFTER_LOCK);
    const backward = refit(rough, [...seen].reverse(), AFTER_LOCK);
    for (const [n, k] of inside.entries()) {
      isHeard(k, seen[n]!, 2 * n < inside.length ? backward : forward);
    }
    const earlier = order.filter((k) => distance(k) <= -half).reverse();
    walk(earlier, [...seen].reverse(), backward);
    const later = order.filter((k) => distance(k) >= half);
    return walk(later, seen, forward);
  };
}
