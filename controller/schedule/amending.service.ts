import { type BroadcastId, broadcastId, type ScopeId } from "../../contract/ids.ts";
import { dayOfDate, startOfDay } from "../../contract/station-time.ts";
import type { Instant } from "../../contract/time.ts";
import { defined } from "../defined.ts";
import { type Result, refuse } from "../problems.ts";
import type { BroadcastTable } from "../store/tables.ts";
import {
  air,
  approved,
  NOTHING,
  record,
  rowOf,
  type ScheduleDeps,
  type Standing,
  tell,
  toDo,
  viewOf,
  written,
} from "./airing.service.ts";
import { decide, type Orderer } from "./approval.ts";
import { type Drafted, drafting, startOf } from "./drafting.service.ts";
import type { Written } from "./materialise.ts";
import type { Amend, BroadcastView } from "./schedule-api.ts";
import { type Amendment, amend, instantOfAiring, isOver, type Kept } from "./series.ts";

/** The order as it stands now, and the one that goes on from it where it was divided. */
export interface Amending {
  readonly broadcast: BroadcastView;
  readonly following?: BroadcastView;
}

type Changed = Result<Amending> | { readonly ok: true; readonly cancel: true };

/** Changes an order from now on: one airing, an airing and what follows it, or all that is to come. */
export async function amendOrder(
  deps: ScheduleDeps,
  by: Orderer,
  id: string,
  asked: Amend,
): Promise<Changed> {
  const row = await deps.store.one(id);
  if (!row) return refuse("broadcast-unknown");
  const { returned: _returned, ...kept } = JSON.parse(row.spec) as Kept;
  // What was offered is decided by the communes now; it can be withdrawn and offered anew.
  if (row.state === "cancelled" || (kept.offer && !asked.change.skip)) {
    return refuse("not-changeable");
  }
  const start = startOf(deps, kept);
  if (start === "unreadable") return refuse("no-such-time");
  const wish = await wishOf(deps, row, kept, start, asked);
  if (!wish.ok) return wish;
  const made = amend(kept, wish.value, { now: deps.clock.now(), start, expand: deps.expand });
  if (!made.ok) return refuse(made.code);
  if (made.kind === "cancel") return { ok: true, cancel: true };
  const done = made.adds
    ? await change(deps, by, row, made.kept, made.tail)
    : await takeAway(deps, row, made.kept);
  if (!done.ok) return done;
  const after = {
    asked,
    order: made.kept,
    ...(made.adds ? defined({ following: made.tail }) : {}),
  };
  await record(deps, by, "broadcast.amend", id, { before: { order: kept }, after });
  return done;
}

async function wishOf(
  deps: ScheduleDeps,
  row: BroadcastTable,
  kept: Kept,
  start: Instant | undefined,
  { scope, occurrence, date, change: { skip, at, rrule, ...content } }: Amend,
): Promise<Result<Amendment>> {
  const instant = at === undefined ? undefined : deps.parseInstant(at);
  const given = content.notAfter === undefined || deps.parseInstant(content.notAfter);
  if ((at !== undefined && instant === undefined) || given === undefined) {
    return refuse("no-such-time");
  }
  const says = skip || instant !== undefined || rrule !== undefined;
  if (!says && Object.keys(content).length === 0) return refuse("nothing-to-change");
  const instants = await pointedAt(deps, row, kept, start, { occurrence, date });
  if (!instants.ok) return instants;
  const value: Amendment = {
    scope,
    instants: instants.value,
    skip: skip === true,
    ...(instant === undefined ? {} : { at: instant }),
    ...(rrule === undefined ? {} : { rrule }),
    content,
  };
  return { ok: true, value };
}

/** The airings that were pointed at, by the instants that the rule gives them. */
async function pointedAt(
  deps: ScheduleDeps,
  row: BroadcastTable,
  kept: Kept,
  start: Instant | undefined,
  {
    occurrence,
    date,
  }: { readonly occurrence: string | undefined; readonly date: string | undefined },
): Promise<Result<readonly Instant[]>> {
  if (occurrence !== undefined) {
    const found = (await deps.store.occurrencesOf(row.id)).find((one) => one.id === occurrence);
    if (!found) return refuse("occurrence-unknown");
    return { ok: true, value: [instantOfAiring(kept, found.not_before as Instant)] };
  }
  if (date === undefined) return { ok: true, value: [] };
  const day = dayOfDate(date);
  if (day === undefined) return refuse("no-such-time");
  return { ok: true, value: airingsOn(deps, kept, start, day) };
}

function airingsOn(
  deps: ScheduleDeps,
  kept: Kept,
  start: Instant | undefined,
  day: number,
): readonly Instant[] {
  if (start === undefined || !("rrule" in kept.when)) return [];
  const window = { from: startOfDay(day), to: startOfDay(day + 1) };
  return (deps.expand(start, kept.when.rrule, window) ?? []).filter((at) => !isOver(kept, at));
}

