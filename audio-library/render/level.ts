import type { Work } from "../work.ts";
import { hornBand } from "./band.ts";
import { compressor, SPEECH_COMPRESSOR } from "./compressor.ts";
import { fromDecibel, toDecibel } from "./decibel.ts";
import { applyCurve, limiterCurve, PEAK_BLOCK } from "./limiter.ts";
import { earWeighting, gatedLoudness, hopFramesAt, loudnessMeter } from "./loudness.ts";
import { slices, type Tape } from "./tape.ts";
import { largestTruePeak, truePeaks } from "./true-peak.ts";

export interface LevelTarget {
  /** LUFS */
  readonly loudness: number;
  /** dBTP, before the codec */
  readonly ceiling: number;
}

/**
 * Every item of the library has this level; the amplifier sets how loud the village hears it. Opus
 * takes 0.2 LU and adds up to 0.8 dB to the peaks: before it, loudness is a little high, peaks low.
 */
export const HOUSE_LEVEL: LevelTarget = { loudness: -15.9, ceiling: -2.5 };

/** A sound that went through band and compressor and waits for its final gain. */
export interface Prepared {
  readonly tape: Tape;
  readonly rate: number;
  /** True peak of each block. */
  readonly peaks: Float32Array;
  /** Ear-weighted energy of each block. */
  readonly energies: Float32Array;
}

export interface Levelled {
  readonly gain: number;
  readonly edges: Float32Array;
  /** LUFS */
  readonly loudness: number;
  /** dBTP */
  readonly truePeak: number;
}

const COMPRESS_AT = -18;
const FIRST_GAIN = 8;
/** Peaks that stay under the ceiling even with this gain need no close look. */
const USUAL_GAIN = 16;
const MOST_GAIN = 40;
const ATTACK = 0.002;
const RELEASE = 0.06;
const ROUNDS = 12;
const CLOSE_ENOUGH = 0.02;
const TRIES = 3;
/** Not enough sound to set a level by: silence, or noise far below any speech. */
const SILENT = -65;

function* banded(tape: Tape, rate: number): Work<number> {
  const band = hornBand(rate);
  const meter = loudnessMeter(rate);
  for (const { at, samples } of slices(tape)) {
    band.run(samples);
    meter.push(samples);
    tape.write(at, samples);
    yield;
  }
  return meter.integrated();
}

/** Adds up the energy of each block of samples, from a block that starts where the slice starts. */
function addEnergies(weighted: Float32Array, firstBlock: number, energies: Float32Array): void {
  for (let i = 0; i < weighted.length; i += 1) {
    const block = firstBlock + Math.floor(i / PEAK_BLOCK);
    const value = weighted[i] as number;
    energies[block] = (energies[block] as number) + value * value;
  }
}

/** Changes the tape: band for horns, then compression. Nothing comes back when there is only silence. */
export function* prepare(tape: Tape, rate: number): Work<Prepared | undefined> {
  const found = yield* banded(tape, rate);
  if (found < SILENT) return undefined;
  const gain = fromDecibel(COMPRESS_AT - found);
  const squeeze = compressor(SPEECH_COMPRESSOR, rate);
  const ear = earWeighting(rate);
  const quiet = fromDecibel(HOUSE_LEVEL.ceiling - USUAL_GAIN);
  const finder = truePeaks(tape.frames, PEAK_BLOCK, quiet);
  const energies = new Float32Array(Math.ceil(tape.frames / PEAK_BLOCK));
  for (const { at, samples } of slices(tape)) {
    for (let i = 0; i < samples.length; i += 1) samples[i] = (samples[i] as number) * gain;
    squeeze.run(samples);
    finder.push(samples);
    tape.write(at, samples);
    ear.run(samples);
    addEnergies(samples, at / PEAK_BLOCK, energies);
    yield;
  }
  return { tape, rate, peaks: finder.blocks(), energies };
}

/** The finished sound, slice by slice; the buffer of a slice is used again for the next. */
export function* finished(
  { tape }: Prepared,
  { gain, edges }: Pick<Levelled, "gain" | "edges">,
): Generator<Float32Array> {
  for (const { at, samples } of slices(tape)) {
    applyCurve(samples, at, gain, edges);
    yield samples;
  }
}

/**
 * The loudness that a gain and a curve will give, from block energies alone. It is nearly exact, since
 * the curve moves slowly against the weighting, and a hundred times faster than listening again.
 */
function forecast({ energies, rate }: Prepared, gain: number, edges: Float32Array): number {
  const hopFrames = hopFramesAt(rate);
  const blocksPerHop = hopFrames / PEAK_BLOCK;
  const hops: number[] = [];
  let sum = 0;
  for (let block = 0; block < energies.length; block += 1) {
    const left = edges[block] as number;
    const right = edges[block + 1] as number;
    sum += ((energies[block] as number) * (left * left + left * right + right * right)) / 3;
    if ((block + 1) % blocksPerHop !== 0) continue;
    hops.push((sum * gain * gain) / hopFrames);
    sum = 0;
  }
  return gatedLoudness(hops);
}

function curveFor(prepared: Prepared, gain: number, ceiling: number): Float32Array {
  const settings = { ceiling: fromDecibel(ceiling), attack: ATTACK, release: RELEASE };
  return limiterCurve(prepared.peaks, gain, prepared.rate, settings);
}

/** Once the limiter works, a dB of gain gives less than a dB of loudness: follow the last slope. */
function findGain(prepared: Prepared, loudness: number, ceiling: number): number {
  let decibel = FIRST_GAIN;
  let last: { decibel: number; loudness: number } | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    const gain = fromDecibel(decibel);
    const now = forecast(prepared, gain, curveFor(prepared, gain, ceiling));
    const error = loudness - now;
    if (Math.abs(error) < CLOSE_ENOUGH) break;
    const slope = last ? (now - last.loudness) / (decibel - last.decibel) : 1;
    last = { decibel, loudness: now };
    decibel = Math.min(decibel + error / Math.min(Math.max(slope, 0.2), 1), MOST_GAIN);
    if (decibel === last.decibel) break;
  }
  return fromDecibel(decibel);
}

function* listen(prepared: Prepared, gain: number, edges: Float32Array): Work<Levelled> {
  const meter = loudnessMeter(prepared.rate);
  const finder = largestTruePeak();
  for (const samples of finished(prepared, { gain, edges })) {
    meter.push(samples);
    finder.push(samples);
    yield;
  }
  const truePeak = toDecibel(finder.peak());
  return { gain, edges, loudness: meter.integrated(), truePeak };
}

const WITHIN = 0.1;

/** Finds gain and limiter curve that give the wanted loudness under the ceiling; measured, not hoped. */
export function* settle(prepared: Prepared, target: LevelTarget): Work<Levelled> {
  let { loudness, ceiling } = target;
  for (let attempt = 1; ; attempt += 1) {
    const gain = findGain(prepared, loudness, ceiling);
    const result = yield* listen(prepared, gain, curveFor(prepared, gain, ceiling));
    const off = target.loudness - result.loudness;
    const over = Math.max(0, result.truePeak - target.ceiling);
    if (attempt === TRIES || (Math.abs(off) < WITHIN && over < WITHIN)) return result;
    loudness += off;
    ceiling -= over;
  }
}
