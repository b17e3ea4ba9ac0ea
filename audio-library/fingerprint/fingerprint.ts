import { powerOf } from "./fourier.ts";

/*
 * After Haitsma and Kalker (2002): each word says, for 33 bands, whether the slope between two neighbours grew or fell since
 * one frame earlier. Level, codec and band limits change few of these bits, other speech changes half of them.
 */
const RATE = 6_000;
const FRAME = 2_048;
/** 43 ms: an arbitrary cut shifts the frames by half of that at most, little beside a frame of 341 ms. */
export const HOP = 256;
const BANDS = 33;
const LOWEST = 300;
const HIGHEST = 2_000;
/** Frames between the two that are compared: they do not overlap. */
const APART = FRAME / HOP;
/** Quieter than this share of the mean is a pause and says nothing. */
const PAUSE = 0.003;

const edges = Array.from({ length: BANDS + 1 }, (_, band) =>
  Math.round((LOWEST * (HIGHEST / LOWEST) ** (band / BANDS) * FRAME) / RATE),
);
const hann = Float64Array.from(
  { length: FRAME },
  (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / FRAME),
);

export interface Fingerprinter {
  push(samples: Float32Array): void;
  /** One word a hop; 0 stands for a pause. */
  words(): Uint32Array;
}

/** Takes mono sound of `hertz` (a multiple of 6,000) in slices of any size. */
export function fingerprinter(hertz: number): Fingerprinter {
  const step = hertz / RATE;
  const frame = new Float64Array(FRAME);
  const bands: Float64Array[] = [];
  const loud: number[] = [];
  let filled = 0;
  let sum = 0;
  let summed = 0;

  function listen(): void {
    const power = powerOf(frame.map((value, at) => value * hann[at]!));
    const energies = Float64Array.from({ length: BANDS }, (_, band) => {
      let energy = 0;
      for (let line = edges[band]!; line < edges[band + 1]!; line += 1) energy += power[line]!;
      return energy;
    });
    bands.push(energies);
    loud.push(energies.reduce((total, energy) => total + energy, 0));
    frame.copyWithin(0, HOP);
    filled = FRAME - HOP;
  }

  return {
    push: (samples) => {
      for (let at = 0; at < samples.length; at += 1) {
        sum += samples[at]!;
        summed += 1;
        if (summed < step) continue;
        frame[filled] = sum / step;
        filled += 1;
        sum = 0;
        summed = 0;
        if (filled === FRAME) listen();
      }
    },
    words: () => {
      const floor = (loud.reduce((total, one) => total + one, 0) / loud.length) * PAUSE;
      const length = Math.max(0, bands.length - APART);
      return Uint32Array.from({ length }, (_, at) =>
        loud[at]! <= floor || loud[at + APART]! <= floor
          ? 0
          : wordOf(bands[at]!, bands[at + APART]!),
      );
    },
  };
}

function wordOf(before: Float64Array, now: Float64Array): number {
  let word = 0;
  for (let band = 0; band < BANDS - 1; band += 1) {
    const slope = now[band]! - now[band + 1]! - (before[band]! - before[band + 1]!);
    word = (word << 1) | (slope > 0 ? 1 : 0);
  }
  return word >>> 0;
}

/** Eight hexadecimal digits a word. */
export const toText = (words: Uint32Array): string =>
  Array.from(words, (word) => word.toString(16).padStart(8, "0")).join("");

export const fromText = (text: string): Uint32Array =>
  Uint32Array.from({ length: Math.floor(text.length / 8) }, (_, at) =>
    Number.parseInt(text.slice(at * 8, at * 8 + 8), 16),
  );
