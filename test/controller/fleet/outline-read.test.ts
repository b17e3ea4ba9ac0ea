import fc from "fast-check";
import { expect, test } from "vitest";
import { featureOf, featuresIn } from "../../../controller/fleet/outline-features.ts";
import {
  coordinatesOf,
  MOST_KEPT,
  type ReadOutline,
  readOutline,
} from "../../../controller/fleet/outline-read.ts";

type Position = readonly number[];
const square = (lon: number, lat: number, size = 0.01): Position[] => [
  [lon, lat],
  [lon + size, lat],
  [lon + size, lat + size],
  [lon, lat + size],
  [lon, lat],
];
const polygon = (...coordinates: unknown[]) => ({ type: "Polygon", coordinates });
const faultOf = (read: ReadOutline) => (read.ok ? "none" : read.fault.code);
const circle = (corners: number, wave = 0): Position[] => {
  const at = (k: number) => {
    const turn = (2 * Math.PI * k) / corners;
    const r = 0.02 + (k % 2 === 0 ? 0 : wave);
    return [108 + r * Math.cos(turn), 15 + r * Math.sin(turn)];
  };
  return [...Array.from({ length: corners }, (_, k) => at(k)), at(0)];
};
const bowtie = [
  [108, 15],
  [108.01, 15.01],
  [108.01, 15],
  [108, 15.01],
  [108, 15],
];

test.for([
  ["nothing", undefined, "no-shape"],
  ["a point", { type: "Point", coordinates: [108, 15] }, "no-shape"],
  ["no polygons", { type: "MultiPolygon", coordinates: [] }, "no-shape"],
  ["no rings", polygon(), "no-shape"],
  ["an empty ring", polygon([]), "few-points"],
  [
    "a line there and back",
    polygon([
      [108, 15],
      [108.1, 15],
      [108, 15],
    ]),
    "few-points",
  ],
  [
    "one corner again and again",
    polygon([
      [108, 15],
      [108, 15],
      [108, 15],
      [108, 15],
    ]),
    "few-points",
  ],
  ["words", polygon([["108", "15"]]), "bad-position"],
  ["a number", polygon([108]), "bad-position"],
  ["not finite", polygon([[Number.NaN, 15]]), "bad-position"],
  ["swapped", polygon(square(108, 15).map(([x, y]) => [y, x])), "swapped"],
  ["metres of VN-2000", polygon(square(585_000, 1_683_000, 500)), "projected"],
  ["Laos's neighbour", polygon(square(99, 15)), "outside"],
  ["not closed", polygon(square(108, 15).slice(0, 4)), "open-ring"],
  ["a bow tie", polygon(bowtie), "crossing"],
  ["a hole elsewhere", polygon(square(108, 15), square(108.5, 15)), "hole-outside"],
  ["a speck", polygon(square(108, 15, 0.000_05)), "no-area"],
  ["far too many points", polygon(circle(5_001)), "too-many"],
  ["points that cannot be left out", polygon(circle(600, 0.01)), "too-many"],
] as const)("%s is told", ([, geometry, code]) => {
  expect(faultOf(readOutline(geometry))).toBe(code);
});

test("where it crosses is told as people say a place, latitude first", () => {
  expect(readOutline(polygon(bowtie))).toMatchObject({
    fault: { detail: /^15(\.\d+)?; 108(\.\d+)?$/ },
  });
});

test("a clean outline is kept as it is: rings closed, the border against the clock, holes with it", () => {
  const clockwise = [...square(108, 15)].reverse();
  const read = readOutline(polygon(clockwise, square(108.002, 15.002, 0.002)));
  expect(read).toMatchObject({ ok: true, points: 8 });
  const [[border = [], hole = []] = []] = read.ok ? coordinatesOf(read.shape) : [];
  const area = (ring: readonly number[][]) =>
    ring.slice(1).reduce((sum, [x = 0, y = 0], at) => {
      const [px = 0, py = 0] = ring[at] ?? [];
      return sum + px * y - x * py;
    }, 0);
  expect([area(border) > 0, area(hole) > 0]).toEqual([true, false]);
  for (const ring of [border, hole]) expect(ring.at(-1)).toEqual(ring[0]);
});

test("what was read and is read again is the same text", () => {
  const corner = fc.double({ min: 0.001, max: 0.03, noNaN: true });
  fc.assert(
    fc.property(fc.array(corner, { minLength: 3, maxLength: 80 }), (far) => {
      const ring = far.map((r, at) => {
        const turn = (2 * Math.PI * at) / far.length;
        return [108.5 + r * Math.cos(turn), 14.5 + r * Math.sin(turn)];
      });
      const first = readOutline(polygon([...ring, ring[0]]));
      fc.pre(first.ok);
      if (!first.ok) return;
      const again = readOutline({ type: "MultiPolygon", coordinates: coordinatesOf(first.shape) });
      expect(again.ok && coordinatesOf(again.shape)).toEqual(coordinatesOf(first.shape));
      expect(again).not.toHaveProperty("simplified");
    }),
  );
});

