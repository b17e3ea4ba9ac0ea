import fc from "fast-check";
import { expect, test } from "vitest";
import { spreadInside } from "../../../controller/reach/spread-inside.ts";

const box = (x: number, y: number, wide: number, high: number) => [
  { x, y },
  { x: x + wide, y },
  { x: x + wide, y: y + high },
  { x, y: y + high },
];

test("as many points fall in each part of an area as it has of the area, wherever it lies", () => {
  const place = fc.integer({ min: -50_000, max: 50_000 });
  const size = fc.integer({ min: 300, max: 3_000 });
  fc.assert(
    fc.property(
      place,
      place,
      size,
      size,
      fc.double({ min: 0.2, max: 0.8, noNaN: true }),
      (x, y, wide, high, part) => {
        const spots = spreadInside([[box(x, y, wide, high)]]);
        expect(spots.length).toBeGreaterThan(800);
        expect(spots.length).toBeLessThan(1_200);
        for (const one of spots) {
          expect(one.x >= x && one.x <= x + wide && one.y >= y && one.y <= y + high).toBe(true);
        }
        const west = spots.filter((one) => one.x < x + wide * part).length / spots.length;
        expect(Math.abs(west - part)).toBeLessThan(0.08);
      },
    ),
  );
});

test("nothing stands in a hole, and parts that lie apart share by their size", () => {
  const spots = spreadInside([
    [box(0, 0, 1_000, 1_000), box(250, 250, 500, 500)],
    [box(9_000, 0, 500, 500)],
  ]);
  const inHole = spots.filter(({ x, y }) => x > 250 && x < 750 && y > 250 && y < 750);
  expect(inHole).toEqual([]);
  expect(spots.filter(({ x }) => x > 5_000).length / spots.length).toBeCloseTo(0.25, 1);
});

test("a narrow strip gets its points too; no area gets none", () => {
  const strip = [
    { x: 0, y: 0 },
    { x: 10_000, y: 10_000 },
    { x: 10_000, y: 10_001 },
    { x: 0, y: 1 },
  ];
  expect(spreadInside([[strip]]).length).toBeGreaterThanOrEqual(200);
  // No line of the first grid runs through this one.
  expect(spreadInside([[box(0, 0, 10_000, 1)]]).length).toBeGreaterThanOrEqual(200);
  expect(spreadInside([[box(0, 0, 10, 0)]])).toEqual([]);
  expect(spreadInside([])).toEqual([]);
  expect(spreadInside([[]])).toEqual([]);
});
