import type { Kysely } from "kysely";
import type { Instant } from "../../contract/time.ts";
import type { Tables } from "../store/tables.ts";
import type { AgendaRow } from "./agenda.ts";

export interface AgendaStore {
  /** Occurrences whose window meets this one, the earliest first. */
  between(from: Instant, to: Instant, limit: number): Promise<readonly AgendaRow[]>;
  clustersIn(commune: string): Promise<ReadonlySet<string>>;
}

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
  clustersIn: async (commune) => {
    const rows = await db
      .selectFrom("cluster")
      .select("id")
      .where("commune", "=", commune)
      .execute();
    return new Set(rows.map((row) => row.id));
  },
});
