import { type Biquad, cascade, type Filter } from "./biquad.ts";

/** Integrated loudness of one channel as ITU-R BS.1770 defines it. */
export interface LoudnessMeter {
  push(samples: Float32Array): void;
  /** LUFS; minus infinity when nothing passed the gates. */
  integrated(): number;
}

// The analogue prototypes behind the tables of BS.1770, so that every sample rate gets the same curve.
const SHELF = { frequency: 1681.974450955533, gain: 3.999843853973347, q: 0.7071752369554196 };
const CUT = { frequency: 38.13547087602444, q: 0.5003270373238773 };

function headShelf(rate: number): Biquad {
  const k = Math.tan((Math.PI * SHELF.frequency) / rate);
  const high = 10 ** (SHELF.gain / 20);
  const band = high ** 0.4996667741545416;
  const norm = 1 / (1 + k / SHELF.q + k * k);
  return {
    b0: (high + (band * k) / SHELF.q + k * k) * norm,
    b1: 2 * (k * k - high) * norm,
    b2: (high - (band * k) / SHELF.q + k * k) * norm,
    a1: 2 * (k * k - 1) * norm,
    a2: (1 - k / SHELF.q + k * k) * norm,
  };
}

function lowCut(rate: number): Biquad {
  const k = Math.tan((Math.PI * CUT.frequency) / rate);
  const norm = 1 / (1 + k / CUT.q + k * k);
  // BS.1770 leaves the numerator of this stage unscaled.
  return { b0: 1, b1: -2, b2: 1, a1: 2 * (k * k - 1) * norm, a2: (1 - k / CUT.q + k * k) * norm };
}

const OFFSET = -0.691;
const ABSOLUTE_GATE = -70;
const RELATIVE_GATE = -10;
const HOP = 0.1;
const HOPS_PER_BLOCK = 4;

const loudnessOf = (power: number): number => OFFSET + 10 * Math.log10(power);

/** Mean power of the 400 ms blocks, which overlap by three hops of 100 ms. */
function blockPowers(hops: readonly number[]): number[] {
  const powers: number[] = [];
  for (let end = HOPS_PER_BLOCK; end <= hops.length; end += 1) {
    const block = hops.slice(end - HOPS_PER_BLOCK, end);
    powers.push(block.reduce((sum, power) => sum + power, 0) / HOPS_PER_BLOCK);
  }
  return powers;
}

const mean = (powers: readonly number[]): number =>
  powers.reduce((sum, power) => sum + power, 0) / powers.length;

/** Loudness of a sound by the mean weighted power of each of its hops. */
export function gatedLoudness(hops: readonly number[]): number {
  const sounding = blockPowers(hops).filter((power) => loudnessOf(power) > ABSOLUTE_GATE);
  if (sounding.length === 0) return Number.NEGATIVE_INFINITY;
  const gate = loudnessOf(mean(sounding)) + RELATIVE_GATE;
  return loudnessOf(mean(sounding.filter((power) => loudnessOf(power) > gate)));
}

/** How loud the ear finds each frequency, says BS.1770. */
export const earWeighting = (rate: number): Filter => cascade([headShelf(rate), lowCut(rate)]);

/** Frames in a hop of 100 ms. */
export const hopFramesAt = (rate: number): number => Math.round(rate * HOP);

export function loudnessMeter(rate: number): LoudnessMeter {
  const weigh = earWeighting(rate);
  const hopFrames = hopFramesAt(rate);
  const hops: number[] = [];
  let sum = 0;
  let filled = 0;
  let scratch = new Float32Array(0);
  return {
    push: (samples) => {
      if (scratch.length < samples.length) scratch = new Float32Array(samples.length);
      const weighted = scratch.subarray(0, samples.length);
      weighted.set(samples);
      weigh.run(weighted);
      for (let at = 0; at < weighted.length; ) {
        const stop = Math.min(weighted.length, at + hopFrames - filled);
        for (let i = at; i < stop; i += 1) {
          const value = weighted[i] as number;
          sum += value * value;
        }
        filled += stop - at;
        at = stop;
        if (filled < hopFrames) continue;
        hops.push(sum / hopFrames);
        sum = 0;
        filled = 0;
      }
    },
    integrated: () => gatedLoudness(hops),
  };
}
