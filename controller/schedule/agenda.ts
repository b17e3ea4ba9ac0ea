import type { Occurrence } from "../../contract/plan.ts";
import { lengthOf } from "../../contract/programme.ts";
import type { AgendaItem } from "./agenda-api.ts";
import { type Iso, type PairKnown, pairView } from "./view.ts";

/** An occurrence with its order, as one row. */
export interface AgendaRow {
  readonly id: string;
  readonly body: string;
  readonly cancelled_at: number | null;
  readonly place: string;
  readonly spec: string;
}

export function agendaItem(
  row: AgendaRow,
  clusters: readonly string[],
  known: ReadonlyMap<string, PairKnown>,
  iso: Iso,
): AgendaItem {
  const body = JSON.parse(row.body) as Occurrence;
  const pairs = clusters.map((cluster) =>
    pairView(cluster, known.get(`${row.id} ${cluster}`), iso),
  );
  const counts: Record<string, number> = {};
  for (const pair of pairs) {
    const word = pair.outcome ?? pair.state;
    counts[word] = (counts[word] ?? 0) + 1;
  }
  const starts = pairs.flatMap((pair) => pair.startedAt ?? []).sort();
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
    startedAt: starts[0] ?? null,
    clusters: clusters.length,
    counts,
  };
}
