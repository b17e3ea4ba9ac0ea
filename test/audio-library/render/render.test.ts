import { expect, test } from "vitest";
import { hornBand } from "../../../audio-library/render/band.ts";
import { chime } from "../../../audio-library/render/chime.ts";
import { loudnessMeter } from "../../../audio-library/render/loudness.ts";
import { stretchPauses } from "../../../audio-library/render/pauses.ts";
import { peakColumns } from "../../../audio-library/render/peaks.ts";
import { compose, HERTZ, sharedBy } from "../../../audio-library/render/render.ts";
import { trimSilence } from "../../../audio-library/render/silence.ts";
import { memoryTape, type Tape } from "../../../audio-library/render/tape.ts";
import * as support from "../../support/audio.ts";

const { joined } = support;
const tone = (hertz: number, seconds: number, amplitude = 0.5): Float32Array =>
  support.tone(hertz, seconds, amplitude, HERTZ);
const silence = (seconds: number): Float32Array => support.silence(seconds, HERTZ);
const babble = (seconds: number, amplitude: number): Float32Array =>
  support.babble(seconds, amplitude, 1, HERTZ);

function soundOf(tape: Tape): Float32Array {
  const sound = new Float32Array(tape.frames);
  tape.read(0, sound);
  return sound;
}

const part = (sound: Float32Array, rest = 0) => ({ sound: memoryTape(sound), rest });

function loudness(sound: Float32Array): number {
  const copy = sound.slice();
  hornBand(HERTZ).run(copy);
  const meter = loudnessMeter(HERTZ);
  meter.push(copy);
  return meter.integrated();
}

test("parts stand in order with the wanted pause between them", () => {
  const [one, two] = [tone(500, 1), tone(700, 2)];
  const sound = soundOf(compose([part(one, 0.5), part(two, 9)], "none"));
  expect(sound).toHaveLength(3.5 * HERTZ);
  expect(sound.subarray(0, HERTZ)).toEqual(one);
  expect(sound.subarray(HERTZ, 1.5 * HERTZ).every((value) => value === 0)).toBe(true);
  expect(sound.subarray(1.5 * HERTZ)).toEqual(two);
});

test("a chime stands before and after the message, 3 dB under it", () => {
  const speech = babble(6, 0.3);
  const sound = soundOf(compose([part(speech)], "normal"));
  const opening = chime("normal", "opening", HERTZ).length;
  expect(sound.length).toBeGreaterThan(speech.length + opening);
  const start = opening + 0.4 * HERTZ;
  expect(sound.subarray(start, start + speech.length)).toEqual(speech);
  expect(loudness(sound.subarray(0, opening))).toBeCloseTo(loudness(speech) - 3, 0);
  expect(loudness(sound.subarray(start + speech.length))).toBeCloseTo(loudness(speech) - 3, 0);
});

test("what a chime adds is told, and only that", () => {
  const sound = soundOf(compose([part(babble(6, 0.3))], "emergency"));
  const { before, after } = sharedBy("emergency");
  expect(sound.length / HERTZ).toBeCloseTo(before + 0.4 + 6 + 0.4 + after, 3);
  expect(sharedBy("none")).toEqual({ before: 0, after: 0 });
});

test("nothing to say gives nothing, silence gets no louder chime", () => {
  expect(compose([], "normal").frames).toBe(0);
  const tape = compose([part(silence(1))], "normal");
  expect(soundOf(tape).every((value) => Math.abs(value) <= 1)).toBe(true);
});

test("an emergency has another chime, and no chime clips", () => {
  for (const place of ["opening", "closing"] as const) {
    const [normal, emergency] = [chime("normal", place, HERTZ), chime("emergency", place, HERTZ)];
    expect(normal).not.toEqual(emergency);
    for (const sound of [normal, emergency]) {
      expect(sound.every((value) => Math.abs(value) < 1)).toBe(true);
      expect(sound.length / HERTZ).toBeGreaterThan(1.5);
      expect(sound.length / HERTZ).toBeLessThan(4);
    }
  }
  expect(chime("none", "opening", HERTZ)).toHaveLength(0);
});

test("silence at both ends goes, silence inside stays", () => {
  const inside = joined(tone(400, 0.5), silence(0.7), tone(400, 0.5));
  const trimmed = trimSilence(memoryTape(joined(silence(1.2), inside, silence(0.9))), HERTZ);
  expect(Math.abs(trimmed.frames - inside.length)).toBeLessThan(0.08 * HERTZ);
  expect(trimmed.frames).toBeGreaterThanOrEqual(inside.length);
});

test("hiss far under the speech counts as silence", () => {
  const hiss = silence(1).map((_, i) => (i % 2 === 0 ? 0.0005 : -0.0005));
  const trimmed = trimSilence(memoryTape(joined(hiss, tone(400, 1), hiss)), HERTZ);
  expect(trimmed.frames).toBeLessThan(1.1 * HERTZ);
});

test("trimming nothing but silence leaves nothing", () => {
  expect(trimSilence(memoryTape(silence(1)), HERTZ).frames).toBe(0);
  expect(trimSilence(memoryTape(silence(0)), HERTZ).frames).toBe(0);
});

test("the drawn wave shows where it is loud, in at most 4 KB of JSON", () => {
  const sound = joined(silence(2), tone(300, 2, 1), silence(2));
  const wave = peakColumns(sound.length);
  for (let at = 0; at < sound.length; at += 10_000) wave.push(sound.subarray(at, at + 10_000));
  const columns = wave.columns();
  expect(columns).toHaveLength(800);
  expect(columns[100]).toBe(0);
  expect(columns[400]).toBe(255);
  expect(columns[700]).toBe(0);
  expect(JSON.stringify(columns).length).toBeLessThanOrEqual(4_096);
});

test("a sound shorter than the drawing has a column per sample", () => {
  const wave = peakColumns(3);
  wave.push(Float32Array.of(0.1, -1, 0.5, 0.8));
  expect(wave.columns()).toEqual([26, 255, 204]);
  expect(peakColumns(0).columns()).toEqual([0]);
});

test("rests between words grow and shrink, words do not", () => {
  const [one, two] = [tone(500, 0.4), tone(700, 0.6)];
  const sound = joined(one, silence(0.5), two);
  for (const factor of [0.5, 1, 2]) {
    const out = stretchPauses(sound, HERTZ, factor);
    expect(Math.abs(out.length / HERTZ - (1 + 0.5 * factor))).toBeLessThan(0.02);
    expect(out.subarray(0, one.length)).toEqual(one);
    expect(out.subarray(out.length - two.length)).toEqual(two);
  }
});

test("a short closure inside a word is no rest", () => {
  const sound = joined(tone(500, 0.3), silence(0.08), tone(500, 0.3));
  expect(stretchPauses(sound, HERTZ, 2)).toEqual(sound);
});

test("silence at the very end grows too", () => {
  const sound = joined(tone(500, 0.3), silence(0.4));
  expect(stretchPauses(sound, HERTZ, 2).length / HERTZ).toBeCloseTo(1.1, 1);
});
