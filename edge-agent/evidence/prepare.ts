// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
/** Everything below works on mono samples at this rate. */
export const RATE = 8_000;

const LOW_EDGE = 300;
const QUALITIES = [0.541_196_1, 1.306_562_9]; // fourth-order Butterworth
const LEVEL_WINDOW = 0.06 * RATE;
const FLOOR = 1e-4; // of the mean power: silence is not blown up to the level of speech
const DEAD_RMS = 1e-6; // -120 dBFS: far under one step of a 16-bit converter, so no microphone is alive there

/** High-pass at 300 Hz. Reference and capture both go through it, so its phase cancels in their product. */
export function highPass(samples: Float32Array): Float32Array {
  return QUALITIES.reduce((signal, quality) => biquadHighPass(signal, quality), samples);
}

function biquadHighPass(samples: Float32Array, quality: number): Float32Array {
  const angle = (2 * Math.PI * LOW_EDGE) / RATE;
  const cos = Math.cos(angle);
  const alpha = Math.sin(angle) / (2 * quality);
  const b0 = (1 + cos) / 2 / (1 + alpha);
  const a1 = (-2 * cos) / (1 + alpha);
  const a2 = (1 - alpha) / (1 + alpha);
  const out = new Float32Array(samples.length);
  let s1 = 0;
  let s2 = 0;
  for (let n = 0; n < samples.length; n++) {
    const x = samples[n]!;
    const y = b0 * x + s1;
    s1 = -2 * b0 * x - a1 * y + s2;
    s2 = b0 * x - a2 * y;
    out[n] = y;
  }
  return out;
}

/** Divides each sample by the RMS of the 60 ms around it: gusts and clicks lose their weight, the phase survives. */
export function equaliseLevel(samples: Float32Array): Float32Array {
  const power = running(samples);
  const floor = FLOOR * (power[samples.length]! / Math.max(1, samples.length));
  const out = new Float32Array(samples.length);
  const reach = LEVEL_WINDOW / 2;
  for (let n = 0; n < samples.length; n++) {
    const from = Math.max(0, n - reach);
    const to = Math.min(samples.length, n + reach);
    const level = Math.max(floor, (power[to]! - power[from]!) / (to - from));
    out[n] = level > 0 ? samples[n]! / Math.sqrt(level) : 0;
  }
  return out;
}

/** Running sum of squares: `sums[b] - sums[a]` is the energy of samples a…b-1. */
export function running(samples: Float32Array): Float64Array {
  const sums = new Float64Array(samples.length + 1);
  let sum = 0;
  for (let n = 0; n < samples.length; n++) {
    sum += samples[n]! * samples[n]!;
    sums[n + 1] = sum;
  }
  return sums;
}

/** A reference is the file that was played; only filtered, never levelled: its own loud moments are where it can be heard. */
export interface Reference {
  readonly samples: Float32Array;
  readonly energy: Float64Array;
}

export interface Capture {
  /** High-passed, for levels and clarity. */
  readonly plain: Float32Array;
  /** High-passed and levelled, for the matched filter. */
  readonly levelled: Float32Array;
  readonly energy: Float64Array;
}

export function prepareReference(samples: Float32Array): Reference {
  const filtered = highPass(samples);
  return { samples: filtered, energy: running(filtered) };
}

export function prepareCapture(samples: Float32Array): Capture {
  return asCapture(highPass(samples));
}

/** A signal that is high-passed already, as if a microphone had recorded it. */
export function asCapture(plain: Float32Array): Capture {
  return { plain, levelled: equaliseLevel(plain), energy: running(plain) };
}

/** Energy of samples from…to-1 where they exist; outside a signal there is silence. */
export function energyBetween(sums: Float64Array, from: number, to: number): number {
  const last = sums.length - 1;
  const [a, b] = [Math.min(last, Math.max(0, from)), Math.min(last, Math.max(0, to))];
  return b > a ? sums[b]! - sums[a]! : 0;
}

/** True where a microphone delivered sound: not outside the capture, not digital silence in half of the stretch. */
export function isAlive(capture: Capture, from: number, to: number): boolean {
  const frame = LEVEL_WINDOW;
  let [alive, frames] = [0, 0];
  for (let at = from; at + frame <= to; at += frame, frames++) {
    if (energyBetween(capture.energy, at, at + frame) > frame * DEAD_RMS * DEAD_RMS) alive++;
  }
  return alive > frames / 2;
}
