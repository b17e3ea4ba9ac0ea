/** A point on a plane, in metres. */
interface Spot {
  readonly x: number;
  readonly y: number;
}
/** Rings that are joined from their last corner to the first; the first is the border, others are holes. */
export type Area = readonly (readonly Spot[])[];

const WANTED = 1_000;
const LEAST = 200;

const areaOf = (ring: readonly Spot[]): number =>
  Math.abs(
    ring.reduce((sum, a, at) => {
      const b = ring[(at + 1) % ring.length] as Spot;
      return sum + a.x * b.y - b.x * a.y;
    }, 0),
  ) / 2;

/** Where a line from west to east at this height goes in and out, in turn. */
function edges(area: Area, y: number): number[] {
  return area
    .flatMap((ring) =>
      ring.flatMap((a, at) => {
        const b = ring[(at + 1) % ring.length] as Spot;
        return a.y > y === b.y > y ? [] : [a.x + ((b.x - a.x) * (y - a.y)) / (b.y - a.y)];
      }),
    )
    .sort((one, other) => one - other);
}

function row(area: Area, y: number, step: number): Spot[] {
  const cuts = edges(area, y);
  return cuts.flatMap((from, at) => {
    const to = at % 2 === 0 ? cuts[at + 1] : undefined;
    if (to === undefined) return [];
    const first = Math.ceil(from / step - 0.5);
    const last = Math.floor(to / step - 0.5);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => ({
      x: (first + k + 0.5) * step,
      y,
    }));
  });
}

function grid(areas: readonly Area[], step: number): Spot[] {
  return areas.flatMap((area) => {
    const heights = area.flatMap((ring) => ring.map(({ y }) => y));
    const first = Math.floor(Math.min(...heights) / step);
    const last = Math.ceil(Math.max(...heights) / step);
    return Array.from({ length: last - first }, (_, k) =>
      row(area, (first + k + 0.5) * step, step),
    ).flat();
  });
}

/** Households spread evenly inside the areas: corners of a grid, about a thousand, the same for everybody who computes it again. */
export function spreadInside(areas: readonly Area[]): readonly Spot[] {
  const whole = areas.reduce(
    (sum, [border = [], ...holes]) =>
      sum + areaOf(border) - holes.reduce((all, hole) => all + areaOf(hole), 0),
    0,
  );
  if (whole <= 0) return [];
  let step = Math.sqrt(whole / WANTED);
  // What is narrower than the grid is met by a finer one.
  for (let spots = grid(areas, step); ; spots = grid(areas, step)) {
    if (spots.length >= LEAST) return spots;
    step /= 2;
  }
}
