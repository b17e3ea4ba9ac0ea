import type { Kysely } from "kysely";
import type { OccurrenceId } from "../../contract/ids.ts";
import type { Occurrence } from "../../contract/plan.ts";
import type { Instant } from "../../contract/time.ts";
import type { Tables } from "../store/tables.ts";
import type { Waiting } from "./priority.ts";

export interface PriorityStore {
  /** Priority items that a commune's clusters are meant to play and whose deadline is still to come. */
  waiting(commune: string, now: Instant): Promise<readonly Waiting[]>;
  order(commune: string): Promise<readonly OccurrenceId[]>;
  save(
    commune: string,
    order: readonly OccurrenceId[],
    decided: { readonly by: string; readonly at: Instant },
  ): Promise<void>;
}

export const priorityStore = (db: Kysely<Tables>): PriorityStore => ({
  waiting: async (commune, now) => {
    const rows = await db
      .selectFrom("occurrence")
      .innerJoin("broadcast", "broadcast.id", "occurrence.broadcast")
      .select(["occurrence.body", "broadcast.place"])
      .where("occurrence.level", "=", "priority")
      .where("occurrence.cancelled_at", "is", null)
      .where("occurrence.not_after", ">", now)
      .where("occurrence.id", "in", (inner) =>
        inner
          .selectFrom("occurrence_cluster")
          .innerJoin("cluster", "cluster.id", "occurrence_cluster.cluster")
          .where("cluster.commune", "=", commune)
          .select("occurrence_cluster.occurrence"),
      )
      .execute();
    return rows.map((row) => ({ from: row.place, body: JSON.parse(row.body) as Occurrence }));
  },
  order: async (commune) => {
    const row = await db
      .selectFrom("priority_order")
      .select("occurrences")
      .where("commune", "=", commune)
      .executeTakeFirst();
    return row ? (JSON.parse(row.occurrences) as OccurrenceId[]) : [];
  },
  save: async (commune, order, { by, at }) => {
    const row = { occurrences: JSON.stringify(order), decided_by: by, decided_at: at };
    await db
      .insertInto("priority_order")
      .values({ commune, ...row })
      .onConflict((conflict) => conflict.column("commune").doUpdateSet(row))
      .execute();
  },
});
