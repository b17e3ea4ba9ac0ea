import fc from "fast-check";
import { expect, test } from "vitest";
import { coveredShare, evenSpread, levelAt, radiusOf } from "../../../controller/reach/coverage.ts";

const horn = { sensitivity: 108, watts: 30, height: 8 };

test("the level falls by six decibels at each doubling, and a little by the air", () => {
  expect(levelAt(horn, 1)).toBeCloseTo(122.76, 1);
  expect(levelAt(horn, 100) - levelAt(horn, 200)).toBeCloseTo(6.02 + 0.9, 2);
});

test("it is recognised as far as it stands fifteen decibels above the noise", () => {
  const radius = radiusOf(horn, 55);
  expect(levelAt(horn, Math.hypot(radius, 8))).toBeCloseTo(70, 1);
  expect(radiusOf(horn, 70)).toBeLessThan(radius);
  expect(radiusOf({ ...horn, watts: 60 }, 55)).toBeGreaterThan(radius);
  expect(radiusOf({ ...horn, watts: 0.000_1 }, 70)).toBe(0);
});

test("circles that overlap cover their union", () => {
  const points = evenSpread({ x: 0, y: 0, radius: 100 });
  const half = coveredShare(points, [{ x: 0, y: 0, radius: 100 / Math.SQRT2 }]);
  expect(half).toBeCloseTo(0.5, 2);
  const circle = { x: 20, y: 10, radius: 60 };
  expect(coveredShare(points, [circle, circle])).toBe(coveredShare(points, [circle]));
  expect(coveredShare(points, [])).toBe(0);
  expect(coveredShare([], [circle])).toBe(0);
  expect(coveredShare(points, [{ x: 0, y: 0, radius: 101 }])).toBe(1);
});

test("one more circle never covers less", () => {
  const points = evenSpread({ x: 0, y: 0, radius: 100 });
  const number = fc.integer({ min: -150, max: 150 });
  const circle = fc.record({ x: number, y: number, radius: fc.integer({ min: 1, max: 120 }) });
  fc.assert(
    fc.property(fc.array(circle, { maxLength: 4 }), circle, (some, more) => {
      const before = coveredShare(points, some);
      expect(coveredShare(points, [...some, more])).toBeGreaterThanOrEqual(before);
    }),
  );
});
