import type { BroadcastId, ScopeId } from "../../contract/ids.ts";
import type { Audit, Change } from "../access/audit.ts";
import type { Emit } from "../http/events.ts";
import type { BroadcastTable } from "../store/tables.ts";
import type { Orderer } from "./approval.ts";
import type { NewOccurrence } from "./broadcast.ts";
import { type Drafted, type DraftingDeps, scopesOf } from "./drafting.service.ts";
import { type Difference, difference, type Written, writtenOf } from "./materialise.ts";
import { ownerOf } from "./order.ts";
import type { ScheduleStore } from "./schedule.store.ts";
import type { BroadcastView } from "./schedule-api.ts";
import type { Kept } from "./series.ts";
import { broadcastView, type Iso, type PairKnown } from "./view.ts";
import { authorityOf } from "./where.ts";

export interface ScheduleDeps extends DraftingDeps {
  readonly knowsCampaign: (id: string) => Promise<boolean>;
  readonly store: ScheduleStore;
  readonly events: Emit;
  readonly audit: Audit;
  readonly newId: (prefix: string) => string;
  readonly iso: Iso;
  /** Compiles, signs and publishes the documents of these scopes; `urgent` does not wait for further edits. */
  readonly publish: (scopes: readonly ScopeId[], how: { urgent: boolean }) => Promise<void>;
  readonly known: (occurrences: readonly string[]) => Promise<ReadonlyMap<string, PairKnown>>;
}

/** The airings of an order that are written out, with what is known of them. */
export async function written(deps: ScheduleDeps, id: string): Promise<readonly Written[]> {
  const rows = await deps.store.occurrencesOf(id);
  const now = deps.clock.now();
  const open = rows.filter((row) => row.not_after > now).map((row) => row.id);
  const started = new Set<string>();
  for (const [pair, { receipts }] of await deps.known(open)) {
    if (receipts.some((receipt) => receipt.kind === "started" || receipt.kind === "ended")) {
      started.add(pair.slice(0, pair.indexOf(" ")));
    }
  }
  return rows.map((row) => writtenOf(row, started.has(row.id), now));
}

/** The airings that an order has and those that it should have, as what must be done. */
export async function toDo(
  deps: ScheduleDeps,
  id: string,
  made: Drafted,
  approvers: readonly string[],
): Promise<Difference> {
  const { add, cancel } = difference(await written(deps, id), made.occurrences);
  return { cancel, add: approved(add, approvers) };
}

export const approved = (made: readonly NewOccurrence[], by: readonly string[]): NewOccurrence[] =>
  made.map((each) => ({ ...each, body: { ...each.body, approvedBy: [...by] } }));

export const NOTHING: Difference = { cancel: [], add: [] };

/** Sends the documents that changed: what was taken back and what is for now does not wait. */
export async function air(
  deps: ScheduleDeps,
  scopes: readonly ScopeId[],
  { cancel, add }: Difference,
): Promise<void> {
  const all = [...new Set([...scopes, ...scopesOf({ occurrences: add })])];
  const urgent =
    cancel.length > 0 ||
    add.some(({ body }) => body.level === "emergency" || body.placement.kind === "now");
  if (all.length > 0) await deps.publish(all, { urgent });
}

export const tell = (deps: ScheduleDeps, row: BroadcastTable, state: string): Promise<void> =>
  deps.events.emit("broadcast", row.place as ScopeId, {
    broadcast: row.id,
    state,
    level: row.level,
    title: row.title,
  });

/** Every change that a person makes is written down. */
export const record = (
  deps: ScheduleDeps,
  by: Orderer,
  action: string,
  subject: string,
  more: Pick<Change, "before" | "after" | "reason"> = {},
): Promise<void> =>
  deps.audit.record({
    by: { id: by.person as never, address: by.address ?? "" },
    action,
    subject,
    ...more,
  });

export const viewOf = async (deps: ScheduleDeps, row: BroadcastTable): Promise<BroadcastView> =>
  broadcastView(row, (await deps.store.countClusters([row.id])).get(row.id) ?? 0, deps.iso);

export interface Standing {
  readonly state: string;
  readonly approvers: readonly string[];
}

/** The row of an order as it stands with this content. */
export function rowOf(
  deps: ScheduleDeps,
  by: Orderer,
  kept: Kept,
  id: BroadcastId,
  made: Drafted,
  { state, approvers }: Standing,
  key?: string,
): BroadcastTable {
  const scope = ownerOf(kept, made.places);
  return {
    id,
    place: scope,
    title: made.title,
    theme: made.theme ?? null,
    level: kept.level,
    authority: kept.level === "normal" ? "commune" : authorityOf(scope),
    status: kept.status ?? "actual",
    spec: JSON.stringify(kept),
    state,
    author: by.person,
    created_at: deps.clock.now(),
    content_hash: made.contentHash,
    approvals: JSON.stringify(approvers),
    cancelled_at: null,
    cancelled_by: null,
    idempotency_key: key ?? null,
    campaign: kept.campaign ?? made.said.find((one) => one.campaign)?.campaign ?? null,
  };
}
