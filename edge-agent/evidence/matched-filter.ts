// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { powerOfTwoFor, type RealFft, realFft } from "./fft.ts";
import { type Capture, energyBetween, RATE, type Reference } from "./prepare.ts";

/** One capture block against the reference at every lag of a search. */
export interface BlockRow {
  /** z² of lag `centre - reach + i` at index i; `2 · reach + 1` numbers. 0 where nothing can be said. */
  readonly z2: Float32Array;
  /** Largest mean power of the reference under the block over the lags: near 0 in a pause. */
  readonly loudest: number;
}

export interface BlockFilter {
  readonly block: number;
  readonly reach: number;
  /** `at`: first capture sample of the block. A lag is in samples: capture sample n holds reference sample n - lag. */
  row(reference: Reference, capture: Capture, at: number, centre: number): BlockRow;
}

const BAND = { low: 300, high: 3_800 };
const SMOOTHING = 60; // Hz over which the noise spectrum is averaged
const LEAST_ENERGY = 0.05; // of the largest under the block; less is a pause or the end of the file
const CLIP = 3; // sigmas: the peak and its echoes must not count as noise

/** A correlator for blocks of `block` samples, lags ± `reach` samples. Keeps scratch memory: make one and use it often. */
export function blockFilter(block: number, reach: number): BlockFilter {
  const fft = realFft(powerOfTwoFor(block + 2 * reach));
  const time = new Float64Array(fft.size);
  const x = new Float64Array(fft.size + 2);
  const y = new Float64Array(fft.size + 2);
  const power = new Float64Array(fft.size / 2 + 2);
  const lags = 2 * reach + 1;

  function row(reference: Reference, capture: Capture, at: number, centre: number): BlockRow {
    const start = at - centre - reach; // reference sample under the block's first sample at the largest lag
    const energies = energiesUnder(reference, start, block, lags);
    const loudest = energies.reduce((a, b) => Math.max(a, b), 0);
    const z2 = new Float32Array(lags);
    if (loudest === 0) return { z2, loudest };
    load(time, reference.samples, start, block + 2 * reach);
    fft.forward(time, x);
    load(time, capture.levelled, at, block);
    fft.forward(time, y);
    whitenedProduct(fft, x, y, power);
    fft.inverse(x, time);
    const floor = LEAST_ENERGY * loudest;
    let counted = 0;
    // Index i of the product is `start + i` in the reference, so larger lags come first: turn the order round.
    for (let i = 0; i < lags; i++) {
      if (energies[i]! < floor) continue;
      z2[lags - 1 - i] = time[i]! ** 2 / energies[i]!;
      counted++;
    }
    toScores(z2, counted);
    return { z2, loudest: loudest / block };
  }

  return { block, reach, row };
}

function energiesUnder(
  reference: Reference,
  start: number,
  block: number,
  lags: number,
): Float64Array {
  const energies = new Float64Array(lags);
  for (let i = 0; i < lags; i++)
    energies[i] = energyBetween(reference.energy, start + i, start + i + block);
  return energies;
}

/** Copies samples from…from+length-1 and fills the rest, and what lies outside the signal, with silence. */
export function load(
  target: Float64Array,
  samples: Float32Array,
  from: number,
  length: number,
): void {
  target.fill(0);
  const first = Math.max(0, from);
  const last = Math.min(samples.length, from + length);
  if (last > first) target.set(samples.subarray(first, last), first - from);
}

/** x ← X·Y* / S_y inside the band, 0 elsewhere. Noise is whitened; the reference keeps its spectrum, as a matched filter must. */
function whitenedProduct(
  fft: RealFft,
  x: Float64Array,
  y: Float64Array,
  power: Float64Array,
): void {
  const bins = fft.size / 2 + 1;
  for (let k = 0; k < bins; k++) power[k + 1] = power[k]! + y[2 * k]! ** 2 + y[2 * k + 1]! ** 2;
  const hertz = fft.size / RATE; // bins per hertz
  const half = Math.max(1, Math.round((SMOOTHING / 2) * hertz));
  const [low, high] = [Math.ceil(BAND.low * hertz), Math.floor(BAND.high * hertz)];
  const least = 1e-9 * (power[bins]! / bins);
  for (let k = 0; k < bins; k++) {
    const [re, im] = [x[2 * k]!, x[2 * k + 1]!];
    x[2 * k] = 0;
    x[2 * k + 1] = 0;
    if (k < low || k > high) continue;
    const [from, to] = [k - half, Math.min(bins, k + half + 1)];
    const noise = (power[to]! - power[Math.max(0, from)]!) / (to - Math.max(0, from));
    if (noise <= least) continue;
    x[2 * k] = (re * y[2 * k]! + im * y[2 * k + 1]!) / noise;
    x[2 * k + 1] = (im * y[2 * k]! - re * y[2 * k + 1]!) / noise;
  }
}

/**
 * c² → c² / σ² in place; σ² is the mean over the lags, taken again with the outliers clipped. Only the `counted` lags with sound
 * under the block take part: with the others the end of a file would make σ small and all the rest look like a peak.
 */
function toScores(squares: Float32Array, counted: number): void {
  let sum = 0;
  for (const square of squares) sum += square;
  const limit = (CLIP * CLIP * sum) / counted;
  let clipped = 0;
  for (const square of squares) clipped += Math.min(limit, square);
  const scale = clipped > 0 ? counted / clipped : 0;
  for (let i = 0; i < squares.length; i++) squares[i]! *= scale;
}
