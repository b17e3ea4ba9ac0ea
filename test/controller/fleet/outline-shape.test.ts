import fc from "fast-check";
import { expect, test } from "vitest";
import {
  areaOf,
  crossing,
  doubleArea,
  inside,
  meet,
  type Point,
  pointsOf,
  type Ring,
  simplified,
} from "../../../controller/fleet/outline-shape.ts";

const square: Ring = [
  [108_000_000, 15_000_000],
  [108_010_000, 15_000_000],
  [108_010_000, 15_010_000],
  [108_000_000, 15_010_000],
];
const hole: Ring = [
  [108_002_000, 15_002_000],
  [108_004_000, 15_002_000],
  [108_004_000, 15_004_000],
];

/** A ring around a middle, as far in each direction as the list says: it never crosses itself. */
const star = (far: readonly number[], [x, y]: Point = [108_000_000, 15_000_000]): Ring =>
  far.map((r, at) => {
    const turn = (2 * Math.PI * at) / far.length;
    return [Math.round(x + r * Math.cos(turn)), Math.round(y + r * Math.sin(turn))] as const;
  });
const someStar = fc
  .array(fc.integer({ min: 2_000, max: 20_000 }), { minLength: 5, maxLength: 60 })
  .map((far) => star(far));
const somePoint = fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: -6, max: 6 }));

test("two segments meet the same way from either end, and exactly where a parameter in both says so", () => {
  fc.assert(
    fc.property(somePoint, somePoint, somePoint, somePoint, (a, b, c, d) => {
      const found = meet(a, b, c, d);
      expect(meet(b, a, d, c)).toBe(found);
      expect(meet(c, d, a, b)).toBe(found);
      const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
      const cross = rx * sy - ry * sx;
      fc.pre(cross !== 0);
      const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross;
      const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross;
      expect(found).toBe(t >= 0 && t <= 1 && u >= 0 && u <= 1);
    }),
  );
});

test.for([
  ["one inside the other", [0, 0], [4, 0], [1, 0], [2, 0], true],
  ["apart on one line", [0, 0], [1, 0], [2, 0], [3, 0], false],
  ["an end of the second on the first", [0, 0], [4, 0], [2, 3], [2, 0], true],
  ["an end of the first on the second", [2, 3], [2, 0], [0, 0], [4, 0], true],
  ["parallel", [0, 0], [4, 0], [0, 1], [4, 1], false],
] as const)("%s", ([, a, b, c, d, is]) => {
  expect(meet(a, b, c, d)).toBe(is);
});

test("a ring around a middle never crosses itself, wherever it begins and whichever way it runs", () => {
  fc.assert(
    fc.property(someStar, fc.nat(), (ring, from) => {
      const turned = ring.map((_, at) => ring[(at + from) % ring.length] as Point);
      expect(crossing([turned])).toBeUndefined();
      expect(crossing([[...turned].reverse()])).toBeUndefined();
    }),
  );
});

test("two corners of a ring exchanged are found wherever they cross by the slow way", () => {
  fc.assert(
    fc.property(someStar, fc.nat(), fc.nat(), (ring, one, other) => {
      const [i, j] = [one % ring.length, other % ring.length];
      const mixed = ring.map((p, at) => (at === i ? ring[j] : at === j ? ring[i] : p) as Point);
      const n = mixed.length;
      const end = (at: number) => mixed[(at + 1) % n] as Point;
      const slow = mixed.some((a, at) =>
        mixed.some((c, to) => to > at + 1 && (to + 1) % n !== at && meet(a, end(at), c, end(to))),
      );
      if (slow) expect(crossing([mixed])).toBeDefined();
      else expect(crossing([mixed])).toBeUndefined();
    }),
  );
});

test("a line that turns back on itself, one that passes a corner twice, and holes that touch are found", () => {
  const [a, b, c, d] = square as [Point, Point, Point, Point];
  const spike: Point = [108_005_000, 15_000_000];
  expect(crossing([[a, b, spike, c, d]])).toBeDefined();
  // The same where the ring closes.
  expect(crossing([[spike, c, d, a, b]])).toBeDefined();
  expect(crossing([[b, c, d, a, [108_005_000, 15_004_000], b]])).toBeDefined();
  expect(crossing([[c, d, a, b, spike]])).toBeDefined();
  expect(crossing([square, hole])).toBeUndefined();
  expect(crossing([square, [[108_005_000, 15_000_000], ...hole.slice(1)]])).toBeDefined();
});

test("area, inside and points agree: what is drawn at random lies inside as often as the area says", () => {
  fc.assert(
    fc.property(someStar, (ring) => {
      const far = 20_000;
      const side = 60;
      let hits = 0;
      for (let i = 0; i < side; i++)
        for (let j = 0; j < side; j++) {
          const at = (k: number) => ((k + 0.5) / side) * 2 * far - far;
          if (inside([ring], [108_000_000 + at(i), 15_000_000 + at(j)])) hits++;
        }
      const whole = (2 * far) ** 2;
      expect(hits / side ** 2).toBeCloseTo(doubleArea(ring) / 2 / whole, 1);
      expect(doubleArea([...ring].reverse())).toBe(-doubleArea(ring));
    }),
    { numRuns: 40 },
  );
});

test("a square of a hundredth of a degree has its square metres, less its hole", () => {
  const metres = 1_113.2;
  const all = metres ** 2 * Math.cos((15 * Math.PI) / 180);
  expect(areaOf([[square]]) / all).toBeCloseTo(1, 3);
  expect(areaOf([[square, hole]]) / (all * 0.98)).toBeCloseTo(1, 3);
  expect(pointsOf([[square, hole], [hole]])).toBe(10);
  expect(inside([square, hole], [108_003_500, 15_002_500])).toBe(false);
  expect(inside([square, hole], [108_003_500, 15_008_000])).toBe(true);
});

test("with fewer corners nothing that is left out lies farther away than asked", () => {
  fc.assert(
    fc.property(someStar, fc.constantFrom(1, 16, 200, 2_000), (ring, metres) => {
      const fewer = simplified(ring, metres);
      expect(fewer.every((p) => ring.includes(p))).toBe(true);
      const shrink = Math.cos((15 * Math.PI) / 180);
      const away = (p: Point, a: Point, b: Point) => {
        const [dx, dy, px, py] = [
          ...[(b[0] - a[0]) * shrink, b[1] - a[1]],
          ...[(p[0] - a[0]) * shrink, p[1] - a[1]],
        ] as [number, number, number, number];
        const t = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
        return Math.hypot(px - t * dx, py - t * dy) * 0.111_32;
      };
      for (const p of ring) {
        const nearest = Math.min(
          ...fewer.map((a, at) => away(p, a, fewer[(at + 1) % fewer.length] as Point)),
        );
        expect(nearest).toBeLessThanOrEqual(metres * 1.01 + 0.5);
      }
    }),
  );
});
