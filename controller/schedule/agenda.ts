import type { Occurrence } from "../../contract/plan.ts";
import { lengthOf } from "../../contract/programme.ts";
import type { AgendaItem } from "./agenda-api.ts";
import { stateAfter } from "./progress.ts";
import type { Iso, PairKnown } from "./view.ts";

/** An occurrence with its order, as one row. */
export interface AgendaRow {
  readonly id: string;
  readonly body: string;
  readonly cancelled_at: number | null;
  readonly place: string;
  readonly spec: string;
}

/** How many clusters of an occurrence have which outcome, `null` where there is none yet, and when the first of them began. */
export interface Standing {
  readonly occurrence: string;
  readonly outcome: string | null;
  readonly clusters: number;
  readonly startedAt: number | null;
}

/** The clusters of an occurrence by outcome, or by state while there is none. */
export interface Tally {
  readonly clusters: number;
  readonly counts: Record<string, number>;
  readonly startedAt: number | null;
}

const NOBODY: Tally = { clusters: 0, counts: {}, startedAt: null };

const earlier = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);

/** Occurrences that outcomes alone describe, and those of which receipts must be read too. */
export function standingOf(rows: readonly Standing[]): {
  readonly told: ReadonlyMap<string, Tally>;
  readonly open: readonly string[];
} {
  const told = new Map<string, Tally>();
  const open = new Set<string>();
  for (const { occurrence, outcome, clusters, startedAt } of rows) {
    if (outcome === null) open.add(occurrence);
    else {
      const before = told.get(occurrence) ?? NOBODY;
      told.set(occurrence, {
        clusters: before.clusters + clusters,
        counts: { ...before.counts, [outcome]: clusters },
        startedAt: earlier(before.startedAt, startedAt),
      });
    }
  }
  // An outcome that knows no beginning leaves it to the receipts.
  for (const [occurrence, { startedAt }] of told) if (startedAt === null) open.add(occurrence);
  return { told, open: [...open] };
}

/** The same from each cluster's own receipts. */
export function tallyOf(
  occurrence: string,
  clusters: readonly string[],
  known: ReadonlyMap<string, PairKnown>,
): Tally {
  const counts: Record<string, number> = {};
  let startedAt: number | null = null;
  for (const cluster of clusters) {
    const { receipts = [], outcome } = known.get(`${occurrence} ${cluster}`) ?? {};
    const word = outcome?.outcome ?? stateAfter(receipts);
    counts[word] = (counts[word] ?? 0) + 1;
    const started = receipts.find((receipt) => receipt.kind === "started");
    const told = started?.kind === "started" ? started.start : null;
    startedAt = earlier(startedAt, outcome?.startedAt ?? told);
  }
  return { clusters: clusters.length, counts, startedAt };
}

export function agendaItem(row: AgendaRow, tally: Tally | undefined, iso: Iso): AgendaItem {
  const body = JSON.parse(row.body) as Occurrence;
  const { clusters, counts, startedAt } = tally ?? NOBODY;
  return {
    occurrence: row.id,
    broadcast: body.broadcast,
    title: body.title,
    theme: body.theme ?? null,
    level: body.level,
    authority: body.authority,
    status: body.status,
    place: row.place,
    repeats: "rrule" in (JSON.parse(row.spec) as { when: object }).when,
    placement: body.placement.kind,
    plannedAt: iso(body.placement.kind === "session" ? body.notBefore : body.placement.at),
    notBefore: iso(body.notBefore),
    notAfter: iso(body.notAfter),
    seconds: lengthOf(body) / 1_000,
    cancelled: row.cancelled_at !== null,
    startedAt: startedAt === null ? null : iso(startedAt),
    clusters,
    counts,
  };
}
