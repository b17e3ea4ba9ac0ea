// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { expect, test } from "vitest";
import {
  energyBetween,
  equaliseLevel,
  highPass,
  isAlive,
  prepareCapture,
  RATE,
} from "../../../edge-agent/evidence/prepare.ts";
import { dice } from "../../support/dice.ts";
import { power } from "../../support/filters.ts";

const tone = (hertz: number): Float32Array =>
  Float32Array.from({ length: RATE }, (_, n) => Math.sin((2 * Math.PI * hertz * n) / RATE));
const decibels = (ratio: number): number => 10 * Math.log10(ratio);
const hiss = (length: number, gain = 1): Float32Array =>
  Float32Array.from({ length }, () => gain * dice(length).gauss()).map(
    (_, n) => gain * Math.sin(n * n),
  );

test("rumble goes, speech stays: -3 dB at 300 Hz, 24 dB less an octave below", () => {
  const level = (hertz: number): number =>
    decibels(power(highPass(tone(hertz)).slice(RATE / 2)) / 0.5);
  expect(level(300)).toBeCloseTo(-3, 1);
  expect(level(150)).toBeLessThan(-23);
  expect(level(50)).toBeLessThan(-60);
  expect(level(2_000)).toBeGreaterThan(-0.1);
});

test("a gust weighs no more than the calm beside it", () => {
  const street = hiss(RATE);
  for (let n = RATE / 2; n < RATE; n++) street[n]! *= 50;
  const even = equaliseLevel(street);
  const [calm, gust] = [power(even.slice(1_000, 3_500)), power(even.slice(4_500, 7_500))];
  expect(Math.abs(decibels(gust / calm))).toBeLessThan(1);
});

test("silence is not blown up to the level of speech, and nothing stays nothing", () => {
  const half = hiss(RATE);
  for (let n = 0; n < RATE / 2; n++) half[n]! *= 1e-5;
  expect(power(equaliseLevel(half).slice(0, 3_500))).toBeLessThan(1e-5);
  expect(equaliseLevel(new Float32Array(1_000)).every((x) => x === 0)).toBe(true);
});

test("energy outside a signal is none", () => {
  const sums = Float64Array.of(0, 1, 5, 14);
  expect(energyBetween(sums, 1, 3)).toBe(13);
  expect(energyBetween(sums, -5, 2)).toBe(5);
  expect(energyBetween(sums, 7, 9)).toBe(0);
  expect(energyBetween(sums, -9, -7)).toBe(0);
});

test("a microphone is dead where it delivers digital silence or nothing", () => {
  const sound = hiss(3 * RATE, 0.1);
  sound.fill(0, RATE, 2 * RATE);
  const capture = prepareCapture(sound);
  expect(isAlive(capture, 0, RATE)).toBe(true);
  expect(isAlive(capture, RATE, 2 * RATE)).toBe(false);
  expect(isAlive(capture, 2 * RATE, 3 * RATE)).toBe(true);
  expect(isAlive(capture, 3 * RATE, 4 * RATE)).toBe(false);
});
