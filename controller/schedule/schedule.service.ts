import type { Static } from "typebox";
import { type BroadcastId, broadcastId, centreScope, type ScopeId } from "../../contract/ids.ts";
import { type Clock, days, type Instant, later } from "../../contract/time.ts";
import type { Emit } from "../http/events.ts";
import type { BroadcastTable } from "../store/tables.ts";
import { decide, type Rights, second } from "./approval.ts";
import type { Sayable } from "./broadcast.ts";
import { type Draft, draft, type Fault } from "./order.ts";
import type { ScheduleStore } from "./schedule.store.ts";
import type { BroadcastDetail, BroadcastView, Order } from "./schedule-api.ts";
import { broadcastDetail, broadcastView, type Iso, type PairKnown } from "./view.ts";
import { authorityOf, narrowest, type Place } from "./where.ts";

/** How far ahead boards know their plan (design section 1: fourteen days on disk). */
export const HORIZON = days(14);

/** The person who acts, and where that person may order. */
export interface Orderer extends Rights {
  readonly mayOrderIn: readonly ScopeId[];
}

export interface ScheduleDeps {
  readonly clock: Clock;
  readonly store: ScheduleStore;
  readonly events: Emit;
  readonly newId: (prefix: string) => string;
  readonly hash: (text: string) => string;
  readonly iso: Iso;
  readonly parseInstant: (iso: string) => Instant;
  readonly places: () => Promise<readonly Place[]>;
  readonly messages: (ids: readonly string[]) => Promise<ReadonlyMap<string, Sayable>>;
  /** The instants of an RFC 5545 rule in [from, to), station time; an unreadable rule is `undefined`. */
  readonly expand: (
    start: Instant,
    rrule: string,
    from: Instant,
    to: Instant,
  ) => readonly Instant[] | undefined;
  readonly publish: (scopes: readonly ScopeId[], how: { urgent: boolean }) => Promise<void>;
  readonly known: (occurrences: readonly string[]) => Promise<ReadonlyMap<string, PairKnown>>;
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly created?: boolean }
  | { readonly ok: false; readonly code: string; readonly detail?: string };

export interface Schedule {
  place(by: Orderer, order: Order, key: string | undefined): Promise<Answer<BroadcastView>>;
  approve(by: Orderer, id: string): Promise<Answer<BroadcastView>>;
  cancel(by: Orderer, id: string): Promise<Answer<BroadcastView>>;
  one(id: string): Promise<Answer<Static<typeof BroadcastDetail>>>;
  list(limit: number, before: number | undefined): Promise<readonly BroadcastView[]>;
  /** Makes the occurrences of repeating orders that have come into the horizon; the tick asks daily. */
  renew(): Promise<void>;
}

const idsIn = (order: Order): string[] => [
  ...(order.messageIds ?? []),
  ...(order.parts ?? []).flatMap((part) =>
    part.kind === "message" || part.kind === "tune"
      ? [part.id]
      : part.kind === "relay" && part.fallback
        ? [part.fallback]
        : [],
  ),
];

async function drafted(
  deps: ScheduleDeps,
  order: Order,
  id: BroadcastId,
  scopes: readonly ScopeId[],
  approvers: readonly string[],
) {
  const now = deps.clock.now();
  const instants = instantsOf(deps, order, now);
  if (instants === undefined) return { ok: false, code: "rule-unreadable" } as const;
  return draft(order, {
    id,
    now,
    instants,
    messages: await deps.messages(idsIn(order)),
    places: await deps.places(),
    mayOrderIn: scopes,
    notAfter: order.notAfter === undefined ? undefined : deps.parseInstant(order.notAfter),
    approvers,
  });
}

function instantsOf(
  deps: ScheduleDeps,
  order: Order,
  now: Instant,
): readonly Instant[] | undefined {
  if ("at" in order.when) return [deps.parseInstant(order.when.at)];
  if ("rrule" in order.when) {
    return deps.expand(
      deps.parseInstant(order.when.start),
      order.when.rrule,
      now,
      later(now, HORIZON),
    );
  }
  return [];
}

const contentHash = (deps: ScheduleDeps, order: Order, plan: Draft): string =>
  deps.hash(JSON.stringify([order, plan.said.map((one) => [one.id, one.audio?.sha256])]));

const scopesOf = (plan: Draft): ScopeId[] => [...new Set(plan.occurrences.map((one) => one.scope))];

async function air(deps: ScheduleDeps, plan: Draft, level: string): Promise<void> {
  const scopes = scopesOf(plan);
  await deps.publish(scopes, { urgent: level === "emergency" || plan.occurrences.some(isNow) });
}

function rowOf(
  deps: ScheduleDeps,
  by: Orderer,
  order: Order,
  id: BroadcastId,
  plan: Draft,
  state: string,
  approvers: readonly string[],
  key: string | undefined,
): BroadcastTable {
  const place = narrowest(plan.places);
  return {
    id,
    place,
    title: plan.title,
    theme: plan.theme ?? null,
    level: order.level,
    authority: authorityOf(order.level === "normal" ? (scopesOf(plan)[0] ?? place) : place),
    status: order.status ?? "actual",
    spec: JSON.stringify(order),
    state,
    author: by.person,
    created_at: deps.clock.now(),
    content_hash: contentHash(deps, order, plan),
    approvals: JSON.stringify(approvers),
    cancelled_at: null,
    cancelled_by: null,
    idempotency_key: key ?? null,
  };
}

const view = (deps: ScheduleDeps, row: BroadcastTable, clusters: number) =>
  broadcastView(row, clusters, deps.iso);

