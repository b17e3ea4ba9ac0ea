// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { type Dice, dice } from "./dice.ts";
import { filtered, joined, power, scaled } from "./filters.ts";

/**
 * Sounds with the structure of speech, without words: syllables of a voice's own fixed inventory (as a deterministic engine has),
 * six tones, fricatives, pauses. For tests where no speech engine is at hand.
 */
export interface Voice {
  readonly pitch: number; // Hz
  readonly size: number; // scales the formants
  readonly pace: number; // syllables a second
  readonly syllables: readonly Syllable[];
}

interface Syllable {
  readonly onset: { readonly hertz: number; readonly length: number; readonly loud: number };
  readonly from: readonly number[]; // formants in Hz
  readonly to: readonly number[];
  readonly tone: readonly [number, number, number];
  readonly length: number; // seconds
}

export const SPEECH_RATE = 16_000;

const VOWELS = [
  [730, 1_090, 2_440],
  [530, 1_840, 2_480],
  [390, 1_990, 2_550],
  [300, 2_300, 3_000],
  [570, 840, 2_410],
  [440, 1_020, 2_240],
  [320, 900, 2_200],
  [480, 1_350, 2_400],
  [640, 1_190, 2_390],
] as const;
const TONES = [
  [1, 1, 1],
  [1, 0.9, 0.8],
  [1, 1.1, 1.35],
  [0.95, 0.8, 1],
  [1.05, 0.85, 1.3],
  [0.95, 0.8, 0.7],
] as const;

export function voice(seed: number): Voice {
  const d = dice(seed).fork(1);
  const low = d.unit() < 0.5;
  return {
    pitch: low ? d.between(95, 140) : d.between(170, 240),
    size: low ? d.between(0.9, 1.02) : d.between(1.05, 1.2),
    pace: d.between(3.6, 5),
    syllables: Array.from({ length: 70 }, () => ({
      onset: {
        hertz: d.between(900, 6_000),
        length: d.between(0.02, 0.1),
        loud: d.between(0, 0.6),
      },
      from: d.pick(VOWELS),
      to: d.pick(VOWELS),
      tone: d.pick(TONES),
      length: d.between(0.75, 1.25),
    })),
  };
}

/** `text` names what is said: the same voice and text give the same samples, whatever came before. */
export function speak(by: Voice, text: number, seconds: number): Float32Array {
  const d = dice(text).fork(2);
  const wanted = Math.round(seconds * SPEECH_RATE);
  const parts: Float32Array[] = [];
  for (let length = 0, left = d.whole(5, 11); length < wanted; left--) {
    const part =
      left > 0
        ? syllable(by, d.pick(by.syllables), d)
        : new Float32Array(SPEECH_RATE * d.between(0.2, 0.55));
    if (left === 0) left = d.whole(5, 12);
    parts.push(part);
    length += part.length;
  }
  const whole = joined(...parts).slice(0, wanted);
  return scaled(whole, 0.1 / Math.sqrt(power(whole)));
}

function syllable(by: Voice, what: Syllable, d: Dice): Float32Array {
  const length = Math.round((SPEECH_RATE * what.length * d.between(0.95, 1.05)) / by.pace);
  const source = new Float32Array(length);
  let phase = 0;
  for (let n = 0; n < length; n++) {
    const at = n / length;
    const bend =
      at < 0.5
        ? mixed(what.tone[0], what.tone[1], 2 * at)
        : mixed(what.tone[1], what.tone[2], 2 * at - 1);
    phase += (by.pitch * bend) / SPEECH_RATE;
    const envelope = Math.min(1, 8 * at, 5 * (1 - at));
    const pulse = phase >= 1 ? 1 : 0;
    phase %= 1;
    source[n] = envelope * (pulse + 0.01 * d.gauss());
  }
  const out = resonate(filtered(source, SPEECH_RATE, "low", 900), what, by.size);
  const hiss = Float32Array.from({ length: Math.round(what.onset.length * SPEECH_RATE) }, () =>
    d.gauss(),
  );
  const shaped = filtered(hiss, SPEECH_RATE, "band", what.onset.hertz, 1.2);
  const level = Math.sqrt(power(out)) * what.onset.loud;
  for (let n = 0; n < Math.min(length, shaped.length); n++)
    out[n]! += shaped[n]! * level * Math.sin((Math.PI * n) / shaped.length);
  return out;
}

/** Gliding formants: two fixed resonances, cross-faded from the first vowel to the second. */
function resonate(source: Float32Array, what: Syllable, size: number): Float32Array {
  const out = new Float32Array(source.length);
  for (let f = 0; f < 3; f++) {
    const q = [6, 12, 16][f]!;
    const gain = [1, 0.7, 0.4][f]!;
    const early = filtered(source, SPEECH_RATE, "band", what.from[f]! * size, q);
    const late = filtered(source, SPEECH_RATE, "band", what.to[f]! * size, q);
    for (let n = 0; n < out.length; n++)
      out[n]! += gain * mixed(early[n]!, late[n]!, n / out.length);
  }
  return out;
}

/** The tune before a message: three or four notes that ring out. */
export function chime(seed: number): Float32Array {
  const d = dice(seed).fork(3);
  const notes = d.whole(3, 4);
  const step = Math.round(0.6 * SPEECH_RATE);
  const out = new Float32Array(step * notes + SPEECH_RATE);
  for (let note = 0; note < notes; note++) {
    const hertz = d.between(400, 1_300);
    for (let n = 0; n < SPEECH_RATE * 1.2 && note * step + n < out.length; n++) {
      const at = n / SPEECH_RATE;
      const tone = Math.sin(2 * Math.PI * hertz * at) + 0.3 * Math.sin(4 * Math.PI * hertz * at);
      out[note * step + n]! += 0.1 * tone * Math.exp(-3 * at) * Math.min(1, 100 * at);
    }
  }
  return out;
}

const mixed = (a: number, b: number, share: number): number => a + (b - a) * share;
