import { type Circle, coveredShare, evenSpread, type Horn, radiusOf } from "./coverage.ts";
import type { CoverageAsk, CoverageView } from "./coverage-api.ts";
import type { Serving } from "./reach.ts";

/** A cluster on the map. */
export interface Sited {
  readonly cluster: string;
  readonly name: string;
  readonly kind: string;
  readonly latitude: number;
  readonly longitude: number;
}

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

/** Circles for the map, and for each hamlet whose place is told the share that they cover together. */
export function coverageOf(
  clusters: readonly Sited[],
  serving: readonly Serving[],
  { hamlets = [], noise = 55, sensitivity = 106, watts = 50, height = 7 }: CoverageAsk,
): CoverageView {
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
    hamlets: hamlets.map(({ hamlet, points, centre, radius: wide = 300 }) => {
      const spread = centre ? evenSpread({ ...plane(centre), radius: wide }) : [];
      const estimated = coveredShare(points?.map(plane) ?? spread, circles);
      const links = serving.filter((one) => one.hamlet === hamlet);
      const counted =
        links.length === 0
          ? null
          : Math.min(
              1,
              links.reduce((sum, one) => sum + one.share, 0),
            );
      const source = counted === null ? "estimated" : "counted";
      return { hamlet, estimated, counted, share: counted ?? estimated, source };
    }),
  };
}
