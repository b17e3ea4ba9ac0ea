import fc from "fast-check";
import { expect, test } from "vitest";
import { joinTapes, memoryTape, partOfTape, slices } from "../../../audio-library/render/tape.ts";
import { joined } from "../../support/audio.ts";

const pieces = fc.array(
  fc
    .array(fc.integer({ min: -9, max: 9 }), { maxLength: 20 })
    .map((values) => Float32Array.from(values)),
  { minLength: 1, maxLength: 5 },
);

test("joined tapes read as one sound, wherever the reading starts", () => {
  fc.assert(
    fc.property(pieces, fc.nat(60), fc.nat(30), (sounds, at, length) => {
      const all = joined(...sounds);
      const tape = joinTapes(sounds.map(memoryTape));
      expect(tape.frames).toBe(all.length);
      const into = new Float32Array(length);
      const expected = all.subarray(at, at + length);
      expect(tape.read(at, into)).toBe(expected.length);
      expect(into.subarray(0, expected.length)).toEqual(expected);
    }),
  );
});

test("what is written over a seam lands in both tapes", () => {
  const [left, right] = [new Float32Array(3), new Float32Array(3)];
  joinTapes([memoryTape(left), memoryTape(right)]).write(2, Float32Array.of(7, 8));
  expect([...left, ...right]).toEqual([0, 0, 7, 8, 0, 0]);
});

test("a part of a tape reads and writes only inside its bounds", () => {
  const whole = Float32Array.of(1, 2, 3, 4, 5);
  const part = partOfTape(memoryTape(whole), 1, 4);
  const into = new Float32Array(10);
  expect(part.frames).toBe(3);
  expect(part.read(1, into)).toBe(2);
  expect([...into.subarray(0, 2)]).toEqual([3, 4]);
  part.write(0, Float32Array.of(9));
  expect([...whole]).toEqual([1, 9, 3, 4, 5]);
});

test("slices cover a tape once, in order, with a shorter last one", () => {
  const tape = memoryTape(Float32Array.from({ length: 30_000 }, (_, i) => i));
  const seen = [...slices(tape)].map(({ at, samples }) => [at, samples.length]);
  expect(seen).toEqual([
    [0, 12_000],
    [12_000, 12_000],
    [24_000, 6_000],
  ]);
});
