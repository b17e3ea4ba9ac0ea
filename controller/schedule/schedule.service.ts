import {
  type BroadcastId,
  type CommuneCode,
  communeScope,
  type ScopeId,
} from "../../contract/ids.ts";
import { type Result, refuse } from "../problems.ts";
import type { InboxTable } from "../store/level-tables.ts";
import type { BroadcastTable } from "../store/tables.ts";
import {
  air,
  approved,
  NOTHING,
  record,
  type ScheduleDeps,
  tell,
  toDo,
  viewOf,
  written,
} from "./airing.service.ts";
import { giveAllClear } from "./all-clear.service.ts";
import { type Amending, amendOrder } from "./amending.service.ts";
import { capacity, type Orderer, second } from "./approval.ts";
import { type Drafted, drafting } from "./drafting.service.ts";
import { offersTo } from "./inbox.ts";
import { unwritten } from "./materialise.ts";
import { ownersOf } from "./order.ts";
import { placeOrder, sinceOf } from "./placing.service.ts";
import type { Amend, BroadcastView, Order } from "./schedule-api.ts";
import type { Kept } from "./series.ts";
import { broadcastView } from "./view.ts";

/** `created` is false when the same idempotency key had been used before. */
export interface Placed {
  readonly created: boolean;
  readonly view: BroadcastView;
}

export interface Schedule {
  place(by: Orderer, order: Order, key: string | undefined): Promise<Result<Placed>>;
  /** A person's microphone: an order like every other, whose content nobody can hear before. */
  placeLive(
    by: Orderer,
    order: Order & Required<Pick<Kept, "live">>,
  ): Promise<Result<BroadcastView>>;
  approve(by: Orderer, id: string): Promise<Result<BroadcastView>>;
  cancel(by: Orderer, id: string): Promise<Result<BroadcastView>>;
  /** Sends a proposal back to its author, who may change it and hand it in again. */
  reject(by: Orderer, id: string, reason: string): Promise<Result<BroadcastView>>;
  /** "Báo yên": says that an emergency is over, and stops it. */
  allClear(
    by: Orderer,
    id: string,
    messageIds: Order["messageIds"],
  ): Promise<Result<BroadcastView>>;
  amend(by: Orderer, id: string, asked: Amend): Promise<Result<Amending>>;
  stateOf(id: string): Promise<string | undefined>;
  /** The places in whose hands an order lies; `undefined` = there is no such order. */
  ownersOf(id: string): Promise<readonly ScopeId[] | undefined>;
  /** The smallest place that has all of them in it. */
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
  placeLive: (by, order) => {
    // Who may speak somewhere needs no further right to order it there.
    const asSpeaker = { ...by, orderIn: by.speakIn ?? [] };
    return placeOrder(deps, asSpeaker, { ...order, ...capacity(order, asSpeaker) }, {});
  },
  approve: (by, id) => approve(deps, by, id),
  cancel: (by, id) => cancel(deps, by, id),
  reject: (by, id, reason) => reject(deps, by, id, reason),
  allClear: async (by, id, messageIds) => {
    const given = await giveAllClear(deps, by, id, messageIds);
    // Once the all-clear is on its way nothing more of the warning is to sound; until then it goes on.
    if (given.ok && given.value.state === "active") await cancel(deps, by, id);
    return given;
  },
  amend: async (by, id, asked) => {
    const done = await amendOrder(deps, by, id, asked);
    if (!done.ok || !("cancel" in done)) return done;
    const stopped = await cancel(deps, by, id);
    return stopped.ok ? { ok: true, value: { broadcast: stopped.value } } : stopped;
  },
  stateOf: async (id) => (await deps.store.one(id))?.state,
  placeOf: async (id) => (await deps.store.one(id))?.place as ScopeId | undefined,
  ownersOf: async (id) => {
    const row = await deps.store.one(id);
    if (!row) return undefined;
    const owners = ownersOf(JSON.parse(row.spec) as Kept, await deps.places());
    // Where its clusters are gone, the order is still somebody's.
    return owners.length > 0 ? owners : [row.place as ScopeId];
  },
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
  if (order.campaign !== undefined && !(await deps.knowsCampaign(order.campaign)))
    return refuse("campaign-unknown");
  if (order.makesGood !== undefined && !(await deps.store.aired(order.makesGood))) {
    return refuse("occurrence-unknown");
  }
  const kept: Kept = { ...order, ...capacity(order, by) };
  const placed = await placeOrder(deps, by, kept, key === undefined ? {} : { key });
  return placed.ok ? { ok: true, value: { created: true, view: placed.value } } : placed;
}

/** What an order was and became, for the log of people. */
function turned(row: BroadcastTable, change: { state: string; approvals?: string }) {
  const seen = ({ place, title, level, state, approvals }: BroadcastTable) => ({
    ...{ place, title, level, state, approvals: JSON.parse(approvals) as unknown },
  });
  return { before: seen(row), after: seen({ ...row, ...change }) };
}