async function place(
  deps: ScheduleDeps,
  by: Orderer,
  order: Order,
  key: string | undefined,
): Promise<Answer<BroadcastView>> {
  const known = key === undefined ? undefined : await deps.store.byKey(key);
  if (known)
    return {
      ok: true,
      value: view(deps, known, (await deps.store.countClusters([known.id])).get(known.id) ?? 0),
    };
  const id = broadcastId(deps.newId("b"));
  const messages = await deps.messages(idsIn(order));
  const decision = decide(order, [...messages.values()], by);
  if (decision.state === "refused") return { ok: false, code: decision.code };
  const approvers = decision.state === "active" ? decision.approvers : [];
  const made = await drafted(deps, order, id, by.mayOrderIn, approvers);
  if (!made.ok) return faultOf(made);
  const row = rowOf(deps, by, order, id, made.draft, decision.state, approvers, key);
  const occurrences = decision.state === "active" ? made.draft.occurrences : [];
  await deps.store.save(row, occurrences, deps.clock.now());
  if (decision.state === "active") await air(deps, made.draft, order.level);
  await deps.events.emit("broadcast", row.place as ScopeId, {
    broadcast: id,
    state: row.state,
    level: row.level,
    title: row.title,
  });
  return { ok: true, created: true, value: view(deps, row, made.draft.places.length) };
}

async function approve(
  deps: ScheduleDeps,
  by: Orderer,
  id: string,
): Promise<Answer<BroadcastView>> {
  const row = await deps.store.one(id);
  if (!row) return { ok: false, code: "broadcast-unknown" };
  const order = JSON.parse(row.spec) as Order;
  const messages = await deps.messages(idsIn(order));
  const made = await drafted(deps, order, row.id as BroadcastId, by.mayOrderIn, [
    row.author,
    by.person,
  ]);
  if (!made.ok) return faultOf(made);
  const proposal = {
    state: row.state,
    author: row.author,
    level: row.level,
    contentHash: row.content_hash,
  };
  const look = second(proposal, contentHash(deps, order, made.draft), [...messages.values()], by);
  if (!look.ok) return { ok: false, code: look.code };
  const occurrences = made.draft.occurrences.map((one) => ({
    ...one,
    body: { ...one.body, approvedBy: [...look.approvers] },
  }));
  await deps.store.addOccurrences(occurrences, deps.clock.now());
  const change = { state: "active", approvals: JSON.stringify(look.approvers) };
  await deps.store.update(id, change);
  await air(deps, made.draft, row.level);
  await deps.events.emit("broadcast", row.place as ScopeId, {
    broadcast: id,
    state: "active",
    level: row.level,
    title: row.title,
  });
  return { ok: true, value: view(deps, { ...row, ...change }, made.draft.places.length) };
}

async function cancel(deps: ScheduleDeps, by: Orderer, id: string): Promise<Answer<BroadcastView>> {
  const row = await deps.store.one(id);
  if (!row) return { ok: false, code: "broadcast-unknown" };
  if (row.state !== "cancelled") {
    const stopped = await deps.store.cancel(id as BroadcastId, by.person, deps.clock.now());
    await deps.publish([...new Set(stopped.map((one) => one.scope))], { urgent: true });
    await deps.events.emit("broadcast", row.place as ScopeId, {
      broadcast: id,
      state: "cancelled",
      level: row.level,
      title: row.title,
    });
  }
  const now = await deps.store.one(id);
  const clusters = (await deps.store.countClusters([id])).get(id) ?? 0;
  return { ok: true, value: view(deps, now ?? row, clusters) };
}

async function one(
  deps: ScheduleDeps,
  id: string,
): Promise<Answer<Static<typeof BroadcastDetail>>> {
  const row = await deps.store.one(id);
  if (!row) return { ok: false, code: "broadcast-unknown" };
  const occurrences = await deps.store.occurrencesOf(id);
  const ids = occurrences.map((each) => each.id);
  const value = broadcastDetail(
    row,
    occurrences,
    await deps.store.clustersOf(ids),
    await deps.known(ids),
    deps.iso,
  );
  return { ok: true, value };
}

async function list(
  deps: ScheduleDeps,
  limit: number,
  before: number | undefined,
): Promise<readonly BroadcastView[]> {
  const rows = await deps.store.many(limit, before);
  const counts = await deps.store.countClusters(rows.map((row) => row.id));
  return rows.map((row) => view(deps, row, counts.get(row.id) ?? 0));
}

async function renew(deps: ScheduleDeps): Promise<void> {
  const scopes = new Set<ScopeId>();
  for (const row of await deps.store.repeating()) {
    const approvers = JSON.parse(row.approvals) as string[];
    const made = await drafted(
      deps,
      JSON.parse(row.spec) as Order,
      row.id as BroadcastId,
      [centreScope],
      approvers,
    );
    if (!made.ok) continue;
    await deps.store.addOccurrences(made.draft.occurrences, deps.clock.now());
    for (const scope of scopesOf(made.draft)) scopes.add(scope);
  }
  await deps.publish([...scopes], { urgent: false });
}

export const createSchedule = (deps: ScheduleDeps): Schedule => ({
  place: (by, order, key) => place(deps, by, order, key),
  approve: (by, id) => approve(deps, by, id),
  cancel: (by, id) => cancel(deps, by, id),
  one: (id) => one(deps, id),
  list: (limit, before) => list(deps, limit, before),
  renew: () => renew(deps),
});
const isNow = (one: Draft["occurrences"][number]): boolean => one.body.placement.kind === "now";

const faultOf = (made: { code: Fault | "rule-unreadable"; message?: string }): Answer<never> => ({
  ok: false,
  code: made.code,
  ...(made.message === undefined ? {} : { detail: made.message }),
});
