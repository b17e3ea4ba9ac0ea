import type { Static } from "typebox";
import { type BroadcastId, broadcastId, type ScopeId } from "../../contract/ids.ts";
import type { Emit } from "../http/events.ts";
import { type Result, refuse } from "../problems.ts";
import type { BroadcastTable } from "../store/tables.ts";
import { decide, type Orderer, second } from "./approval.ts";
import type { NewOccurrence } from "./broadcast.ts";
import { type Drafted, type DraftingDeps, drafting, scopesOf } from "./drafting.service.ts";
import type { ScheduleStore } from "./schedule.store.ts";
import type { BroadcastDetail, BroadcastView, Order } from "./schedule-api.ts";
import { broadcastDetail, broadcastView, type Iso, type PairKnown } from "./view.ts";
import { authorityOf, narrowest } from "./where.ts";

export interface ScheduleDeps extends DraftingDeps {
  readonly store: ScheduleStore;
  readonly events: Emit;
  readonly newId: (prefix: string) => string;
  readonly iso: Iso;
  /** Compiles, signs and publishes the documents of these scopes; `urgent` does not wait for further edits. */
  readonly publish: (scopes: readonly ScopeId[], how: { urgent: boolean }) => Promise<void>;
  readonly known: (occurrences: readonly string[]) => Promise<ReadonlyMap<string, PairKnown>>;
}

/** `created` is false when the same idempotency key had been used before. */
export interface Placed {
  readonly created: boolean;
  readonly view: BroadcastView;
}

export interface Schedule {
  place(by: Orderer, order: Order, key: string | undefined): Promise<Result<Placed>>;
  approve(by: Orderer, id: string): Promise<Result<BroadcastView>>;
  cancel(by: Orderer, id: string): Promise<Result<BroadcastView>>;
  one(id: string): Promise<Result<Static<typeof BroadcastDetail>>>;
  /** The scope that an order belongs to; `undefined` = there is no such order. */
  placeOf(id: string): Promise<ScopeId | undefined>;
  list(limit: number, before: number | undefined): Promise<readonly Listed[]>;
  /** Makes the occurrences of repeating orders that have come into the horizon; the tick asks daily. */
  renew(): Promise<void>;
}

export interface Listed {
  readonly place: ScopeId;
  readonly createdAt: number;
  readonly view: BroadcastView;
}

export const createSchedule = (deps: ScheduleDeps): Schedule => ({
  place: (by, order, key) => place(deps, by, order, key),
  approve: (by, id) => approve(deps, by, id),
  cancel: (by, id) => cancel(deps, by, id),
  one: (id) => one(deps, id),
  placeOf: async (id) => (await deps.store.one(id))?.place as ScopeId | undefined,
  list: (limit, before) => list(deps, limit, before),
  renew: () => renew(deps),
});

async function place(
  deps: ScheduleDeps,
  by: Orderer,
  order: Order,
  key: string | undefined,
): Promise<Result<Placed>> {
  const before = key === undefined ? undefined : await deps.store.byKey(key);
  if (before) {
    return { ok: true, value: { created: false, view: await viewOf(deps, before) } };
  }
  const id = broadcastId(deps.newId("b"));
  const made = await drafting(deps, order, id, by.name);
  if (!made.ok) return made;
  const decision = decide(order, made.value.said, made.value.places, by);
  if (decision.state === "refused") return refuse(decision.code);
  const approvers = decision.state === "active" ? decision.approvers : [];
  const row = rowOf(deps, by, order, id, made.value, decision.state, approvers, key);
  const airs = decision.state === "active";
  await deps.store.save(row, airs ? approved(made.value, approvers) : [], deps.clock.now());
  if (airs) await air(deps, made.value, row.level);
  await tell(deps, row, row.state);
  const view = broadcastView(row, made.value.places.length, deps.iso);
  return { ok: true, value: { created: true, view } };
}

async function approve(
  deps: ScheduleDeps,
  by: Orderer,
  id: string,
): Promise<Result<BroadcastView>> {
  const row = await deps.store.one(id);
  if (!row) return refuse("broadcast-unknown");
  const made = await drafting(deps, JSON.parse(row.spec) as Order, row.id, row.author);
  if (!made.ok) return made;
  const { contentHash, said, places } = made.value;
  const proposal = { ...row, contentHash: row.content_hash };
  const look = second(proposal, contentHash, said, places, by);
  if (!look.ok) return refuse(look.code);
  await deps.store.addOccurrences(approved(made.value, look.approvers), deps.clock.now());
  const change = { state: "active", approvals: JSON.stringify(look.approvers) };
  await deps.store.update(id, change);
  await air(deps, made.value, row.level);
  await tell(deps, row, "active");
  return { ok: true, value: broadcastView({ ...row, ...change }, places.length, deps.iso) };
}

