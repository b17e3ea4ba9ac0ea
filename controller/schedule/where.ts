import {
  type ClusterId,
  type CommuneCode,
  centreScope,
  communeScope,
  type HamletId,
  type ProvinceCode,
  provinceScope,
  type ScopeId,
} from "../../contract/ids.ts";
import type { Authority, Target } from "../../contract/plan.ts";

/** A cluster with everything by which an order can mean it. */
export interface Place {
  readonly cluster: ClusterId;
  readonly commune: CommuneCode;
  readonly province: ProvinceCode;
  readonly hamlets: readonly HamletId[];
  readonly tags: readonly string[];
  readonly languages: readonly string[];
}

const some = (wanted: readonly string[] | undefined, has: readonly string[]): boolean =>
  wanted === undefined || has.some((one) => wanted.includes(one));

/** Whether an order means this place: named by place, and carrying the tag and language asked for. */
export function means(where: Target, place: Place): boolean {
  if (!some(where.tags, place.tags) || !some(where.languages, place.languages)) return false;
  if (where.all || !(where.communes || where.hamlets || where.clusters)) return true;
  return (
    (where.communes?.includes(place.commune) ?? false) ||
    (where.clusters?.includes(place.cluster) ?? false) ||
    place.hamlets.some((hamlet) => where.hamlets?.includes(hamlet) ?? false)
  );
}

/** An order that names nothing at all is a mistake, not "everywhere". */
export const namesSomething = (where: Target): boolean =>
  where.all === true ||
  [where.communes, where.hamlets, where.clusters, where.tags, where.languages].some(
    (names) => names !== undefined && names.length > 0,
  );

/** Places are inside a scope when its people may order there. */
export const inside = (scope: ScopeId, place: Pick<Place, "commune" | "province">): boolean =>
  scope === centreScope ||
  scope === provinceScope(place.province) ||
  scope === communeScope(place.commune);

/** The smallest scope that covers all these places. */
export function narrowest(places: readonly Place[]): ScopeId {
  const communes = new Set(places.map((place) => place.commune));
  const provinces = new Set(places.map((place) => place.province));
  const [commune] = communes;
  const [province] = provinces;
  if (communes.size === 1 && commune) return communeScope(commune);
  if (provinces.size === 1 && province) return provinceScope(province);
  return centreScope;
}

const byBreadth: Record<Authority, number> = { centre: 0, province: 1, commune: 2 };

/** The highest of these scopes that covers the place. */
export const authorityScope = (scopes: readonly ScopeId[], place: Place): ScopeId | undefined =>
  scopes
    .filter((scope) => inside(scope, place))
    .sort((one, other) => byBreadth[authorityOf(one)] - byBreadth[authorityOf(other)])[0];

export function authorityOf(scope: ScopeId): Authority {
  if (scope === centreScope) return "centre";
  return scope.startsWith("p-") ? "province" : "commune";
}
