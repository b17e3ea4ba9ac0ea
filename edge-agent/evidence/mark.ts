// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { powerOfTwoFor, realFft } from "./fft.ts";
import { lookout } from "./lock.ts";
import { energyBetween, prepareCapture, prepareReference, RATE, running } from "./prepare.ts";
import { resample } from "./resample.ts";
import { FALSE_POSITIVE_RATE, SIMULATED, type Tail } from "./threshold.ts";

const BAND = { low: 500, high: 3_500 };
const ENVELOPE = 0.1 * RATE;
const UNDER_SPEECH = 0.1; // -20 dB
const LAG_SEARCH = 0.5;

/**
 * A noise-like mark, 20 dB under the speech and loud where it is loud, to be added to it at play: it names who sounded where two
 * clusters play the same message. `seed`: 16 bytes that only this agent and occurrence have (derived from a nonce of the
 * controller, so an old recording carries the wrong one). Speech and mark at 8 kHz.
 */
export function markOf(seed: Uint8Array, speech: Float32Array): Float32Array {
  const noise = bandNoise(seed, speech.length);
  const sums = running(speech);
  return noise.map((x, n) => {
    const [from, to] = [Math.max(0, n - ENVELOPE / 2), Math.min(speech.length, n + ENVELOPE / 2)];
    return UNDER_SPEECH * x * Math.sqrt(energyBetween(sums, from, to) / (to - from));
  });
}

export interface MarkHeard {
  readonly heard: boolean;
  readonly score: number;
  readonly threshold: number;
  readonly lagSeconds?: number;
}

/** Was this mark in the sound? All at 8 kHz; `expectedLag` as `listen` found it, seconds; 20 s or more to be of use. */
export function listenForMark(
  seed: Uint8Array,
  speech: Float32Array,
  capture: Float32Array,
  expectedLag: number,
  tails: readonly Tail[] = SIMULATED,
): MarkHeard {
  const looks = lookout(prepareReference(markOf(seed, speech)), prepareCapture(capture), {
    centre: Math.round(expectedLag * RATE),
    reach: LAG_SEARCH * RATE,
    rate: FALSE_POSITIVE_RATE,
    tails,
  });
  const { found, best } = looks.from(0);
  return {
    heard: found !== undefined,
    score: best?.score ?? 0,
    threshold: best?.threshold ?? 0,
    ...(found && { lagSeconds: found.lag / RATE }),
  };
}

/** The mark for a player of another rate. */
export const markFor = (rate: number, seed: Uint8Array, speech: Float32Array): Float32Array =>
  resample(markOf(seed, resample(speech, rate, RATE)), RATE, rate).slice(0, speech.length);

/** Random signs, cut to the band, with a mean power of 1. */
function bandNoise(seed: Uint8Array, length: number): Float32Array {
  const fft = realFft(powerOfTwoFor(length));
  const next = words(seed);
  const time = Float64Array.from({ length: fft.size }, (_, n) =>
    n >= length ? 0 : next() & 1 ? 1 : -1,
  );
  const spectrum = new Float64Array(fft.size + 2);
  fft.forward(time, spectrum);
  const [low, high] = [BAND.low, BAND.high].map((hertz) => (hertz * fft.size) / RATE) as [
    number,
    number,
  ];
  for (let k = 0; k <= fft.size / 2; k++)
    if (k < low || k > high) spectrum.fill(0, 2 * k, 2 * k + 2);
  fft.inverse(spectrum, time);
  const gain = Math.sqrt(RATE / 2 / (BAND.high - BAND.low));
  return Float32Array.from(time.subarray(0, length), (x) => gain * x);
}

/** xoshiro128**: 32 random bits a call. */
function words(seed: Uint8Array): () => number {
  if (seed.length !== 16) throw new RangeError(`a mark's seed has 16 bytes, not ${seed.length}`);
  const view = new DataView(seed.buffer, seed.byteOffset, 16);
  const s = Uint32Array.from([0, 4, 8, 12], (at) => view.getUint32(at));
  if (s.every((word) => word === 0)) s[0] = 1;
  const rotated = (x: number, by: number): number => (x << by) | (x >>> (32 - by));
  return () => {
    const out = Math.imul(rotated(Math.imul(s[1]!, 5), 7), 9);
    const t = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = rotated(s[3]!, 11);
    return out >>> 8; // the lowest bits are the weakest
  };
}
