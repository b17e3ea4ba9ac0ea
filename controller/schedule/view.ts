import { isReason, reasons } from "../../contract/reasons.ts";
import type { Receipt } from "../../contract/receipt.ts";
import { cutOf, secondsBySource } from "../../contract/sources.ts";
import type { BroadcastTable, OccurrenceTable } from "../store/tables.ts";
import { stateAfter } from "./progress.ts";
import type { BroadcastDetail, BroadcastView, PairView } from "./schedule-api.ts";
import type { Kept } from "./series.ts";

/** What is known of one occurrence on one cluster: the board's receipts, oldest first, and the outcome once there is one. */
export interface PairKnown {
  readonly receipts: readonly Receipt[];
  readonly outcome?: {
    readonly outcome: string;
    readonly reason: string | null;
    readonly rung: string;
    readonly startedAt: number | null;
    readonly heard: number;
  };
}

export type Iso = (at: number) => string;

export function pairView(cluster: string, known: PairKnown | undefined, iso: Iso): PairView {
  const outcome = known?.outcome;
  const receipts = known?.receipts ?? [];
  const started = receipts.find((receipt) => receipt.kind === "started");
  const startedAt =
    outcome?.startedAt ??
    (started?.kind === "started" && !started.simulated ? started.start : null);
  const reason = outcome?.reason ?? null;
  const state = stateAfter(receipts);
  const ends = receipts.filter((one) => one.kind === "ended");
  return {
    cluster: cluster as PairView["cluster"],
    state,
    outcome: outcome?.outcome ?? null,
    reason,
    reasonText: reason !== null && isReason(reason) ? reasons[reason] : null,
    rung: outcome?.rung ?? rungOf(state),
    startedAt: startedAt === null ? null : iso(startedAt),
    seconds: (outcome?.heard ?? 0) / 1_000,
    sources: secondsBySource(ends.flatMap(({ parts }) => parts)),
    cut: ends.map(cutOf).find((cut) => cut !== undefined) ?? null,
  };
}

const rungOf = (state: string): string =>
  state === "playing" || state === "cut"
    ? "started"
    : state === "ended" || state === "refused"
      ? "delivered"
      : state;

export function broadcastView(row: BroadcastTable, clusters: number, iso: Iso): BroadcastView {
  const order = JSON.parse(row.spec) as Kept;
  return {
    id: row.id as BroadcastView["id"],
    title: row.title,
    theme: row.theme,
    level: row.level as BroadcastView["level"],
    authority: row.authority as BroadcastView["authority"],
    status: row.status as BroadcastView["status"],
    campaign: row.campaign,
    state: row.state,
    place: row.place,
    where: order.where as BroadcastView["where"],
    when: order.when,
    author: row.author,
    approvals: JSON.parse(row.approvals) as string[],
    createdAt: iso(row.created_at),
    returned: order.returned ?? null,
    cancelledAt: row.cancelled_at === null ? null : iso(row.cancelled_at),
    clusters,
  };
}

export function broadcastDetail(
  row: BroadcastTable,
  occurrences: readonly OccurrenceTable[],
  clusters: ReadonlyMap<string, readonly string[]>,
  known: ReadonlyMap<string, PairKnown>,
  iso: Iso,
): Omit<BroadcastDetail, "notYetStopped" | "unstopped"> {
  const views = occurrences.map((one) => ({
    id: one.id as never,
    scope: one.scope,
    notBefore: iso(one.not_before),
    notAfter: iso(one.not_after),
    cancelled: one.cancelled_at !== null,
    clusters: (clusters.get(one.id) ?? []).map((cluster) =>
      pairView(cluster, known.get(`${one.id} ${cluster}`), iso),
    ),
  }));
  const all = new Set([...clusters.values()].flat());
  const { until, except, allClear, emergency } = JSON.parse(row.spec) as Kept;
  return {
    ...broadcastView(row, all.size, iso),
    occurrences: views,
    emergency: emergency ?? null,
    allClearPrepared: allClear !== undefined,
    until: until === undefined ? null : iso(until),
    exceptions: (except ?? []).map(({ instant, skip, at }) => ({
      instant: iso(instant),
      skipped: skip === true,
      at: at === undefined ? null : iso(at),
    })),
  };
}
