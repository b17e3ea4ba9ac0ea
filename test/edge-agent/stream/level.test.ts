import { expect, test } from "vitest";
import { leveller } from "../../../edge-agent/stream/level.ts";
import { loudnessMeter, TARGET } from "../../../edge-agent/stream/loudness.ts";
import { noise } from "../../support/audio.ts";
import { ebur128 } from "../../support/ebur128.ts";
import { needing } from "../../support/needs.ts";

const pcm = (seconds: number, amplitude: number, seed = 3) =>
  Int16Array.from(noise(seconds, amplitude, seed), (sample) => Math.round(sample * 32_767));

/** As a stream goes through: measured as it comes in, levelled chunk by chunk. */
function through(sound: Int16Array): Float32Array {
  const meter = loudnessMeter();
  const level = leveller();
  const out: number[] = [];
  meter.hear(sound.subarray(0, 24_000));
  for (let at = 0; at + 480 <= sound.length; at += 480) {
    meter.hear(sound.subarray(at + 24_000, at + 24_480));
    const chunk = sound.slice(at, at + 480);
    const next = sound.subarray(at + 480, at + 960);
    level.level(chunk, next.length > 0 ? next : undefined, meter.gain());
    for (const sample of chunk) out.push(sample / 32_768);
  }
  return Float32Array.from(out);
}

needing("ffmpeg").for([0.8, 0.1, 0.06])(
  "noise of amplitude %d comes out at the level of the library",
  async (amplitude) => {
    const { lufs } = await ebur128(through(pcm(6, amplitude)), 48_000);
    expect(Math.abs(lufs - TARGET)).toBeLessThan(1.5);
  },
);

test("a whisper is lifted by twelve decibels at most, and a meter that heard nothing changes nothing", () => {
  const meter = loudnessMeter();
  expect(meter.gain()).toBe(0);
  meter.hear(new Int16Array(48_000));
  expect(meter.gain()).toBe(0);
  meter.hear(pcm(1, 0.008));
  expect(meter.gain()).toBe(12);
  meter.reset();
  expect(meter.gain()).toBe(0);
});

test("no peak passes the ceiling, also one that comes suddenly", () => {
  const level = leveller();
  const [quiet, loud] = [new Int16Array(480).fill(1_000), new Int16Array(480).fill(30_000)];
  const [first, second] = [quiet.slice(), loud.slice()];
  level.level(first, loud, 0);
  level.level(second, undefined, 0);
  expect(first[0]).toBe(1_000);
  expect(Math.max(...second)).toBeLessThanOrEqual(26_028);
});

test("the gain moves slowly, and at once for another source", () => {
  const level = leveller();
  const chunk = () => new Int16Array(480).fill(1_000);
  const one = chunk();
  level.level(one, chunk(), 0);
  const up = chunk();
  level.level(up, chunk(), 12);
  expect(up.at(-1)).toBeLessThan(1_010);
  const down = chunk();
  level.level(down, chunk(), -12);
  expect(down.at(-1)).toBeGreaterThan(980);
  level.reset();
  const other = chunk();
  level.level(other, chunk(), -12);
  expect(other[0]).toBe(251);
});
