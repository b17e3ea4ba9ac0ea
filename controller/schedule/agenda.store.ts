import { type Kysely, sql } from "kysely";
import type { Instant } from "../../contract/time.ts";
import type { Tables } from "../store/tables.ts";
import type { AgendaRow, Standing } from "./agenda.ts";

export interface AgendaStore {
  /** Occurrences whose window meets this one, the earliest first. */
  between(from: Instant, to: Instant, limit: number): Promise<readonly AgendaRow[]>;
  /** What the clusters of these occurrences stand at, those of one commune only where it is named. */
  standing(occurrences: readonly string[], commune?: string): Promise<readonly Standing[]>;
  clustersIn(commune: string): Promise<ReadonlySet<string>>;
}

const CHUNK = 400;

export const agendaStore = (db: Kysely<Tables>): AgendaStore => ({
  between: (from, to, limit) =>
    db
      .selectFrom("occurrence")
      .innerJoin("broadcast", "broadcast.id", "occurrence.broadcast")
      .select([
        "occurrence.id",
        "occurrence.body",
        "occurrence.cancelled_at",
        "broadcast.place",
        "broadcast.spec",
      ])
      .where("occurrence.not_before", "<", to)
      .where("occurrence.not_after", ">", from)
      .orderBy("occurrence.not_before")
      .orderBy("occurrence.id")
      .limit(limit)
      .execute(),
  // Counted by the database: a province's day has ten thousand pairs.
  standing: async (occurrences, commune) => {
    const found: Standing[] = [];
    const there =
      commune === undefined
        ? sql``
        : sql`join cluster as k on k.id = c.cluster and k.commune = ${commune}`;
    for (let from = 0; from < occurrences.length; from += CHUNK) {
      const some = sql.join(occurrences.slice(from, from + CHUNK));
      const { rows } = await sql<Standing>`
        select c.occurrence, o.outcome, count(*) as clusters, min(p.started_at) as "startedAt"
        from occurrence_cluster as c ${there}
        left join outcome as o on o.occurrence = c.occurrence and o.cluster = c.cluster
        left join play_log as p on p.seq = o.seq
        where c.occurrence in (${some}) group by c.occurrence, o.outcome`.execute(db);
      for (const row of rows) found.push({ ...row, clusters: Number(row.clusters) });
    }
    return found;
  },
  clustersIn: async (commune) => {
    const rows = await db
      .selectFrom("cluster")
      .select("id")
      .where("commune", "=", commune)
      .execute();
    return new Set(rows.map((row) => row.id));
  },
});
