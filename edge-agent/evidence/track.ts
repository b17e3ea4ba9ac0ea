// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { type Lock, type LockSearch, lookout, meanPower, PAUSE_SHARE } from "./lock.ts";
import { blockFilter } from "./matched-filter.ts";
import { type Capture, energyBetween, isAlive, type Reference } from "./prepare.ts";

/** One stretch of the message and whether it was heard. */
export interface Step {
  /** Reference samples from…to-1. */
  readonly from: number;
  readonly to: number;
  /** The message has sound here. */
  readonly live: boolean;
  /** The microphone delivered sound when it was due. */
  readonly captured: boolean;
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
const LOST = 10; // live misses in a row: stop following
const WORTH_A_LOOK = 4; // live misses at the end of the trail: look again
const PULL = { lag: 0.4, slope: 0.1 }; // how far one block corrects the line

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly live: boolean;
}

interface Mark {
  readonly z2: number;
  readonly lag?: number;
}

/** Finds the message in the capture, follows it step by step, and looks again where it was lost. */
export function follow(reference: Reference, capture: Capture, search: LockSearch): Trail {
  const stretches = stretchesOf(reference);
  const marks = new Map<Stretch, Mark>();
  const looks = lookout(reference, capture, search);
  const first = looks.from(0);
  const lock = first.found ?? first.best;
  if (first.found) followAll(reference, capture, looks.from, first.found, stretches, marks);
  const steps = stretches.map((stretch): Step => {
    const mark = marks.get(stretch) ?? { z2: 0 };
    const lag = Math.round(mark.lag ?? lock?.lag ?? search.centre);
    return {
      ...stretch,
      ...mark,
      captured: isAlive(capture, stretch.from + lag, stretch.to + lag),
    };
  });
  return { steps, locked: first.found !== undefined, ...(lock && { lock }) };
}

/** Equal stretches of at most 1.875 s, so that the last one ends where the message ends. */
function stretchesOf(reference: Reference): Stretch[] {
  const { length } = reference.samples;
  const count = Math.ceil(length / LONGEST_STEP);
  const step = Math.ceil(length / Math.max(1, count));
  const least = PAUSE_SHARE * meanPower(reference) * step;
  return Array.from({ length: count }, (_, k) => {
    const [from, to] = [k * step, Math.min(length, (k + 1) * step)];
    const energy = energyBetween(reference.energy, from, to);
    return { from, to, live: energy > 0 && energy >= least };
  });
}

function followAll(
  reference: Reference,
  capture: Capture,
  look: (sample: number) => { readonly found?: Lock },
  firstLock: Lock,
  stretches: readonly Stretch[],
  marks: Map<Stretch, Mark>,
): void {
  const filter = blockFilter(stretches[0]!.to, REACH);

  /** Walks away from a lock; answers where the last heard stretch ends in the capture and the live misses since. */
  function walk(
    lock: Lock,
    path: readonly Stretch[],
  ): { readonly end: number; readonly misses: number } {
    let { at, lag, slope } = lock;
    let [end, misses] = [0, 0];
    for (const stretch of path) {
      const due = (stretch.from + stretch.to) / 2 + lag;
      const expected = lag + slope * (due - at);
      const near = Math.round(expected);
      const { z2 } = filter.row(reference, capture, stretch.from + near, near);
      const offset = peakNear(z2, REACH, NEAR);
      const score = z2[REACH + offset]!;
      if (stretch.live && score > HEARD) {
        const error = near + offset - expected;
        slope += ((PULL.slope * error) / filter.block) * Math.sign(due - at);
        [at, lag] = [due, expected + PULL.lag * error];
        marks.set(stretch, { z2: score, lag: near + offset });
        [end, misses] = [stretch.to + near, 0];
      } else {
        if (!marks.has(stretch)) marks.set(stretch, { z2: score });
        if (stretch.live) misses++;
        if (misses === LOST) break;
      }
    }
    return { end, misses };
  }

  for (let lock: Lock | undefined = firstLock; lock; ) {
    const { at, lag }: Lock = lock;
    const middle = stretches.findIndex((stretch) => stretch.to + lag > at);
    const split = middle < 0 ? stretches.length : middle;
    const unheard = (stretch: Stretch): boolean => marks.get(stretch)?.lag === undefined;
    walk(lock, stretches.slice(0, split).reverse().filter(unheard));
    const ahead = walk(lock, stretches.slice(split).filter(unheard));
    lock = ahead.misses >= WORTH_A_LOOK ? look(Math.max(lock.end, ahead.end)).found : undefined;
  }
}

function peakNear(z2: Float32Array, middle: number, reach: number): number {
  let best = -reach;
  for (let offset = -reach; offset <= reach; offset++) {
    if (z2[middle + offset]! > z2[middle + best]!) best = offset;
  }
  return best;
}
