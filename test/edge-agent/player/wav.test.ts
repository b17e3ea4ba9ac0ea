import { expect, test } from "vitest";
import { findWavSound, WAV_HEADER, wavHeader } from "../../../edge-agent/player/wav.ts";

const fileOf = (frames: number): Uint8Array => {
  const bytes = new Uint8Array(WAV_HEADER + frames * 2);
  bytes.set(wavHeader(frames));
  return bytes;
};

test("its own header is found again", () => {
  expect(findWavSound(fileOf(10))).toEqual({ channels: 1, rate: 48_000, from: 44, to: 64 });
});

test("other chunks before the samples are passed over, also odd ones", () => {
  const plain = fileOf(4);
  const list = Uint8Array.of(76, 73, 83, 84, 3, 0, 0, 0, 1, 2, 3, 0);
  const bytes = new Uint8Array(plain.length + list.length);
  bytes.set(plain.subarray(0, 36));
  bytes.set(list, 36);
  bytes.set(plain.subarray(36), 36 + list.length);
  expect(findWavSound(bytes)).toMatchObject({ from: 56, to: 64 });
});

test.each([
  ["too short a file", (_: Uint8Array) => new Uint8Array(10)],
  ["another container", (bytes: Uint8Array) => bytes.fill(0, 0, 4)],
  ["another form", (bytes: Uint8Array) => bytes.fill(0, 8, 12)],
  ["a format that is not PCM", (bytes: Uint8Array) => bytes.fill(3, 20, 21)],
  ["samples of 8 bits", (bytes: Uint8Array) => bytes.fill(8, 34, 35)],
  ["no samples", (bytes: Uint8Array) => bytes.fill(0, 36, 40)],
])("%s has no sound for us", (_name, spoil) => {
  expect(findWavSound(spoil(fileOf(8)))).toBeUndefined();
});
