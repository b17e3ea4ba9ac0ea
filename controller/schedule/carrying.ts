import {
  type ClusterId,
  type CommuneCode,
  communeScope,
  type HamletId,
  type ScopeId,
} from "../../contract/ids.ts";
import type { Target } from "../../contract/plan.ts";
import type { Succession } from "../fleet/succession.ts";
import { type Kept, withContent } from "./series.ts";
import { inside, means, type Place } from "./where.ts";

/*
 * An order goes on at exactly the clusters at which it was to sound. Where the new names of its places mean the same clusters it
 * names those; else it names the clusters themselves, so that nobody hears what was never meant for them.
 */

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];

const communeAfter = ({ into, ending }: Succession, code: CommuneCode): CommuneCode =>
  into !== undefined && ending.includes(code) ? into : code;

export const scopeAfter = (given: Succession, scope: string): ScopeId =>
  scope.startsWith("c-")
    ? communeScope(communeAfter(given, scope.slice(2) as CommuneCode))
    : (scope as ScopeId);

const hamletsAfter = ({ hamlets }: Succession, ids: readonly HamletId[]): HamletId[] =>
  unique(ids.flatMap((id) => (hamlets.get(id) as readonly HamletId[] | undefined) ?? [id]));

/** The clusters as they lie once the units have changed. */
export const placesAfter = (places: readonly Place[], given: Succession): readonly Place[] =>
  places.map((place) => ({
    ...place,
    commune: communeAfter(given, place.commune),
    hamlets: hamletsAfter(given, place.hamlets),
  }));

/** The same places by their new names. */
function renamed(where: Target, given: Succession): Target {
  return {
    ...where,
    ...(where.communes
      ? { communes: unique(where.communes.map((code) => communeAfter(given, code))) }
      : {}),
    ...(where.hamlets ? { hamlets: hamletsAfter(given, where.hamlets) } : {}),
  };
}

export interface Ground {
  readonly before: readonly Place[];
  readonly after: readonly Place[];
  readonly given: Succession;
}

/** Where an order is for: its own words for places, and the area in which they count. */
export interface Aim {
  readonly where: Target;
  /** Absent = everywhere. */
  readonly within?: readonly ScopeId[];
}

const meant = ({ where, within }: Aim, places: readonly Place[]): ClusterId[] =>
  places
    .filter((place) => means(where, place))
    .filter((place) => within?.some((scope) => inside(scope, place)) ?? true)
    .map(({ cluster }) => cluster);

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));

/** The aim by which the same clusters are meant afterwards; the very same one where nothing had to change. */
export function retarget(aim: Aim, { before, after, given }: Ground): Aim {
  const was = meant(aim, before);
  if (was.length === 0) return aim;
  const within = aim.within && unique(aim.within.map((scope) => scopeAfter(given, scope)));
  const moved = within ? { within } : {};
  const named = { where: renamed(aim.where, given), ...moved };
  const where = same(was, meant(named, after)) ? named.where : { clusters: was };
  return JSON.stringify({ where, ...moved }) ===
    JSON.stringify({ where: aim.where, ...(aim.within ? { within: aim.within } : {}) })
    ? aim
    : { where, ...moved };
}

/** The area that counts for an order: its author's own, unless it names its places itself. */
const areaOf = ({ where, within }: Pick<Kept, "where" | "within">): Pick<Aim, "within"> =>
  within === undefined || where.communes || where.hamlets || where.clusters ? {} : { within };

/** An order, an offer or a wish with the same clusters under their new names; the very same one where nothing changes. */
export function carriedOrder<T extends Pick<Kept, "where" | "within" | "except" | "clears">>(
  kept: T,
  ground: Ground,
): T {
  const { given } = ground;
  const where = (order: Pick<Kept, "where" | "within">) =>
    retarget({ where: order.where as Target, ...areaOf(order) }, ground).where as Kept["where"];
  const except = kept.except?.map((one) =>
    one.content?.where === undefined
      ? one
      : {
          ...one,
          content: { ...one.content, where: where(withContent(kept as never, one.content)) },
        },
  );
  const next = {
    ...kept,
    where: where(kept),
    ...(kept.within
      ? { within: unique(kept.within.map((scope) => scopeAfter(given, scope))) }
      : {}),
    ...(except ? { except } : {}),
    ...(kept.clears ? { clears: clearsAfter(kept.clears, given) } : {}),
  };
  return JSON.stringify(next) === JSON.stringify(kept) ? kept : next;
}

const clearsAfter = (clears: NonNullable<Kept["clears"]>, given: Succession) =>
  Object.fromEntries(
    Object.entries(clears)
      .reverse()
      .map(([scope, occurrence]) => [scopeAfter(given, scope), occurrence]),
  );

/** The priority items of both in one turn: first those that the successor had put in order. */
export const joinedTurn = (lists: readonly (readonly string[])[]): readonly string[] =>
  unique(lists.flat());
