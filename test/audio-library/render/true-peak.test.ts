import { expect, test } from "vitest";
import { toDecibel } from "../../../audio-library/render/decibel.ts";
import { largestTruePeak, truePeaks } from "../../../audio-library/render/true-peak.ts";
import { babble, noise, tone } from "../../support/audio.ts";
import { ebur128 } from "../../support/ebur128.ts";
import { needing } from "../../support/needs.ts";

/** A tone at a quarter of the sample rate whose crests lie between the samples. */
const hidden = Float32Array.from({ length: 4_800 }, (_, i) =>
  Math.sin((Math.PI / 2) * i + Math.PI / 4),
);

const wholePeak = (sound: Float32Array, piece = sound.length): number => {
  const finder = largestTruePeak();
  for (let at = 0; at < sound.length; at += piece) finder.push(sound.subarray(at, at + piece));
  return finder.peak();
};

test("a peak between two samples is found", () => {
  expect(Math.max(...hidden.map(Math.abs))).toBeCloseTo(Math.SQRT1_2, 3);
  expect(wholePeak(hidden)).toBeGreaterThan(0.98);
  expect(wholePeak(hidden)).toBeLessThan(1.1);
});

test("a slow wave has the peak of its samples", () => {
  expect(wholePeak(tone(440, 0.5, 0.5))).toBeCloseTo(0.5, 3);
});

test("it does not matter in which pieces the sound arrives", () => {
  const sound = noise(0.3, 0.7);
  expect(wholePeak(sound, 101)).toBe(wholePeak(sound));
});

test("the last sample counts", () => {
  const click = new Float32Array(1_000);
  click[999] = 0.9;
  expect(wholePeak(click)).toBeGreaterThan(0.89);
  expect(Math.max(...blocks(click, 0))).toBeGreaterThan(0.89);
});

const blocks = (sound: Float32Array, floor: number): Float32Array => {
  const finder = truePeaks(sound.length, 16, floor);
  for (let at = 0; at < sound.length; at += 500) finder.push(sound.subarray(at, at + 500));
  return finder.blocks();
};

test("each block tells its own peak, and what lies between two blocks counts for both", () => {
  const click = new Float32Array(160);
  click[79] = 0.8;
  const peaks = blocks(click, 0);
  expect(peaks).toHaveLength(10);
  expect(peaks[4]).toBeGreaterThanOrEqual(0.79);
  expect(peaks[5]).toBeGreaterThan(0.5);
  expect(peaks[1]).toBeLessThan(0.1);
});

test("under the floor a block may be called too loud, never too soft", () => {
  const sound = noise(0.2, 0.1, 9);
  const exact = blocks(sound, 0);
  const rough = blocks(sound, 10);
  for (const [i, peak] of exact.entries()) expect(rough[i]).toBeGreaterThanOrEqual(peak);
});

needing("ffmpeg")("another meter finds the same true peak", async () => {
  // Where a sound begins at full strength, two interpolators need not agree.
  const faded = hidden.map((value, i) => value * Math.sin((Math.PI * i) / hidden.length));
  for (const sound of [babble(3, 0.5, 2), faded]) {
    const ours = toDecibel(wholePeak(sound));
    expect(Math.abs(ours - (await ebur128(sound, 48_000)).truePeak)).toBeLessThan(0.3);
  }
});
