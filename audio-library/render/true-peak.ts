const FACTOR = 4;
const TAPS = 16;
const BETA = 7;

/** Modified Bessel function of order zero, for the Kaiser window. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Kaiser-windowed sinc at `offset` samples from its centre; zero outside `half` samples. */
export function windowedSinc(offset: number, cutoff: number, half: number, beta: number): number {
  const edge = 1 - (offset / half) ** 2;
  if (edge <= 0) return 0;
  const x = Math.PI * cutoff * offset;
  const sinc = Math.abs(x) < 1e-12 ? 1 : Math.sin(x) / x;
  return (cutoff * sinc * bessel(beta * Math.sqrt(edge))) / bessel(beta);
}

const phase = (part: number): Float64Array =>
  Float64Array.from({ length: TAPS }, (_, tap) =>
    windowedSinc(tap - TAPS / 2 + 1 - part / FACTOR, 1, TAPS / 2, BETA),
  );

/** The three positions between two samples; the samples themselves need no filter. */
const [QUARTER, HALF, THREE_QUARTERS] = [phase(1), phase(2), phase(3)];

/** No wave between samples is larger than the largest sample nearby times this. */
const MOST_OVERSHOOT = HALF.reduce((sum, value) => sum + Math.abs(value), 0);

/** The largest amplitude between sample `at + 7` and its follower. */
function between(all: Float32Array, at: number): number {
  let one = 0;
  let two = 0;
  let three = 0;
  for (let tap = 0; tap < TAPS; tap += 1) {
    const value = all[at + tap] as number;
    one += value * (QUARTER[tap] as number);
    two += value * (HALF[tap] as number);
    three += value * (THREE_QUARTERS[tap] as number);
  }
  return Math.max(Math.abs(one), Math.abs(two), Math.abs(three));
}

function largest(all: Float32Array, from: number, to: number): number {
  let most = 0;
  for (let i = from; i < to; i += 1) {
    const value = Math.abs(all[i] as number);
    if (value > most) most = value;
  }
  return most;
}

/**
 * The largest amplitude of the reconstructed wave, by four-fold oversampling, for each block of
 * `blockFrames` samples; what lies between two blocks counts for both.
 */
export interface PeakFinder {
  push(samples: Float32Array): void;
  /** Call once, after the last push. */
  blocks(): Float32Array;
}

const BEFORE = TAPS / 2 - 1;
/** Samples that are judged together when only the largest peak of all is wanted. */
const LOOK = 32;

/** Peaks under `floor` need not be exact (they are never too small): looking closer costs time. */
export function truePeaks(frames: number, blockFrames: number, floor: number): PeakFinder {
  const peaks = new Float32Array(Math.ceil(frames / blockFrames));
  // What is not worked off yet, with the samples that its first ones need before them.
  let kept = new Float32Array(BEFORE + 1);
  let block = 0;
  const close = (all: Float32Array, from: number): void => {
    const rough = largest(all, from, from + blockFrames + TAPS);
    let peak = rough * MOST_OVERSHOOT;
    if (peak > floor) {
      peak = largest(all, from + BEFORE + 1, from + BEFORE + 1 + blockFrames);
      for (let i = 0; i <= blockFrames; i += 1) peak = Math.max(peak, between(all, from + i));
    }
    peaks[block] = peak;
    block += 1;
  };
  const push = (samples: Float32Array): void => {
    const all = new Float32Array(kept.length + samples.length);
    all.set(kept);
    all.set(samples, kept.length);
    let from = 0;
    const need = blockFrames + TAPS;
    for (; from + need <= all.length && block < peaks.length; from += blockFrames) close(all, from);
    kept = all.slice(from);
  };
  return {
    push,
    blocks: () => {
      push(new Float32Array(2 * blockFrames + TAPS));
      return peaks;
    },
  };
}

/** The true peak of a whole sound; only what could be the largest is looked at closely. */
export function largestTruePeak(): { push(samples: Float32Array): void; peak(): number } {
  let kept = new Float32Array(BEFORE + 1);
  let most = 0;
  const push = (samples: Float32Array): void => {
    const all = new Float32Array(kept.length + samples.length);
    all.set(kept);
    all.set(samples, kept.length);
    let from = 0;
    for (; from + LOOK + TAPS <= all.length; from += LOOK) {
      if (largest(all, from, from + LOOK + TAPS) * MOST_OVERSHOOT <= most) continue;
      most = Math.max(most, largest(all, from, from + LOOK + TAPS));
      for (let i = 0; i < LOOK; i += 1) most = Math.max(most, between(all, from + i));
    }
    kept = all.slice(from);
  };
  return {
    push,
    peak: () => {
      push(new Float32Array(LOOK + 2 * TAPS));
      return most;
    },
  };
}
