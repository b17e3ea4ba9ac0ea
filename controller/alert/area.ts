import type {
  ClusterId,
  CommuneCode,
  HamletId,
  ProvinceCode,
  ScopeId,
} from "../../contract/ids.ts";
import { centreScope, communeScope, provinceScope } from "../../contract/ids.ts";
import type { CapArea, CapPair, Circle, Point } from "./cap.ts";

/** A cluster with everything by which an alert's area can mean it. */
export interface Located {
  readonly cluster: ClusterId;
  readonly commune: CommuneCode;
  readonly province: ProvinceCode;
  readonly hamlets: readonly HamletId[];
  readonly point: Point | undefined;
  /** Exercise mode: only here may anything other than `Actual` sound. */
  readonly exercise: boolean;
}

/** Whom an area means, and what could not be told. */
export interface Found {
  readonly meant: readonly Located[];
  /** Clusters without coordinates in communes that a shape touches: a person must look at them. */
  readonly unlocated: readonly ClusterId[];
  /** Geocodes that name nothing known here. */
  readonly unread: readonly CapPair[];
}

/** The names under which we write and read codes of Decision 19/2025/QĐ-TTg and our own ids. */
export const geocodeNames = { commune: "XA", province: "TINH", hamlet: "THON", cluster: "CUMLOA" };

const EARTH = 6_371.0088;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in kilometres on the mean sphere. */
export function distance(one: Point, other: Point): number {
  const [from, to] = [radians(one.latitude), radians(other.latitude)];
  const half = Math.sin((to - from) / 2) ** 2;
  const across = Math.sin(radians(other.longitude - one.longitude) / 2) ** 2;
  return (
    2 * EARTH * Math.asin(Math.sqrt(Math.min(1, half + Math.cos(from) * Math.cos(to) * across)))
  );
}

export const inCircle = (point: Point, circle: Circle): boolean =>
  distance(point, circle) <= circle.radius;

/** Even-odd rule; a point on the border is inside, since who stands on the edge of a flood should hear. */
export function inPolygon(point: Point, polygon: readonly Point[]): boolean {
  let inside = false;
  let from = polygon.at(-1) as Point;
  for (const to of polygon) {
    if (onEdge(point, from, to)) return true;
    const crosses = from.latitude > point.latitude !== to.latitude > point.latitude;
    if (crosses && point.longitude < crossing(point.latitude, from, to)) inside = !inside;
    from = to;
  }
  return inside;
}

const crossing = (latitude: number, from: Point, to: Point): number =>
  from.longitude +
  ((latitude - from.latitude) / (to.latitude - from.latitude)) * (to.longitude - from.longitude);

function onEdge(point: Point, from: Point, to: Point): boolean {
  const within = (at: number, one: number, other: number) =>
    at >= Math.min(one, other) && at <= Math.max(one, other);
  const [east, north] = [to.longitude - from.longitude, to.latitude - from.latitude];
  const [x, y] = [point.longitude - from.longitude, point.latitude - from.latitude];
  return (
    Math.abs(x * north - y * east) <= 1e-12 &&
    within(point.longitude, from.longitude, to.longitude) &&
    within(point.latitude, from.latitude, to.latitude)
  );
}

/** The clusters that an alert's areas mean: the union of all shapes and codes (CAP 1.2, 3.2.4). */
export function findClusters(areas: readonly CapArea[], places: readonly Located[]): Found {
  const meant = new Set<Located>();
  const touched = new Set<CommuneCode>();
  const unread: CapPair[] = [];
  for (const code of areas.flatMap(({ geocodes }) => geocodes)) {
    const here = places.filter(meaning(code));
    if (here.length === 0) unread.push(code);
    for (const place of here) meant.add(place);
  }
  for (const place of places) {
    if (!place.point || !areas.some(covers(place.point))) continue;
    meant.add(place);
    touched.add(place.commune);
  }
  const lost = places.filter(
    (place) => !place.point && touched.has(place.commune) && !meant.has(place),
  );
  return {
    meant: places.filter((place) => meant.has(place)),
    unlocated: lost.map((place) => place.cluster),
    unread,
  };
}

const covers = (point: Point) => (area: CapArea) =>
  area.circles.some((circle) => inCircle(point, circle)) ||
  area.polygons.some((polygon) => inPolygon(point, polygon));

function meaning({ name, value }: CapPair): (place: Located) => boolean {
  if (name === geocodeNames.hamlet) return (place) => place.hamlets.includes(value as HamletId);
  if (name === geocodeNames.cluster) return (place) => place.cluster === value;
  // Codes of five digits are communes and of two digits provinces, under whatever name a sender lists them.
  return (place) => place.commune === value || place.province === value;
}

/** These clusters as an order names them: communes of which every cluster is meant, and single clusters. */
export function namesOf(meant: readonly Located[], places: readonly Located[]) {
  const set = new Set(meant);
  const partly = new Set(places.filter((one) => !set.has(one)).map((one) => one.commune));
  const whole = meant.map((one) => one.commune).filter((commune) => !partly.has(commune));
  const single = meant.filter((one) => partly.has(one.commune)).map((one) => one.cluster);
  return {
    ...(whole.length > 0 ? { communes: [...new Set(whole)] } : {}),
    ...(single.length > 0 ? { clusters: single } : {}),
  };
}

/** The smallest scope over all these places; `undefined` where there is none. */
export function scopeOver(
  places: readonly Pick<Located, "commune" | "province">[],
): ScopeId | undefined {
  const [first] = places;
  if (!first) return undefined;
  if (places.every((one) => one.commune === first.commune)) return communeScope(first.commune);
  const province = places.every((one) => one.province === first.province);
  return province ? provinceScope(first.province) : centreScope;
}
