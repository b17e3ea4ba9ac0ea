import type { Actor } from "../access/access.ts";
import { done, type Refusal, type Result, refuse } from "../problems.ts";
import type { AlertTable } from "../store/alert-tables.ts";
import {
  broadcastsOf,
  capOf,
  isOpen,
  mayChange,
  type OrderState,
  type Prepared,
  preparedOf,
  stateAfter,
  stateNow,
} from "./alert.ts";
import {
  type AlertDeps,
  caughtUp,
  dropWaiting,
  placesOf,
  prepared,
  seen,
} from "./intake.service.ts";
import { draftOf, segmentsOf } from "./proposal.ts";

/** Who answers for what: one person for both, or the two behind a key's standing order. */
export interface Hands {
  /** Approves what is said. */
  readonly says: Actor;
  /** Orders it. */
  readonly orders: Actor;
}

/** One more person says yes: the first orders, the second puts it on air. A Cancel stops what it cancels, by one person. */
export async function air(
  deps: AlertDeps,
  hands: Hands,
  id: string,
  messageIds?: readonly string[],
): Promise<Result<AlertTable>> {
  const known = await deps.store.one(id);
  if (!known) return refuse("alert-unknown");
  const row = await caughtUp(deps, known);
  const state = stateNow(row, deps.clock.now());
  if (state === "expired") return refuse("alert-expired");
  if (!isOpen(row)) return refuse("alert-closed");
  if (row.msg_type === "Cancel") return done(await stop(deps, hands.orders, row));
  const segments = await renewed(deps, row, hands.says.address);
  let trouble: Refusal | undefined;
  let moved = false;
  for (const [at, segment] of segments.entries()) {
    if (segment.order === "active") continue;
    const stepped = await step(deps, hands, row, { segment, at }, messageIds);
    if (!stepped.ok) trouble ??= stepped;
    else {
      segments[at] = stepped.value;
      moved = true;
    }
  }
  // Where one area could be served and another could not, the one that could is on its way: that is said, not undone.
  if (!moved && trouble) return trouble;
  const after = await decided(deps, hands.orders, row, stateAfter(segments), segments);
  if (after.state === "aired") await endEarlier(deps, hands.orders, after, "replaced");
  return done(after);
}

/** Places change between proposal and airing: segments that nobody ordered yet are found anew. */
async function renewed(deps: AlertDeps, row: AlertTable, address: string): Promise<Prepared[]> {
  const before = preparedOf(row);
  const places = await placesOf(deps, row.within.split(" ") as never);
  const anew = segmentsOf(capOf(row), places);
  const out: Prepared[] = [];
  for (const [at, old] of before.entries()) {
    const fresh = anew[at];
    const ordered = old.order !== "none" || !fresh;
    if (ordered) out.push(old);
    else if (old.spoken.some(({ message }) => message !== null)) out.push({ ...old, ...fresh });
    else out.push(...(await prepared(deps, [fresh], places, address)));
  }
  return out;
}

async function step(
  deps: AlertDeps,
  hands: Hands,
  row: AlertTable,
  { segment, at }: { readonly segment: Prepared; readonly at: number },
  messageIds: readonly string[] | undefined,
): Promise<Result<Prepared>> {
  if (segment.broadcast !== null) {
    const approved = await deps.orders.approve(hands.orders, segment.broadcast);
    return approved.ok ? done({ ...segment, order: orderState(approved.value.state) }) : approved;
  }
  if (segment.clusters.length === 0) return refuse("alert-no-clusters");
  const said = messageIds ? done(messageIds) : await approvedWords(deps, hands.says, segment);
  if (!said.ok) return said;
  const draft = draftOf(capOf(row), segment, said.value, deps.clock.now());
  const placed = await deps.orders.place(hands.orders, draft, `alert-${row.id}-${at}`);
  if (!placed.ok) return placed;
  const { broadcast, state } = placed.value;
  return done({ ...segment, broadcast, order: orderState(state) });
}

const orderState = (state: string): OrderState => (state === "active" ? "active" : "proposed");

/** Approves the alert's own words; what somebody rejected stays unsaid. */
async function approvedWords(
  deps: AlertDeps,
  by: Actor,
  segment: Prepared,
): Promise<Result<readonly string[]>> {
  const ids: string[] = [];
  for (const { message } of segment.spoken) {
    if (message === null) continue;
    const found = await deps.messages.one(by, message);
    if (!found.ok || found.value.status === "rejected") continue;
    if (found.value.status !== "approved") {
      const approved = await deps.messages.approve(
        by,
        message,
        found.value.contentHash ?? undefined,
        // A telephone number in a flood warning must not hold it up; the reason stays with the message.
        "Cảnh báo khẩn cấp do người có thẩm quyền phát.",
      );
      if (!approved.ok) return approved;
    }
    ids.push(message);
  }
  return ids.length > 0 ? done(ids) : refuse("alert-nothing-to-say");
}

async function stop(deps: AlertDeps, by: Actor, row: AlertTable): Promise<AlertTable> {
  await endEarlier(deps, by, row, "stopped");
  return decided(deps, by, row, "stopped");
}

async function endEarlier(
  deps: AlertDeps,
  by: Actor,
  row: AlertTable,
  state: "replaced" | "stopped",
): Promise<void> {
  for (const one of await onAirOf(deps, row)) {
    for (const broadcast of broadcastsOf([one])) await deps.orders.cancel(by, broadcast);
    await decided(deps, by, one, state);
  }
}

/** What sounds of the alerts that this one updates or cancels. */
export const onAirOf = async (deps: AlertDeps, row: AlertTable): Promise<AlertTable[]> =>
  (await deps.store.meantBy(row.id, row.within)).filter(
    (one) => one.state === "aired" && mayChange(row, one),
  );

export async function dismiss(
  deps: AlertDeps,
  by: Actor,
  id: string,
  reason: string,
): Promise<Result<AlertTable>> {
  const row = await deps.store.one(id);
  if (!row) return refuse("alert-unknown");
  if (!isOpen(row)) return refuse("alert-closed");
  await dropWaiting(deps, by, row);
  return done(await decided(deps, by, { ...row, reason }, "dismissed"));
}

async function decided(
  deps: AlertDeps,
  by: Actor,
  row: AlertTable,
  state: string,
  segments: readonly Prepared[] = preparedOf(row),
): Promise<AlertTable> {
  const change = {
    state,
    segments: JSON.stringify(segments),
    decided_by: by.id,
    decided_at: deps.clock.now(),
    reason: row.reason,
  };
  const after = { ...row, ...change };
  await deps.store.update(row.id, change);
  await deps.audit.record({
    by,
    action: `alert.${state}`,
    subject: row.id,
    before: seen(row),
    after: seen(after),
    ...(row.reason === null ? {} : { reason: row.reason }),
  });
  await deps.tell(after);
  return after;
}