/** Only less is to sound: one person is enough, and what stays needs no new approval. */
async function takeAway(
  deps: ScheduleDeps,
  row: BroadcastTable,
  kept: Kept,
): Promise<Result<Amending>> {
  const gone = (one: Written): boolean => {
    const instant = instantOfAiring(kept, one.body.notBefore);
    const skipped = kept.except?.some((except) => except.skip && except.instant === instant);
    return !one.cancelled && !one.begun && (skipped === true || isOver(kept, instant));
  };
  const going = (await written(deps, row.id)).filter(gone);
  const change = await lessOf(deps, row, kept);
  const next = { ...row, ...change };
  const done = { cancel: going.map((one) => one.id), add: [] };
  await deps.store.change(row.id, change, done, deps.clock.now());
  await air(
    deps,
    going.map((one) => one.scope as ScopeId),
    done,
  );
  await tell(deps, next, next.state);
  return { ok: true, value: { broadcast: await viewOf(deps, next) } };
}

/** The columns of an order that airs less than before. Its approval goes with it only where it still held. */
async function lessOf(
  deps: ScheduleDeps,
  row: BroadcastTable,
  kept: Kept,
): Promise<Pick<BroadcastTable, "spec"> & Partial<BroadcastTable>> {
  const spec = JSON.stringify(kept);
  const before = await drafting(deps, JSON.parse(row.spec) as Kept, row.id, row.author);
  const after = await drafting(deps, kept, row.id, row.author);
  const held = before.ok && before.value.contentHash === row.content_hash;
  return held && after.ok ? { spec, content_hash: after.value.contentHash } : { spec };
}

/** Something new is to sound: the approval is void, and who may not approve hands the order in again. */
async function change(
  deps: ScheduleDeps,
  by: Orderer,
  row: BroadcastTable,
  kept: Kept,
  tail: Kept | undefined,
): Promise<Result<Amending>> {
  const fresh = tail ?? kept;
  const id = tail ? broadcastId(deps.newId("b")) : broadcastId(row.id);
  const made = await drafting(deps, fresh, id, by.name);
  if (!made.ok) return made;
  const decision = decide(fresh, made.value.said, made.value.places, by);
  if (decision.state === "refused") return refuse(decision.code);
  const approvers = decision.state === "active" ? decision.approvers : [];
  const standing = { state: decision.state, approvers };
  return tail
    ? divide(deps, by, row, kept, { id, kept: tail, made: made.value, standing })
    : replace(deps, by, row, kept, made.value, standing);
}

async function replace(
  deps: ScheduleDeps,
  by: Orderer,
  row: BroadcastTable,
  kept: Kept,
  made: Drafted,
  standing: Standing,
): Promise<Result<Amending>> {
  const before = await written(deps, row.id);
  const all = await toDo(deps, row.id, made, standing.approvers);
  // What waits for its approval is not written out yet; what it takes the place of is silent at once.
  const done = standing.state === "active" ? all : { ...NOTHING, cancel: all.cancel };
  const {
    created_at: _at,
    idempotency_key: _key,
    ...now
  } = rowOf(deps, by, kept, broadcastId(row.id), made, standing);
  await deps.store.change(row.id, now, done, deps.clock.now());
  const going = before.filter((one) => done.cancel.includes(one.id));
  await air(
    deps,
    going.map((one) => one.scope as ScopeId),
    done,
  );
  const next = { ...row, ...now };
  await tell(deps, next, next.state);
  return { ok: true, value: { broadcast: await viewOf(deps, next) } };
}

interface Tail {
  readonly id: BroadcastId;
  readonly kept: Kept;
  readonly made: Drafted;
  readonly standing: Standing;
}

/** The old order ends where the new one begins; both in one transaction. */
async function divide(
  deps: ScheduleDeps,
  by: Orderer,
  row: BroadcastTable,
  head: Kept,
  tail: Tail,
): Promise<Result<Amending>> {
  const going = (await written(deps, row.id)).filter(
    (one) =>
      !one.cancelled && !one.begun && isOver(head, instantOfAiring(head, one.body.notBefore)),
  );
  const { id, made, standing } = tail;
  const change = await lessOf(deps, row, head);
  const next = { ...row, ...change };
  const fresh = rowOf(deps, by, tail.kept, id, made, standing);
  const add = standing.state === "active" ? approved(made.occurrences, standing.approvers) : [];
  const cancel = going.map((one) => one.id);
  const now = deps.clock.now();
  await deps.store.change(row.id, change, { cancel, add: [] }, now, { row: fresh, add });
  await air(
    deps,
    going.map((one) => one.scope as ScopeId),
    { cancel, add },
  );
  await tell(deps, next, next.state);
  await tell(deps, fresh, fresh.state);
  return {
    ok: true,
    value: { broadcast: await viewOf(deps, next), following: await viewOf(deps, fresh) },
  };
}
