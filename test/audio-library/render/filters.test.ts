import { expect, test } from "vitest";
import { hornBand } from "../../../audio-library/render/band.ts";
import {
  compressionGain,
  compressor,
  SPEECH_COMPRESSOR,
} from "../../../audio-library/render/compressor.ts";
import { fromDecibel, toDecibel } from "../../../audio-library/render/decibel.ts";
import { toFloat, toInt16 } from "../../../audio-library/render/pcm.ts";
import { resample } from "../../../audio-library/render/resample.ts";
import { noise, tone } from "../../support/audio.ts";
import { run } from "../../support/run-work.ts";

const level = (sound: Float32Array): number =>
  toDecibel(Math.sqrt(sound.reduce((sum, value) => sum + value * value, 0) / sound.length));

function throughBand(hertz: number): number {
  const sound = tone(hertz, 1, 0.5);
  const before = level(sound.slice(24_000));
  hornBand(48_000).run(sound);
  return level(sound.slice(24_000)) - before;
}

test("speech passes the band, hum and hiss do not", () => {
  expect(throughBand(1_000)).toBeCloseTo(0, 1);
  expect(throughBand(3_000)).toBeGreaterThan(-0.5);
  expect(throughBand(250)).toBeCloseTo(-3, 0);
  expect(throughBand(100)).toBeLessThan(-30);
  expect(throughBand(7_000)).toBeCloseTo(-3, 0);
  expect(throughBand(14_000)).toBeLessThan(-12);
});

test("a filter remembers where the last slice ended", () => {
  const [whole, cut] = [noise(0.2), noise(0.2)];
  hornBand(48_000).run(whole);
  const filter = hornBand(48_000);
  for (let at = 0; at < cut.length; at += 97) filter.run(cut.subarray(at, at + 97));
  expect(cut).toEqual(whole);
});

test("after a sound has died away the filter comes to rest", () => {
  const filter = hornBand(48_000);
  filter.run(tone(400, 0.1));
  const rest = new Float32Array(48_000);
  for (let i = 0; i < 20; i += 1) filter.run(rest.fill(0));
  expect(rest.every((value) => value === 0)).toBe(true);
});

test("the compressor leaves soft sound alone and takes three of four dB above its threshold", () => {
  const how = SPEECH_COMPRESSOR;
  expect(compressionGain(how.threshold - 3, how)).toBe(0);
  expect(compressionGain(how.threshold + 8, how)).toBeCloseTo(-6, 6);
  const inside = compressionGain(how.threshold, how);
  expect(inside).toBeLessThan(0);
  expect(inside).toBeGreaterThan(-1);
  const [soft, loud] = [tone(800, 1, 0.02), tone(800, 1, 0.7)];
  const before = level(loud.slice(24_000));
  compressor(how, 48_000).run(soft);
  compressor(how, 48_000).run(loud);
  expect(level(soft.slice(24_000))).toBeCloseTo(level(tone(800, 1, 0.02).slice(24_000)), 2);
  // The level is followed faster upwards, so a tone counts a little louder than its mean power.
  const taken = before - level(loud.slice(24_000));
  expect(taken).toBeGreaterThan(0.75 * (before + 18));
  expect(taken).toBeLessThan(0.75 * (before + 18) + 2.5);
});

test.each([
  [22_050, 48_000],
  [16_000, 48_000],
  [48_000, 8_000],
  [44_100, 48_000],
])("a tone keeps pitch, level and length from %i to %i Hz", (from, to) => {
  const out = run(resample(tone(1_000, 1, 0.5, from), from, to)).value;
  expect(out).toHaveLength(to);
  const expected = tone(1_000, 1, 0.5, to);
  const middle = (sound: Float32Array): Float32Array => sound.slice(to / 4, (3 * to) / 4);
  const wanted = middle(expected);
  const difference = middle(out).map((value, i) => value - (wanted[i] as number));
  expect(level(difference)).toBeLessThan(-50);
});

test("what the lower rate cannot carry does not fold back", () => {
  expect(level(run(resample(tone(10_000, 0.5, 0.5), 48_000, 8_000)).value)).toBeLessThan(-50);
});

test("equal rates leave a sound as it is", () => {
  const sound = tone(300, 0.1);
  expect(run(resample(sound, 48_000, 48_000)).value).toBe(sound);
});

test("sixteen bits and back; what is too loud is clipped, not wrapped", () => {
  const samples = Int16Array.of(0, 1, -1, 20_000, -20_000, 32_767);
  expect(toInt16(toFloat(samples))).toEqual(samples);
  expect([...toInt16(Float32Array.of(1.5, -7))]).toEqual([32_767, -32_767]);
});

test("decibels are ratios of amplitude", () => {
  expect(toDecibel(10)).toBeCloseTo(20, 9);
  expect(fromDecibel(-6.0206)).toBeCloseTo(0.5, 5);
});