test("too many corners are left out to the metre, and that is said", () => {
  const read = readOutline(polygon(circle(5_000)));
  expect(read).toMatchObject({ ok: true, simplified: 1 });
  expect(read.ok && read.points).toBeLessThanOrEqual(MOST_KEPT);
  expect(read.ok && read.squareMetres / 1e4).toBeCloseTo(1_505, -1);
});

test("what is no fault of the file is not taken for one", () => {
  const broken = {
    get type(): string {
      throw new Error("a bug");
    },
  };
  expect(() => readOutline(broken)).toThrow("a bug");
});

/** Metres east and north of a place. */
const metres = (...all: [number, number][]): Position[] =>
  all.map(([x, y]) => [108 + x / 107_528, 15 + y / 111_320]);

test("an outline that leaving out corners would fold over its neighbour is refused, not bent", () => {
  // A spike of the border stands in a bay of the hole. Within four metres the bay is straight, the spike is not.
  const saw = Array.from({ length: 500 }, (_, k): [number, number] => [
    500 - 2 * k,
    k % 2 === 0 ? 200 : 203,
  ]);
  const border = metres([-500, -1], [-1, -1], [0, 3.4], [1, -1], [500, -1], ...saw, [-500, 200]);
  const bay = metres([-50, 0], [-10, 0], [0, 3.9], [10, 0], [50, 0], [50, 100], [-50, 100]);
  const closed = (ring: Position[]) => [...ring, ring[0]];
  expect(faultOf(readOutline(polygon(closed(border), closed(bay))))).toBe("too-many");
  const apart = bay.map(([x = 0, y = 0]) => [x, y + 0.000_1]);
  expect(readOutline(polygon(closed(border), closed(apart)))).toMatchObject({ simplified: 4 });
});

test("islands and holes that are smaller than what is left out go; nothing but those is no outline", () => {
  const specks = (n: number, size: number) =>
    Array.from({ length: n }, (_, k) => [square(109 + k * 0.001, 15, size)]);
  const coast = { type: "MultiPolygon", coordinates: [[circle(500)], ...specks(3, 0.000_005)] };
  const read = readOutline(coast);
  expect(read.ok && read.shape).toHaveLength(1);
  const dust = { type: "MultiPolygon", coordinates: specks(500, 0.000_007) };
  expect(faultOf(readOutline(dust))).toBe("too-many");
});

test.for([
  ["no JSON", "xin chào", /FeatureCollection/],
  ["a single feature", '{"type":"Feature"}', /FeatureCollection/],
  ["null", "null", /FeatureCollection/],
  ["no areas", '{"type":"FeatureCollection","features":[]}', /không có vùng/],
  [
    "another system",
    '{"type":"FeatureCollection","features":[1],"crs":{"properties":{"name":"urn:ogc:def:crs:EPSG::3405"}}}',
    /EPSG::3405/,
  ],
  [
    "too many areas",
    JSON.stringify({ type: "FeatureCollection", features: Array(5_001).fill(0) }),
    /quá 5000/,
  ],
] as const)("%s is no file of outlines", ([, text, why]) => {
  const found = featuresIn(text);
  expect(!found.ok && found.detail).toMatch(why);
});

test("the usual names of properties are known, in any spelling; WGS-84 by its names is fine", () => {
  const crs = { properties: { name: "urn:ogc:def:crs:OGC:1.3:CRS84" } };
  const text = JSON.stringify({ type: "FeatureCollection", features: [1], crs });
  expect(featuresIn(`\uFEFF${text}`)).toEqual({ ok: true, features: [1] });
  const properties = { MA_XA: 1024, "Tên thôn": " Thôn  Đông ", nguon: "Sở", x: true, ten: "" };
  const read = featureOf({ id: 7, properties, geometry: polygon(square(108, 15)) }, 3);
  expect(read).toMatchObject({
    row: 3,
    id: "7",
    name: "Thôn Đông",
    commune: "01024",
    source: "Sở",
  });
  expect(featureOf({ properties: { ma_xa: "Trà Sơn", name: "A" } }, 1)).toMatchObject({
    ...{ commune: "Trà Sơn", name: "A", id: undefined },
  });
  expect(featureOf(null, 1)).toMatchObject({ name: undefined, outline: { ok: false } });
});
