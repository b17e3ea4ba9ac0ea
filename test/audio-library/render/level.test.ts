import { expect, test } from "vitest";
import { toDecibel } from "../../../audio-library/render/decibel.ts";
import { finished, HOUSE_LEVEL, prepare, settle } from "../../../audio-library/render/level.ts";
import { memoryTape } from "../../../audio-library/render/tape.ts";
import { babble, HERTZ, joined, mixed, noise, silence, tone } from "../../support/audio.ts";
import { ebur128 } from "../../support/ebur128.ts";
import { needing } from "../../support/needs.ts";
import { run } from "../../support/run-work.ts";

function levelled(sound: Float32Array) {
  const prepared = run(prepare(memoryTape(sound.slice()), HERTZ)).value;
  if (prepared === undefined) throw new Error("silent");
  const level = run(settle(prepared, HOUSE_LEVEL)).value;
  const pieces: Float32Array[] = [];
  for (const piece of finished(prepared, level)) pieces.push(piece.slice());
  return { level, out: joined(...pieces) };
}

const inputs: Record<string, Float32Array> = {
  "a soft voice": babble(8, 0.02, 1),
  "a loud voice": babble(8, 0.95, 2),
  "a voice with a loud and a soft half": joined(babble(5, 0.5, 3), babble(5, 0.1, 4)),
  "a tone": tone(1_000, 4, 0.3),
  "a voice over noise": mixed(babble(6, 0.3, 5), noise(6, 0.02)),
};

for (const [name, sound] of Object.entries(inputs))
  test(`${name} comes out at the house level under the ceiling`, () => {
    const { level } = levelled(sound);
    expect(Math.abs(level.loudness - HOUSE_LEVEL.loudness)).toBeLessThan(0.15);
    expect(level.truePeak).toBeLessThanOrEqual(HOUSE_LEVEL.ceiling + 0.1);
  });

needing("ffmpeg")("another meter agrees with the level", async () => {
  const { out, level } = levelled(babble(8, 0.1, 6));
  const measured = await ebur128(out, HERTZ);
  expect(Math.abs(measured.lufs - HOUSE_LEVEL.loudness)).toBeLessThan(0.3);
  expect(Math.abs(measured.truePeak - level.truePeak)).toBeLessThan(0.3);
});

test("what a horn cannot sound is gone", () => {
  const { out } = levelled(joined(tone(60, 3, 0.5), silence(0.5), tone(1_000, 3, 0.1)));
  const power = (from: number, to: number): number =>
    out.slice(from * HERTZ, to * HERTZ).reduce((sum, value) => sum + value * value, 0) /
    (to - from);
  expect(toDecibel(Math.sqrt(power(1, 2) / power(4.5, 5.5)))).toBeLessThan(-20);
});

test("silence and what is nearly silence has no level", () => {
  expect(run(prepare(memoryTape(silence(2)), HERTZ)).value).toBeUndefined();
  expect(run(prepare(memoryTape(noise(2, 0.0005)), HERTZ)).value).toBeUndefined();
});

test("the same sound gives the same samples", () => {
  const bytes = (): Buffer => Buffer.from(levelled(babble(3)).out.buffer);
  expect(bytes().equals(bytes())).toBe(true);
});

test("a sound that no gain can bring to the level stops at the largest gain", () => {
  const clicks = silence(5);
  for (let at = 0; at < clicks.length; at += HERTZ) clicks[at + 100] = 0.9;
  const prepared = run(prepare(memoryTape(clicks), HERTZ)).value;
  if (prepared === undefined) throw new Error("silent");
  const level = run(settle(prepared, HOUSE_LEVEL)).value;
  expect(level.truePeak).toBeLessThanOrEqual(HOUSE_LEVEL.ceiling + 0.1);
  expect(level.loudness).toBeLessThan(HOUSE_LEVEL.loudness);
});

test("the work can be interrupted twice in every second of sound", () => {
  expect(run(prepare(memoryTape(babble(10)), HERTZ)).breaths).toBeGreaterThanOrEqual(40);
});
