import type { Work } from "../work.ts";
import { windowedSinc } from "./true-peak.ts";

const LOBES = 8;
const BETA = 6.5;
const PASS = 0.9;
/** Output samples between two pauses in the work: a few milliseconds. */
const SLICE = 32_768;

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** One filter per phase of the ratio of the two rates, each summing to one so that level is kept. */
function phaseFilters(up: number, ratio: number, half: number): Float64Array[] {
  const taps = 2 * half;
  const cutoff = PASS * Math.min(1, ratio);
  return Array.from({ length: up }, (_, phase) => {
    const filter = Float64Array.from({ length: taps }, (_, tap) =>
      windowedSinc(tap - half + 1 - phase / up, cutoff, half, BETA),
    );
    const sum = filter.reduce((total, value) => total + value, 0);
    return filter.map((value) => value / sum);
  });
}

/** Changes the sample rate of a whole sound; both rates are whole numbers of hertz. */
export function* resample(sound: Float32Array, from: number, to: number): Work<Float32Array> {
  if (from === to) return sound;
  const common = divisor(from, to);
  const up = to / common;
  const down = from / common;
  const half = Math.ceil(LOBES / Math.min(1, to / from));
  const filters = phaseFilters(up, to / from, half);
  const padded = new Float32Array(sound.length + 2 * half);
  padded.set(sound, half);
  const out = new Float32Array(Math.floor((sound.length * up) / down));
  let whole = 0;
  let phase = 0;
  for (let i = 0; i < out.length; i += 1) {
    const filter = filters[phase] as Float64Array;
    let sum = 0;
    for (let tap = 0; tap < filter.length; tap += 1)
      sum += (padded[whole + 1 + tap] as number) * (filter[tap] as number);
    out[i] = sum;
    phase += down;
    while (phase >= up) {
      phase -= up;
      whole += 1;
    }
    if (i % SLICE === 0) yield;
  }
  return out;
}
