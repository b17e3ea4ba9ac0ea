// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
/** A stream resampler. Output sample n is the input at time n / to exactly (no delay); `end()` gives what the last chunk still owed. */
export interface Resampler {
  push(chunk: Float32Array): Float32Array;
  end(): Float32Array;
}

const ZERO_CROSSINGS = 8; // on each side: 96 taps from 48 kHz to 8 kHz
const KAISER = 6; // about 63 dB of stop band
const PASS = 0.94; // of the lower Nyquist frequency: the middle of the transition

/** Windowed-sinc polyphase resampler between integer rates in hertz. */
export function resampler(from: number, to: number): Resampler {
  if (from === to) return { push: (chunk) => chunk.slice(), end: () => new Float32Array(0) };
  const common = greatestDivisor(from, to);
  const [up, down] = [to / common, from / common];
  const narrow = Math.min(1, to / from);
  const reach = Math.ceil(ZERO_CROSSINGS / narrow);
  const phases = phaseTable(up, reach, narrow);
  let tail = new Float32Array(reach); // silence before the first sample
  let first = -reach; // index of tail[0] in the whole input
  let next = 0; // index of the next output sample

  function run(chunk: Float32Array, until: number): Float32Array {
    const joined = new Float32Array(tail.length + chunk.length);
    joined.set(tail);
    joined.set(chunk, tail.length);
    const end = Math.min(until, first + joined.length - reach);
    const out = new Float32Array(Math.max(0, Math.ceil((end * up) / down) - next));
    for (let i = 0; i < out.length; i++, next++) {
      const ticks = next * down;
      const whole = Math.floor(ticks / up);
      out[i] = dot(joined, whole - reach + 1 - first, phases, ticks - whole * up, 2 * reach);
    }
    const keepFrom = Math.min(joined.length, Math.floor((next * down) / up) - reach - first);
    tail = joined.slice(Math.max(0, keepFrom));
    first += Math.max(0, keepFrom);
    return out;
  }

  return {
    push: (chunk) => run(chunk, Number.POSITIVE_INFINITY),
    end: () => run(new Float32Array(reach), first + tail.length),
  };
}

/** A whole signal at once; answers `ceil(length · to / from)` samples. */
export function resample(samples: Float32Array, from: number, to: number): Float32Array {
  const machine = resampler(from, to);
  const [body, rest] = [machine.push(samples), machine.end()];
  const whole = new Float32Array(body.length + rest.length);
  whole.set(body);
  whole.set(rest, body.length);
  return whole;
}

function dot(
  samples: Float32Array,
  at: number,
  phases: Float64Array,
  phase: number,
  taps: number,
): number {
  let sum = 0;
  const row = phase * taps;
  for (let k = 0; k < taps; k++) sum += samples[at + k]! * phases[row + k]!;
  return sum;
}

/** One row of `2 · reach` taps for each of the `up` positions that an output sample can have between two input samples. */
function phaseTable(up: number, reach: number, narrow: number): Float64Array {
  const taps = 2 * reach;
  const table = new Float64Array(up * taps);
  for (let phase = 0; phase < up; phase++) {
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      const at = k + 1 - reach - phase / up;
      const value = sinc(at * narrow * PASS) * kaiser(at / reach);
      table[phase * taps + k] = value;
      sum += value;
    }
    for (let k = 0; k < taps; k++) table[phase * taps + k]! /= sum;
  }
  return table;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
const kaiser = (x: number): number =>
  Math.abs(x) >= 1 ? 0 : bessel(KAISER * Math.sqrt(1 - x * x)) / bessel(KAISER);

function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
