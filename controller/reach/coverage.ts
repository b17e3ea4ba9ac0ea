/*
 * Which part of a hamlet hears a cluster, where nobody has counted the households. A model, not a measurement: flat ground, no
 * houses, no wind. Sources: spreading by distance, ISO 9613-2 (20 lg d from a point source); absorption of air at 2 kHz, 20 °C, 70 %,
 * ISO 9613-1 (about 9 dB a kilometre); a signal must stand 15 dB above the ambient noise to be recognised, ISO 7731.
 */

export interface Horn {
  /** dB at one metre from one watt, from the maker's sheet. */
  readonly sensitivity: number;
  readonly watts: number;
  /** Metres above the ears. */
  readonly height: number;
}

const ABOVE_NOISE = 15;
const AIR = 9 / 1_000;

/** Level at so many metres from the horn, on its axis. */
export const levelAt = ({ sensitivity, watts }: Horn, metres: number): number =>
  sensitivity + 10 * Math.log10(watts) - 20 * Math.log10(Math.max(1, metres)) - AIR * metres;

/** How far along the ground it is recognised over `noise` dB, in metres. */
export function radiusOf(horn: Horn, noise: number): number {
  const needed = noise + ABOVE_NOISE;
  let [near, far] = [0, 20_000];
  while (far - near > 0.5) {
    const middle = (near + far) / 2;
    if (levelAt(horn, middle) >= needed) near = middle;
    else far = middle;
  }
  return Math.sqrt(Math.max(0, near ** 2 - horn.height ** 2));
}

/** Metres on a plane. */
export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

const POINTS = 1_000;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Households spread evenly over the hamlet's circle: points of a sunflower, the same for everybody who computes it again. */
export function evenSpread({ x, y, radius }: Circle): readonly { x: number; y: number }[] {
  return Array.from({ length: POINTS }, (_, k) => {
    const reach = radius * Math.sqrt((k + 0.5) / POINTS);
    return { x: x + reach * Math.cos(k * GOLDEN), y: y + reach * Math.sin(k * GOLDEN) };
  });
}

/** The part of the points, 0 to 1, that at least one circle covers: where circles overlap nobody counts twice. */
export function coveredShare(
  points: readonly { readonly x: number; readonly y: number }[],
  circles: readonly Circle[],
): number {
  const covered = points.filter((point) =>
    circles.some(({ x, y, radius }) => Math.hypot(point.x - x, point.y - y) <= radius),
  );
  return points.length === 0 ? 0 : covered.length / points.length;
}
