/*
 * Geometry of outlines on whole numbers: longitude and latitude in millionths of a degree (about 11 cm). Their products stay below
 * 2^53, so whether two lines meet is decided exactly, without a tolerance.
 */

export type Point = readonly [x: number, y: number];
/** Corners in order; the last one is joined to the first. */
export type Ring = readonly Point[];
/** The border, then the holes. */
export type Polygon = readonly Ring[];
export type Shape = readonly Polygon[];

/** Above 0 where a, b, c turn left, 0 on one line. */
const turn = (a: Point, b: Point, c: Point): number =>
  Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));

const within = (a: number, b: number, c: number): boolean =>
  Math.min(a, b) <= c && c <= Math.max(a, b);
const inBox = (a: Point, b: Point, c: Point): boolean =>
  within(a[0], b[0], c[0]) && within(a[1], b[1], c[1]);

/** Whether two segments have a point in common, an end included. */
export function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (abc !== abd && cda !== cdb) return true;
  return (
    (abc === 0 && inBox(a, b, c)) ||
    (abd === 0 && inBox(a, b, d)) ||
    (cda === 0 && inBox(c, d, a)) ||
    (cdb === 0 && inBox(c, d, b))
  );
}

/** Two segments of one ring that follow each other meet in their corner; they overlap where the line turns back on itself. */
const turnsBack = (a: Point, corner: Point, c: Point): boolean =>
  turn(a, corner, c) === 0 &&
  (a[0] - corner[0]) * (c[0] - corner[0]) + (a[1] - corner[1]) * (c[1] - corner[1]) > 0;

interface Segment {
  readonly ring: number;
  readonly at: number;
  readonly last: boolean;
  readonly a: Point;
  readonly b: Point;
  readonly left: number;
  readonly right: number;
}

const segmentsOf = (ring: Ring, number: number): Segment[] =>
  ring.map((a, at) => {
    const b = ring[(at + 1) % ring.length] as Point;
    const last = at === ring.length - 1;
    return {
      ring: number,
      at,
      last,
      a,
      b,
      left: Math.min(a[0], b[0]),
      right: Math.max(a[0], b[0]),
    };
  });

/** Whether these two may not meet as they do. */
function clash(one: Segment, other: Segment): boolean {
  const [first, second] = one.at < other.at ? [one, other] : [other, one];
  const apart =
    !within(first.a[1], first.b[1], second.a[1]) && !within(first.a[1], first.b[1], second.b[1]);
  if (apart && !within(second.a[1], second.b[1], first.a[1])) return false;
  if (first.ring !== second.ring) return meet(first.a, first.b, second.a, second.b);
  if (second.at - first.at === 1) return turnsBack(first.a, first.b, second.b);
  if (first.at === 0 && second.last) return turnsBack(second.a, second.b, first.b);
  return meet(first.a, first.b, second.a, second.b);
}

/** Where the lines of a polygon first cross or touch themselves or each other; nothing for a clean one. */
export function crossing(polygon: Polygon): Point | undefined {
  const all = polygon.flatMap(segmentsOf).sort((a, b) => a.left - b.left);
  for (const [at, one] of all.entries()) {
    for (let next = at + 1; next < all.length; next++) {
      const other = all[next] as Segment;
      if (other.left > one.right) break;
      if (clash(one, other)) return other.a;
    }
  }
  return undefined;
}

/** Twice the area, above 0 for a ring that runs against the clock. */
export const doubleArea = (ring: Ring): number => {
  // From the first corner, so that products stay exact.
  const [x, y] = ring[0] as Point;
  return ring.reduce((sum, [ax, ay], at) => {
    const [bx, by] = ring[(at + 1) % ring.length] as Point;
    return sum + (ax - x) * (by - y) - (bx - x) * (ay - y);
  }, 0);
};

/** Even-odd: what lies in a hole lies outside. */
export const inside = (polygon: Polygon, [x, y]: Point): boolean =>
  polygon.reduce((is, ring) => {
    const cut = ring.filter(([ax, ay], at) => {
      const [bx, by] = ring[(at + 1) % ring.length] as Point;
      return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax;
    });
    return cut.length % 2 === 1 ? !is : is;
  }, false);

const METRES = 0.111_32;
/** How much shorter a degree of longitude is than one of latitude there. */
const shrinkOf = (ring: Ring): number => Math.cos(((ring[0] as Point)[1] / 1e6) * (Math.PI / 180));

/** Square metres, holes taken away. */
export const areaOf = (shape: Shape): number =>
  shape.reduce(
    (sum, rings) =>
      sum +
      rings.reduce((rest, ring, at) => {
        const area = (Math.abs(doubleArea(ring)) / 2) * METRES ** 2 * shrinkOf(ring);
        return at === 0 ? rest + area : rest - area;
      }, 0),
    0,
  );

export const pointsOf = (shape: Shape): number =>
  shape.reduce((sum, rings) => sum + rings.reduce((all, ring) => all + ring.length, 0), 0);

/** Distance of `p` from the segment, in metres. */
function away(p: Point, a: Point, b: Point, shrink: number): number {
  const [dx, dy] = [(b[0] - a[0]) * shrink, b[1] - a[1]];
  const [px, py] = [(p[0] - a[0]) * shrink, p[1] - a[1]];
  const length = dx ** 2 + dy ** 2;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
  return Math.hypot(px - along * dx, py - along * dy) * METRES;
}

/** Douglas and Peucker: the same line with fewer corners, none of those left out farther than `metres` from it. */
export function simplified(ring: Ring, metres: number): Ring {
  const shrink = shrinkOf(ring);
  const start = ring[0] as Point;
  const far = ring.reduce(
    (best, p, at) =>
      away(p, start, start, shrink) > away(ring[best] as Point, start, start, shrink) ? at : best,
    0,
  );
  const keep = new Set([0, far]);
  const spans: (readonly [number, number])[] = [
    [0, far],
    [far, ring.length],
  ];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const [a, b] = [ring[from] as Point, ring[to % ring.length] as Point];
    let [most, at] = [metres, -1];
    for (let k = from + 1; k < to; k++) {
      const d = away(ring[k] as Point, a, b, shrink);
      if (d > most) [most, at] = [d, k];
    }
    if (at < 0) continue;
    keep.add(at);
    spans.push([from, at], [at, to]);
  }
  return ring.filter((_, at) => keep.has(at));
}
