import { expect, test } from "vitest";
import { gatedLoudness, loudnessMeter } from "../../../audio-library/render/loudness.ts";
import { babble, joined, silence, tone } from "../../support/audio.ts";
import { ebur128 } from "../../support/ebur128.ts";
import { needing } from "../../support/needs.ts";

const loudness = (sound: Float32Array, rate: number): number => {
  const meter = loudnessMeter(rate);
  meter.push(sound);
  return meter.integrated();
};

test.each([8_000, 22_050, 44_100, 48_000])(
  "a full-scale tone of 997 Hz in one channel has -3.01 LUFS at %i Hz, as BS.1770 says",
  (rate) => {
    expect(loudness(tone(997, 5, 1, rate), rate)).toBeCloseTo(-3.01, 1);
  },
);

test("ten times less amplitude is 20 LU less", () => {
  const loud = loudness(tone(440, 3, 0.5), 48_000);
  expect(loud - loudness(tone(440, 3, 0.05), 48_000)).toBeCloseTo(20, 2);
});

test("silence between the words does not count", () => {
  const speech = tone(500, 4, 0.2);
  const alone = loudness(speech, 48_000);
  expect(loudness(joined(speech, silence(20)), 48_000)).toBeCloseTo(alone, 0);
});

test("a passage 10 LU under the rest falls out of the measurement", () => {
  const loud = Array.from({ length: 40 }, () => 0.01);
  const soft = Array.from({ length: 40 }, () => 0.0001);
  expect(gatedLoudness([...loud, ...soft])).toBeGreaterThan(gatedLoudness(loud) - 0.3);
});

test("nothing but silence has no loudness", () => {
  expect(loudness(silence(3), 48_000)).toBe(Number.NEGATIVE_INFINITY);
  expect(loudness(new Float32Array(0), 48_000)).toBe(Number.NEGATIVE_INFINITY);
});

test("it does not matter in which pieces the sound arrives", () => {
  const sound = babble(4);
  const meter = loudnessMeter(48_000);
  for (let at = 0; at < sound.length; at += 777) meter.push(sound.subarray(at, at + 777));
  expect(meter.integrated()).toBeCloseTo(loudness(sound, 48_000), 6);
});

needing("ffmpeg")("another meter finds the same loudness", async () => {
  for (const [sound, rate] of [
    [babble(8, 0.3, 3), 48_000],
    [tone(3_000, 4, 0.1, 44_100), 44_100],
  ] as const)
    expect(loudness(sound, rate)).toBeCloseTo((await ebur128(sound, rate)).lufs, 0);
});