async function approve(
  deps: ScheduleDeps,
  by: Orderer,
  id: string,
): Promise<Result<BroadcastView>> {
  const row = await deps.store.one(id);
  if (!row) return refuse("broadcast-unknown");
  if (row.state !== "proposed") return refuse("not-proposed");
  const kept = JSON.parse(row.spec) as Kept;
  const airing: Kept = { ...kept, ...sinceOf(kept, deps.clock.now()) };
  const made = await drafting(deps, airing, row.id, row.author);
  if (!made.ok) return made;
  const { contentHash, said, places } = made.value;
  const proposal = { ...row, contentHash: row.content_hash };
  const look = second(proposal, contentHash, said, places, by);
  if (!look.ok) return refuse(look.code);
  const now = deps.clock.now();
  const state = kept.offer ? "offered" : "active";
  const approvals = JSON.stringify(look.approvers);
  const change = { state, approvals, spec: JSON.stringify(airing) };
  if (kept.offer) await offer(deps, row, change, offersTo(places, id, now));
  else {
    const done = await toDo(deps, id, made.value, look.approvers);
    await deps.store.change(id, change, done, now);
    await air(deps, [row.place as ScopeId], done);
  }
  await record(deps, by, "broadcast.approve", id, turned(row, change));
  await tell(deps, row, state);
  return { ok: true, value: broadcastView({ ...row, ...change }, places.length, deps.iso) };
}

async function reject(
  deps: ScheduleDeps,
  by: Orderer,
  id: string,
  reason: string,
): Promise<Result<BroadcastView>> {
  const row = await deps.store.one(id);
  if (!row) return refuse("broadcast-unknown");
  if (row.state !== "proposed") return refuse("not-proposed");
  const kept: Kept = { ...(JSON.parse(row.spec) as Kept), returned: { by: by.person, reason } };
  const change = { state: "rejected", spec: JSON.stringify(kept) };
  await deps.store.change(id, change, NOTHING, deps.clock.now());
  await record(deps, by, "broadcast.reject", id, { ...turned(row, change), reason });
  await tell(deps, row, "rejected");
  return { ok: true, value: await viewOf(deps, { ...row, ...change }) };
}

async function offer(
  deps: ScheduleDeps,
  row: BroadcastTable,
  change: Partial<BroadcastTable>,
  offers: readonly InboxTable[],
): Promise<void> {
  await deps.store.change(row.id, change, NOTHING, deps.clock.now(), { offers });
  for (const { commune } of offers) {
    await tell(deps, { ...row, place: communeScope(commune as CommuneCode) }, "offered");
  }
}

async function cancel(deps: ScheduleDeps, by: Orderer, id: string): Promise<Result<BroadcastView>> {
  const row = await deps.store.one(id);
  if (!row) return refuse("broadcast-unknown");
  if (row.state !== "cancelled") {
    const stopped = await deps.store.cancel(id as BroadcastId, by.person, deps.clock.now());
    await deps.publish([...new Set(stopped.map((each) => each.scope))], { urgent: true });
    for (const own of await deps.store.withdraw(id, by.person, deps.clock.now())) {
      await cancel(deps, by, own);
    }
    await record(deps, by, "broadcast.cancel", id, turned(row, { state: "cancelled" }));
    await tell(deps, row, "cancelled");
  }
  return { ok: true, value: await viewOf(deps, (await deps.store.one(id)) ?? row) };
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

async function renew(all: ScheduleDeps): Promise<void> {
  // Thousands of orders stand on the same places and sessions: they are read once.
  const [places, regulations] = [all.places(), all.regulations()];
  const deps = { ...all, places: () => places, regulations: () => regulations };
  const scopes = new Set<ScopeId>();
  for (const row of await deps.store.repeating()) {
    const made = await drafting(deps, JSON.parse(row.spec) as Kept, row.id, row.author);
    if (!made.ok) {
      // A series that is over has nothing more to say; one that cannot go on must not fall silent unseen.
      if (made.code !== "no-instants") await stalled(deps, row, made.code);
    } else if (made.value.contentHash !== row.content_hash) await lapse(deps, row, made.value);
    else {
      const approvers = JSON.parse(row.approvals) as string[];
      const add = approved(
        unwritten(await written(deps, row.id), made.value.occurrences),
        approvers,
      );
      await deps.store.change(row.id, {}, { ...NOTHING, add }, deps.clock.now());
      for (const one of add) scopes.add(one.scope);
    }
  }
  await deps.publish([...scopes], { urgent: false });
}

/** What was approved is not what would sound now: it waits for a new approval; what is written out stays as it was approved. */
async function lapse(deps: ScheduleDeps, row: BroadcastTable, made: Drafted): Promise<void> {
  const change = { state: "proposed", content_hash: made.contentHash, approvals: "[]" };
  await deps.store.change(row.id, change, NOTHING, deps.clock.now());
  await tell(deps, row, "proposed");
  await stalled(deps, row, "approval-void");
}

const stalled = (deps: ScheduleDeps, row: BroadcastTable, reason: string): Promise<void> =>
  deps.events.emit("alarm", row.place as ScopeId, {
    alarm: "order-stalled",
    broadcast: row.id,
    reason,
  });

/** May somebody with these scopes see this order: their own area's, or one from above that reaches it? */
export const concerns = (
  scopes: readonly ScopeId[],
  row: ScopeId,
  below: (above: ScopeId, place: ScopeId) => boolean,
): boolean => scopes.some((scope) => below(scope, row) || below(row, scope));
