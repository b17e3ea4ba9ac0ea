import type { Fault, FaultCode } from "./outline-faults.ts";
import {
  areaOf,
  crossing,
  doubleArea,
  inside,
  type Point,
  type Polygon,
  pointsOf,
  type Ring,
  type Shape,
  simplified,
} from "./outline-shape.ts";

/** With the islands of the East Sea. */
const LONGITUDE = [102, 118] as const;
const LATITUDE = [6, 24] as const;

const MOST_READ = 5_000;
/** What is kept of one hamlet: a page of text, drawn by a telephone without delay. */
export const MOST_KEPT = 400;
const TOLERANCES = [1, 2, 4, 8, 16, 32];
const LEAST_AREA = 100;

export interface GoodOutline {
  readonly ok: true;
  readonly shape: Shape;
  readonly points: number;
  readonly squareMetres: number;
  /** How far, in metres, left-out corners may lie from the line; absent = it is kept as it came. */
  readonly simplified?: number;
}
export type ReadOutline = GoodOutline | { readonly ok: false; readonly fault: Fault };

class Wrong extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}

const fail = (code: FaultCode, detail?: string): never => {
  throw new Wrong(detail === undefined ? { code } : { code, detail });
};

/** A GeoJSON geometry as a clean shape, or the first thing that is wrong with it. */
export function readOutline(geometry: unknown): ReadOutline {
  try {
    const raw = polygonsIn(geometry).map((rings) => rings.map(ringIn));
    if (pointsOf(raw) > MOST_READ) fail("too-many", String(pointsOf(raw)));
    return kept(raw.map(checked));
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, fault: error.fault };
    throw error;
  }
}

const listIn = (value: unknown, code: FaultCode): readonly unknown[] =>
  Array.isArray(value) && value.length > 0 ? value : fail(code);

function polygonsIn(geometry: unknown): readonly (readonly unknown[])[] {
  const { type, coordinates } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown };
  if (type !== "Polygon" && type !== "MultiPolygon") fail("no-shape");
  const polygons = type === "Polygon" ? [coordinates] : listIn(coordinates, "no-shape");
  return polygons.map((one) => listIn(one, "no-shape"));
}

function ringIn(value: unknown): Ring {
  const all = listIn(value, "few-points").map(pointIn);
  const [first, last] = [all[0] as Point, all.at(-1) as Point];
  if (first[0] !== last[0] || first[1] !== last[1]) fail("open-ring", placeText(last));
  const ring = all.slice(0, -1).filter((point, at) => !same(point, all[at + 1] as Point));
  return ring.length < 3 ? fail("few-points") : ring;
}

const same = (one: Point, other: Point): boolean => one[0] === other[0] && one[1] === other[1];
const among = ([from, to]: readonly [number, number], value: number): boolean =>
  from <= value && value <= to;

function pointIn(value: unknown): Point {
  const [x, y] = (Array.isArray(value) ? value : []) as unknown[];
  if (!Number.isFinite(x) || !Number.isFinite(y)) return fail("bad-position");
  const [lon, lat] = [x as number, y as number];
  if (among(LONGITUDE, lon) && among(LATITUDE, lat))
    return [Math.round(lon * 1e6), Math.round(lat * 1e6)];
  const text = `${lon}; ${lat}`;
  if (among(LATITUDE, lon) && among(LONGITUDE, lat)) return fail("swapped", text);
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90) return fail("projected", text);
  return fail("outside", text);
}

/** Latitude first, as people say it. */
const placeText = ([x, y]: Point): string => `${y / 1e6}; ${x / 1e6}`;

/** RFC 7946: the border against the clock, holes with it. */
function checked(polygon: Polygon): Polygon {
  const at = crossing(polygon);
  if (at) fail("crossing", placeText(at));
  const [border = [], ...holes] = polygon;
  for (const hole of holes) {
    const corner = hole[0] as Point;
    if (!inside([border], corner)) fail("hole-outside", placeText(corner));
  }
  return polygon.map((ring, which) =>
    doubleArea(ring) > 0 === (which === 0) ? ring : [...ring].reverse(),
  );
}

function kept(shape: Shape): ReadOutline {
  const squareMetres = Math.round(areaOf(shape));
  if (squareMetres < LEAST_AREA) fail("no-area");
  const points = pointsOf(shape);
  if (points <= MOST_KEPT) return { ok: true, shape, points, squareMetres };
  for (const metres of TOLERANCES) {
    const fewer = withFewer(shape, metres);
    if (pointsOf(fewer) > MOST_KEPT) continue;
    // Leaving corners out may fold a narrow part over its neighbour; then it is no outline any more.
    if (fewer.length === 0 || fewer.some(crossing)) break;
    return {
      ...{ ok: true, shape: fewer, points: pointsOf(fewer), simplified: metres },
      squareMetres: Math.round(areaOf(fewer)),
    };
  }
  return fail("too-many", String(points));
}

/** Islands and holes that are smaller than what is left out go with it. */
const withFewer = (shape: Shape, metres: number): Shape =>
  shape
    .map((rings) => rings.map((ring) => simplified(ring, metres)))
    .filter(([border = []]) => border.length > 2)
    .map((rings) => rings.filter((ring) => ring.length > 2));

/** Degrees, closed rings, as GeoJSON has them; the same shape is always the same text. */
export const coordinatesOf = (shape: Shape): number[][][][] =>
  shape.map((rings) =>
    rings.map((ring) => [...ring, ring[0] as Point].map(([x, y]) => [x / 1e6, y / 1e6])),
  );
