// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { type RealFft, realFft } from "./fft.ts";
import { RATE } from "./prepare.ts";

/** What a stretch of sound is like, in 300-3,800 Hz. Two figures: nothing in them can be turned back into sound. */
export interface SoundLevel {
  /** Full scale = 0. */
  readonly db: number;
  /**
   * How much the spectrum comes and goes within the stretch, in nepers: Euler's 0.58 for any steady noise whatever its colour
   * (rain, wind, an engine), over 1 for speech and music.
   */
  readonly contrast: number;
}

const FRAME = 512;
const HOP = FRAME / 2;
const FIRST_BIN = Math.ceil((300 * FRAME) / RATE);
const LAST_BIN = Math.floor((3_800 * FRAME) / RATE);
const BINS = LAST_BIN - FIRST_BIN + 1;
const WINDOW = Float64Array.from(
  { length: FRAME },
  (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / FRAME),
);
/** Mean power of the window, and of both halves of a spectrum. */
const SCALE = 2 / (FRAME * WINDOW.reduce((sum, value) => sum + value * value, 0));
const DEAD = 1e-12; // -120 dBFS: no microphone is alive there

/** Of at least one frame (64 ms) at 8 kHz; `undefined` where the microphone delivered nothing for more than half of it. */
export function soundLevel(
  samples: Float32Array,
  fft: RealFft = realFft(FRAME),
): SoundLevel | undefined {
  const sums = new Float64Array(BINS);
  const logs = new Float64Array(BINS);
  const frames = Math.floor((samples.length - FRAME) / HOP) + 1;
  const [frame, spectrum] = [new Float64Array(FRAME), new Float64Array(FRAME + 2)];
  let alive = 0;
  for (let n = 0; n < frames; n++) {
    for (let i = 0; i < FRAME; i++) frame[i] = samples[n * HOP + i]! * WINDOW[i]!;
    fft.forward(frame, spectrum);
    if (addFrame(spectrum, sums, logs)) alive++;
  }
  if (alive === 0 || alive < frames / 2) return undefined;
  let [power, contrast] = [0, 0];
  for (let k = 0; k < BINS; k++) {
    power += sums[k]! / alive;
    contrast += Math.log(sums[k]! / alive) - logs[k]! / alive;
  }
  return { db: 10 * Math.log10(power * SCALE), contrast: contrast / BINS };
}

function addFrame(spectrum: Float64Array, sums: Float64Array, logs: Float64Array): boolean {
  let total = 0;
  for (let k = FIRST_BIN; k <= LAST_BIN; k++) total += powerOf(spectrum, k);
  if (total * SCALE < DEAD) return false;
  // What lies 60 dB under the frame is the window's own leakage.
  const floor = (total / BINS) * 1e-6;
  for (let k = 0; k < BINS; k++) {
    const power = powerOf(spectrum, FIRST_BIN + k) + floor;
    sums[k]! += power;
    logs[k]! += Math.log(power);
  }
  return true;
}

const powerOf = (spectrum: Float64Array, k: number): number =>
  spectrum[2 * k]! ** 2 + spectrum[2 * k + 1]! ** 2;
