import { expect, test } from "vitest";
import { RATE } from "../../../edge-agent/evidence/prepare.ts";
import { soundLevel } from "../../../edge-agent/evidence/sound-level.ts";
import { noise } from "../../support/audio.ts";
import { filtered } from "../../support/filters.ts";

const tone = (hertz: number, amplitude: number, seconds = 1): Float32Array =>
  Float32Array.from(
    { length: seconds * RATE },
    (_, n) => amplitude * Math.sin((2 * Math.PI * hertz * n) / RATE),
  );

test("the level is that of the band, full scale sine 3 dB under full scale", () => {
  expect(soundLevel(tone(1_000, 1))?.db).toBeCloseTo(-3, 1);
  expect(soundLevel(tone(1_000, 0.01))?.db).toBeCloseTo(-43, 1);
  expect(soundLevel(tone(100, 0.5))?.db).toBeLessThan(-50); // rumble is no programme
});

test("steady noise of any colour has the contrast of chance, what comes and goes has more", () => {
  const white = noise(1, 0.1, 1).subarray(0, RATE);
  expect(soundLevel(white)?.contrast).toBeGreaterThan(0.5);
  expect(soundLevel(white)?.contrast).toBeLessThan(0.66);
  const dull = filtered(white, RATE, "low", 600);
  expect(soundLevel(dull)?.contrast).toBeLessThan(0.66);
  const syllables = white.map((x, n) => (n % 2_000 < 1_000 ? x : x / 50));
  expect(soundLevel(syllables)?.contrast).toBeGreaterThan(1);
});

test("a microphone that delivers nothing, or only half the time, says nothing", () => {
  expect(soundLevel(new Float32Array(RATE))).toBeUndefined();
  expect(soundLevel(new Float32Array(100))).toBeUndefined();
  const late = tone(1_000, 0.1);
  late.fill(0, 0, 0.7 * RATE);
  expect(soundLevel(late)).toBeUndefined();
});
