import type { ClusterId, ScopeId } from "../../contract/ids.ts";
import type { Occurrence } from "../../contract/plan.ts";
import { milliseconds } from "../../contract/time.ts";
import type { Carried, CarriedItem, Carrier, Succession } from "../fleet/succession.ts";
import type { Step } from "../store/step.ts";
import type { BroadcastTable } from "../store/tables.ts";
import type { OpenAiring, OrderCarryingStore } from "./carrying.store.ts";
import {
  carriedOrder,
  type Ground,
  joinedTurn,
  placesAfter,
  retarget,
  scopeAfter,
} from "./carrying.ts";
import { hoursItems, underHours } from "./carrying-hours.ts";
import { carriedOffers } from "./carrying-offers.ts";
import type { Ground as ClusterGround } from "./check.ts";
import { bindingHash, type DraftingDeps, drafting } from "./drafting.service.ts";
import type { Kept } from "./series.ts";

export interface CarryingDeps extends DraftingDeps {
  readonly carrying: OrderCarryingStore;
  readonly groundOf: (cluster: ClusterId) => Promise<ClusterGround | undefined>;
  readonly publish: (scopes: readonly ScopeId[], how: { urgent: boolean }) => Promise<void>;
  /** Airings of which another document is to be the first that carries them. */
  readonly travelAnew: (occurrences: readonly string[]) => Step;
  /** Lets everything else have its turn. */
  readonly rest: () => Promise<void>;
}

/** Orders go on at exactly the clusters at which they were to sound, whatever their unit is called from now on. */
export const carryOrders =
  (deps: CarryingDeps): Carrier =>
  async (given) => {
    const before = await deps.places();
    const ground = { before, after: placesAfter(before, given), given };
    const airings = await carriedAirings(deps, ground);
    const parts = [
      airings,
      await carriedOrders(deps, ground, airings.moving),
      await carriedInbox(deps, given),
      await carriedWishes(deps, ground),
      await hours(deps, given),
    ];
    return {
      items: parts.flatMap(({ items }) => items),
      steps: parts.flatMap(({ steps }) => steps),
      // The new documents lie at the broker before the boards are told to read them.
      tell: () => deps.publish(airings.scopes, { urgent: true }),
    };
  };

const unitOf = (place: string): string => place.replace(/^[cp]-/, "");

interface Airings extends Carried {
  readonly scopes: readonly ScopeId[];
  /** Of each order: how many of its airings change. */
  readonly moving: ReadonlyMap<string, number>;
}

async function carriedAirings(deps: CarryingDeps, ground: Ground): Promise<Airings> {
  const now = deps.clock.now();
  const moved: (OpenAiring & { readonly was: Occurrence; readonly scope: ScopeId })[] = [];
  for (const row of await deps.carrying.airings(now)) {
    const was = JSON.parse(row.body) as Occurrence;
    const scope = scopeAfter(ground.given, row.scope);
    const aim = { where: was.target, within: [row.scope as ScopeId] };
    const target = retarget(aim, ground).where;
    if (scope === row.scope && target === was.target) continue;
    moved.push({ ...row, was, scope, body: JSON.stringify({ ...was, target }) });
  }
  const moving = new Map<string, number>();
  for (const { broadcast } of moved) moving.set(broadcast, (moving.get(broadcast) ?? 0) + 1);
  const sounding = moved.filter(
    ({ was: { placement, notBefore } }) => placement.kind !== "session" && notBefore <= now,
  );
  return {
    // A board that takes over its new configuration in the middle of an item may break off for a moment.
    items: sounding.map(({ id, was, scope }) => ({
      ...{ kind: "sounding", id, name: was.title, from: unitOf(scope) },
      ...{ fate: "shifted", why: "sounding" },
    })),
    steps: [deps.carrying.moveAirings(moved), deps.travelAnew(moved.map(({ id }) => id))],
    scopes: [...new Set(moved.map(({ scope }) => scope))],
    moving,
  };
}

const kinds: Readonly<Record<string, string>> = {
  proposed: "order-pending",
  offered: "order-offered",
  rejected: "order-returned",
};

async function carriedOrders(
  deps: CarryingDeps,
  ground: Ground,
  moving: ReadonlyMap<string, number>,
): Promise<Carried> {
  const items: CarriedItem[] = [];
  const rows: Pick<BroadcastTable, "id" | "place" | "spec" | "content_hash">[] = [];
  const at = { ...deps, places: async () => ground.before };
  for (const row of await deps.carrying.orders(deps.clock.now())) {
    const kept = JSON.parse(row.spec) as Kept;
    const next = carriedOrder(kept, ground);
    const place = scopeAfter(ground.given, row.place);
    const airings = moving.get(row.id) ?? 0;
    if (next === kept && place === row.place && airings === 0) continue;
    const content_hash = await sameApproval(at, row, kept, next);
    rows.push({ id: row.id, place, spec: JSON.stringify(next), content_hash });
    items.push(orderItem(row, kept, next, place, airings));
  }
  return { items, steps: [deps.carrying.changeOrders(rows)] };
}

