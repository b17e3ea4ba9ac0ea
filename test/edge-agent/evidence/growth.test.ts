import fc from "fast-check";
import { expect, test } from "vitest";
import { grow, type Mark, type Stretch } from "../../../edge-agent/evidence/growth.ts";

const after = (...marks: [at: number, frames: number][]): readonly Stretch[] => {
  let known: readonly Stretch[] = [];
  let before: Mark = { at: 0, frames: 0 };
  for (const [at, frames] of marks) {
    known = grow(known, before, { at, frames });
    before = { at, frames };
  }
  return known;
};

test("what is written without a pause is one stretch, from the look before it began", () => {
  expect(after([100, 0], [200, 4_800], [300, 4_800], [400, 14_400])).toEqual([
    { at: 100, from: 0, to: 14_400, seen: 400 },
  ]);
});

test("after a pause the sound has a time of its own", () => {
  expect(after([100, 4_800], [5_000, 4_800], [5_100, 9_600])).toEqual([
    { at: 0, from: 0, to: 4_800, seen: 100 },
    { at: 5_000, from: 4_800, to: 9_600, seen: 5_100 },
  ]);
});

test("what was taken back did not sound, and goes on where it was cut", () => {
  expect(after([100, 24_000], [200, 9_600], [300, 14_400])).toEqual([
    { at: 0, from: 0, to: 14_400, seen: 300 },
  ]);
  expect(after([100, 24_000], [200, 0])).toEqual([]);
});

test("what sounded more than an hour ago is forgotten", () => {
  expect(after([100, 4_800], [3_700_000, 4_800], [3_700_100, 9_600])).toHaveLength(1);
});

test("stretches never overlap and never pass the end of the file", () => {
  const looks = fc.array(fc.tuple(fc.integer({ min: 1, max: 3_000 }), fc.nat(100_000)));
  fc.assert(
    fc.property(looks, (steps) => {
      let at = 0;
      const marks = steps.map(([wait, frames]): [number, number] => {
        at += wait;
        return [at, frames];
      });
      const found = after(...marks);
      for (const [i, one] of found.entries()) {
        expect(one.from).toBeLessThan(one.to);
        expect(one.to).toBeLessThanOrEqual(found[i + 1]?.from ?? marks.at(-1)?.[1] ?? 0);
      }
    }),
  );
});
