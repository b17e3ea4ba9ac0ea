// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { realFft } from "./fft.ts";
import { load } from "./matched-filter.ts";
import { type Capture, RATE, type Reference } from "./prepare.ts";
import type { Step } from "./track.ts";

export interface Clarity {
  readonly snrDb: number;
  readonly echoDb: number;
}

/** Why a proof may be a wire instead of air: hardly any noise, no echo, or sound before it could arrive. */
export type Suspicion = "too-clean" | "no-echo" | "too-early";

const SIZE = 16_384; // 2 s: as long as a step, four times the longest echo
const SHORTEST_PROOF = 3; // heard steps
const MOST_STEPS = 8; // enough for the figure; bounds the cost
const BAND = { low: 400, high: 3_500 };
const COHERENCE_BAND = 30; // Hz; narrow enough that half a sample of lag costs less than 45 dB
const ECHO = { from: 0.008 * RATE, to: 0.6 * RATE };
const TOO_CLEAN = 40;
const NO_ECHO = -36;

/** Compares the plain capture with the message at the tracked lag; `undefined` where too little was heard. */
export function clarityOf(
  reference: Reference,
  capture: Capture,
  steps: readonly Step[],
): Clarity | undefined {
  const heard = steps.filter((step) => step.lag !== undefined);
  if (heard.length < SHORTEST_PROOF) return undefined;
  const every = Math.max(1, heard.length / MOST_STEPS);
  const chosen = heard.filter((_, k) => Math.floor(k / every) !== Math.floor((k - 1) / every));
  const spectra = crossSpectra(reference, capture, chosen);
  return { snrDb: coherentRatio(spectra, chosen.length), echoDb: strongestEcho(spectra) };
}

export function suspicionsOf(
  clarity: Clarity,
  lag: number,
  leastLag = Number.NEGATIVE_INFINITY,
): Suspicion[] {
  const found: Suspicion[] = [];
  if (clarity.snrDb > TOO_CLEAN) found.push("too-clean");
  if (clarity.echoDb < NO_ECHO) found.push("no-echo");
  if (lag < leastLag) found.push("too-early");
  return found;
}

interface Spectra {
  readonly cross: Float64Array; // Σ X*·Y, interleaved
  readonly known: Float64Array; // Σ |X|²
  readonly recorded: Float64Array; // Σ |Y|²
}

function crossSpectra(reference: Reference, capture: Capture, steps: readonly Step[]): Spectra {
  const fft = realFft(SIZE);
  const time = new Float64Array(SIZE);
  const [x, y] = [new Float64Array(SIZE + 2), new Float64Array(SIZE + 2)];
  const bins = SIZE / 2 + 1;
  const spectra = {
    cross: new Float64Array(SIZE + 2),
    known: new Float64Array(bins),
    recorded: new Float64Array(bins),
  };
  for (const step of steps) {
    const from = Math.round((step.from + step.to - SIZE) / 2);
    windowed(time, reference.samples, from);
    fft.forward(time, x);
    windowed(time, capture.plain, from + step.lag!);
    fft.forward(time, y);
    for (let k = 0; k < bins; k++) {
      const [xr, xi, yr, yi] = [x[2 * k]!, x[2 * k + 1]!, y[2 * k]!, y[2 * k + 1]!];
      spectra.cross[2 * k]! += xr * yr + xi * yi;
      spectra.cross[2 * k + 1]! += xr * yi - xi * yr;
      spectra.known[k]! += xr * xr + xi * xi;
      spectra.recorded[k]! += yr * yr + yi * yi;
    }
  }
  return spectra;
}

function windowed(time: Float64Array, samples: Float32Array, from: number): void {
  load(time, samples, from, SIZE);
  for (let n = 0; n < SIZE; n++) time[n]! *= 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / SIZE);
}

const binOf = (hertz: number): number => Math.round((hertz * SIZE) / RATE);

/** Σ γ²·S / Σ (1 - γ²)·S over narrow bands, dB, with the bias of a finite average taken off. */
function coherentRatio({ cross, known, recorded }: Spectra, steps: number): number {
  const width = binOf(COHERENCE_BAND);
  let [coherent, rest] = [0, 0];
  for (let from = binOf(BAND.low); from + width <= binOf(BAND.high); from += width) {
    let [re, im, px, py] = [0, 0, 0, 0];
    for (let k = from; k < from + width; k++) {
      re += cross[2 * k]!;
      im += cross[2 * k + 1]!;
      px += known[k]!;
      py += recorded[k]!;
    }
    const bias = 1.5 / (width * steps); // a Hann window makes neighbouring bins alike
    const raw = (re * re + im * im) / Math.max(Number.MIN_VALUE, px * py);
    const part = Math.max(0, (raw - bias) / (1 - bias));
    coherent += part * py;
    rest += (1 - part) * py;
  }
  const share = coherent / (coherent + rest);
  return 10 * Math.log10(Math.max(1e-6, share) / Math.max(1e-9, 1 - share));
}

/** Impulse response from message to microphone; its highest peak away from the first sound, dB under that. */
function strongestEcho({ cross, known }: Spectra): number {
  const response = new Float64Array(SIZE + 2);
  const [low, high] = [binOf(BAND.low), binOf(BAND.high)];
  let total = 0;
  for (let k = low; k <= high; k++) total += known[k]!;
  const least = (0.001 * total) / (high - low + 1); // a message without sound at a frequency says nothing about the air there
  for (let k = low; k <= high; k++) {
    const taper = Math.sin((Math.PI * (k - low)) / (high - low)) ** 2; // no ringing from a sharp band edge
    response[2 * k] = (taper * cross[2 * k]!) / (known[k]! + least);
    response[2 * k + 1] = (taper * cross[2 * k + 1]!) / (known[k]! + least);
  }
  const time = new Float64Array(SIZE);
  realFft(SIZE).inverse(response, time);
  const peak = (from: number, to: number): number => {
    let most = 1e-12;
    for (let n = from; n < to; n++) most = Math.max(most, Math.abs(time[(n + SIZE) % SIZE]!));
    return most;
  };
  const echo = Math.max(peak(ECHO.from, ECHO.to), peak(-ECHO.to, -ECHO.from));
  return 20 * Math.log10(echo / peak(-ECHO.from, ECHO.from));
}