function orderItem(
  row: BroadcastTable,
  kept: Kept,
  next: Kept,
  place: string,
  airings: number,
): CarriedItem {
  const pinned = next.where !== kept.where && next.where.clusters !== kept.where.clusters;
  const kind = kinds[row.state] ?? ("rrule" in kept.when ? "order-repeating" : "order");
  return {
    ...{ kind, id: row.id, name: row.title, from: unitOf(row.place) },
    fate: place === row.place ? "kept" : "moved",
    ...(pinned ? { why: "same-clusters" } : {}),
    ...(airings > 0 ? { count: airings } : {}),
    was: { place: row.place, where: kept.where, within: kept.within },
    is: { place, where: next.where, within: next.within },
  };
}

/** What was approved stays approved: the words, the sounds, the clusters and the times are the same under their new names. */
async function sameApproval(
  deps: DraftingDeps,
  row: BroadcastTable,
  kept: Kept,
  next: Kept,
): Promise<string> {
  if (next === kept) return row.content_hash;
  const made = await drafting(deps, kept, row.id, row.author);
  const held = made.ok && made.value.contentHash === row.content_hash;
  return held ? bindingHash(deps, next, made.value) : row.content_hash;
}

async function carriedInbox(
  { carrying, clock }: CarryingDeps,
  given: Succession,
): Promise<Carried> {
  const { into, ending } = given;
  if (into === undefined || ending.length === 0) return { items: [], steps: [] };
  const all = [into, ...ending];
  const now = clock.now();
  const offers = carriedOffers(await carrying.offers(all), into, now);
  const turns = await carrying.turns(all);
  const theirs = ending.filter((code) => (turns.get(code)?.length ?? 0) > 0);
  const turn = joinedTurn(all.map((code) => turns.get(code) ?? []));
  const misses = (await carrying.misses(ending)).filter(({ scope }) => scope.startsWith("c-"));
  return {
    items: [
      ...offers.items,
      ...theirs.map((code): CarriedItem => {
        const count = turns.get(code)?.length ?? 1;
        const about = { kind: "must-play-turn", id: code, name: "", from: code, count };
        const was = turns.get(code);
        return { ...about, fate: turns.has(into) ? "joined" : "moved", was, is: turn };
      }),
      ...ending.flatMap((code): CarriedItem[] => {
        const count = misses.filter(({ commune }) => commune === code).length;
        const about = { kind: "make-good", id: code, name: "", from: code, count };
        return count > 0 ? [{ ...about, fate: "moved" }] : [];
      }),
    ],
    steps: [
      carrying.changeOffers(offers.changes),
      ...(theirs.length > 0 ? [carrying.joinTurns(into, theirs, turn, now)] : []),
      carrying.moveMisses(misses, into),
    ],
  };
}

async function carriedWishes({ carrying }: CarryingDeps, ground: Ground): Promise<Carried> {
  const changed = (await carrying.wishes()).flatMap((row) => {
    const wish = JSON.parse(row.body) as Kept;
    const next = carriedOrder(wish, ground);
    const place = scopeAfter(ground.given, row.place);
    return next === wish && place === row.place
      ? []
      : [{ ...row, was: row.place, place, body: JSON.stringify(next) }];
  });
  return {
    items: changed.map(({ message, title, was, place }) => ({
      ...{ kind: "wish", id: message, name: title, from: unitOf(was) },
      fate: was === place ? "kept" : "moved",
      ...{ was: { place: was }, is: { place } },
    })),
    steps: [
      carrying.changeWishes(changed.map(({ message, place, body }) => ({ message, place, body }))),
    ],
  };
}

/** So long the timelines of clusters may keep everything else waiting. */
const TURN = milliseconds(20);

/** What the successor's regulation makes of that which is planned already. */
async function hours(deps: CarryingDeps, given: Succession): Promise<Carried> {
  const found = [];
  let since = deps.clock.monotonic();
  for (const cluster of given.hours ? given.clusters : []) {
    if (deps.clock.monotonic() - since >= TURN) {
      await deps.rest();
      since = deps.clock.monotonic();
    }
    const known = await deps.groundOf(cluster as ClusterId);
    if (!known || !given.hours) continue;
    const { commune } = known.cluster;
    found.push(...underHours(known, given.hours).map((changed) => ({ commune, changed })));
  }
  return { items: hoursItems(found), steps: [] };
}
