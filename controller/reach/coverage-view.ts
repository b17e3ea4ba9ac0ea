import { type Circle, coveredShare, evenSpread, type Horn, radiusOf } from "./coverage.ts";
import type { CoverageAsk, CoverageView } from "./coverage-api.ts";
import type { Serving } from "./reach.ts";
import { spreadInside } from "./spread-inside.ts";

/** A cluster on the map. */
export interface Sited {
  readonly cluster: string;
  readonly name: string;
  readonly kind: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** Outlines by hamlet, as a GeoJSON MultiPolygon has them: longitude, latitude, rings closed. */
export type Outlines = ReadonlyMap<
  string,
  readonly (readonly (readonly (readonly number[])[])[])[]
>;

interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

export const COVERAGE_SOURCE =
  "Ước tính theo mô hình, không phải số đo: lan truyền 20 lg d (ISO 9613-2), hấp thụ của không khí 9 dB/km ở 2 kHz (ISO 9613-1), " +
  "nghe rõ khi cao hơn tiếng ồn nền 15 dB (ISO 7731); mặt đất phẳng, không gió, không nhà che. Tỷ lệ do người đếm luôn được dùng trước.";

const METRES_A_DEGREE = 111_320;

/** Metres on a plane that touches the earth at `origin`; a commune is small enough. */
const onPlane = (origin: Place) => {
  const shrink = Math.cos((origin.latitude * Math.PI) / 180);
  return ({ latitude, longitude }: Place) => ({
    x: (longitude - origin.longitude) * METRES_A_DEGREE * shrink,
    y: (latitude - origin.latitude) * METRES_A_DEGREE,
  });
};

type Asked = NonNullable<CoverageAsk["hamlets"]>[number];
type Basis = CoverageView["hamlets"][number]["basis"];

/** Where its households are: counted points, else spread evenly inside its outline, else over a circle. */
function householdsOf(
  { hamlet, points, centre, radius = 300 }: Asked,
  outlines: Outlines,
  plane: ReturnType<typeof onPlane>,
): { readonly basis: Basis; readonly at: readonly { x: number; y: number }[] } {
  const outline = outlines.get(hamlet);
  if (points) return { basis: "households", at: points.map(plane) };
  if (outline) {
    const spot = ([longitude = 0, latitude = 0]: readonly number[]) =>
      plane({ longitude, latitude });
    const areas = outline.map((rings) => rings.map((ring) => ring.slice(1).map(spot)));
    return { basis: "outline", at: spreadInside(areas) };
  }
  if (centre) return { basis: "circle", at: evenSpread({ ...plane(centre), radius }) };
  return { basis: "none", at: [] };
}

/** Circles for the map, and for each hamlet whose place is known the share that they cover together. */
export function coverageOf(
  clusters: readonly Sited[],
  serving: readonly Serving[],
  asked: CoverageAsk,
  outlines: Outlines = new Map(),
): CoverageView {
  const { noise = 55, sensitivity = 106, watts = 50, height = 7 } = asked;
  const hamlets = asked.hamlets ?? [...outlines.keys()].map((hamlet): Asked => ({ hamlet }));
  const horn: Horn = { sensitivity, watts, height };
  const radius = radiusOf(horn, noise);
  const plane = onPlane(clusters[0] ?? { latitude: 0, longitude: 0 });
  const circles = clusters
    .filter(({ kind }) => kind === "ip")
    .map((one): Circle => ({ ...plane(one), radius }));
  return {
    type: "FeatureCollection",
    estimated: true,
    source: COVERAGE_SOURCE,
    parameters: { sensitivity, watts, height, noise },
    features: clusters.map(({ cluster, name, kind, latitude, longitude }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [longitude, latitude] },
      properties: { cluster, name, radius: Math.round(radius), measurable: kind === "ip" },
    })),
    hamlets: hamlets.map((one) => {
      const { hamlet } = one;
      const { basis, at } = householdsOf(one, outlines, plane);
      const estimated = coveredShare(at, circles);
      const links = serving.filter((link) => link.hamlet === hamlet);
      const sum = links.reduce((all, { share }) => all + share, 0);
      const counted = links.length === 0 ? null : Math.min(1, sum);
      const source = counted === null ? "estimated" : "counted";
      return { hamlet, estimated, basis, counted, share: counted ?? estimated, source };
    }),
  };
}