async function cancel(deps: ScheduleDeps, by: Orderer, id: string): Promise<Result<BroadcastView>> {
  const row = await deps.store.one(id);
  if (!row) return refuse("broadcast-unknown");
  if (row.state !== "cancelled") {
    const stopped = await deps.store.cancel(id as BroadcastId, by.person, deps.clock.now());
    await deps.publish([...new Set(stopped.map((each) => each.scope))], { urgent: true });
    await tell(deps, row, "cancelled");
  }
  return { ok: true, value: await viewOf(deps, (await deps.store.one(id)) ?? row) };
}

async function one(
  deps: ScheduleDeps,
  id: string,
): Promise<Result<Static<typeof BroadcastDetail>>> {
  const row = await deps.store.one(id);
  if (!row) return refuse("broadcast-unknown");
  const occurrences = await deps.store.occurrencesOf(id);
  const ids = occurrences.map((each) => each.id);
  const clusters = await deps.store.clustersOf(ids);
  const known = await deps.known(ids);
  return { ok: true, value: broadcastDetail(row, occurrences, clusters, known, deps.iso) };
}

async function list(
  deps: ScheduleDeps,
  limit: number,
  before: number | undefined,
): Promise<readonly Listed[]> {
  const rows = await deps.store.many(limit, before);
  const counts = await deps.store.countClusters(rows.map((row) => row.id));
  return rows.map((row) => ({
    place: row.place as ScopeId,
    createdAt: row.created_at,
    view: broadcastView(row, counts.get(row.id) ?? 0, deps.iso),
  }));
}

async function renew(deps: ScheduleDeps): Promise<void> {
  const scopes = new Set<ScopeId>();
  for (const row of await deps.store.repeating()) {
    const made = await drafting(deps, JSON.parse(row.spec) as Order, row.id, row.author);
    if (!made.ok) continue;
    const approvers = JSON.parse(row.approvals) as string[];
    await deps.store.addOccurrences(approved(made.value, approvers), deps.clock.now());
    for (const scope of scopesOf(made.value)) scopes.add(scope);
  }
  await deps.publish([...scopes], { urgent: false });
}

const approved = (made: Drafted, by: readonly string[]): NewOccurrence[] =>
  made.occurrences.map((each) => ({ ...each, body: { ...each.body, approvedBy: [...by] } }));

const air = (deps: ScheduleDeps, made: Drafted, level: string): Promise<void> =>
  deps.publish(scopesOf(made), {
    urgent:
      level === "emergency" || made.occurrences.some((each) => each.body.placement.kind === "now"),
  });

const tell = (deps: ScheduleDeps, row: BroadcastTable, state: string): Promise<void> =>
  deps.events.emit("broadcast", row.place as ScopeId, {
    broadcast: row.id,
    state,
    level: row.level,
    title: row.title,
  });

const viewOf = async (deps: ScheduleDeps, row: BroadcastTable): Promise<BroadcastView> =>
  broadcastView(row, (await deps.store.countClusters([row.id])).get(row.id) ?? 0, deps.iso);

function rowOf(
  deps: ScheduleDeps,
  by: Orderer,
  order: Order,
  id: BroadcastId,
  made: Drafted,
  state: string,
  approvers: readonly string[],
  key: string | undefined,
): BroadcastTable {
  const scope = narrowest(made.places);
  return {
    id,
    place: scope,
    title: made.title,
    theme: made.theme ?? null,
    level: order.level,
    authority: order.level === "normal" ? "commune" : authorityOf(scope),
    status: order.status ?? "actual",
    spec: JSON.stringify(order),
    state,
    author: by.person,
    created_at: deps.clock.now(),
    content_hash: made.contentHash,
    approvals: JSON.stringify(approvers),
    cancelled_at: null,
    cancelled_by: null,
    idempotency_key: key ?? null,
  };
}

/** May somebody with these scopes see this order: their own area's, or one from above that reaches it? */
export const concerns = (
  scopes: readonly ScopeId[],
  row: ScopeId,
  below: (above: ScopeId, place: ScopeId) => boolean,
): boolean => scopes.some((scope) => below(scope, row) || below(row, scope));
