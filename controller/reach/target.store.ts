import type { Kysely } from "kysely";
import type { ReachTargetTable } from "../store/reach-tables.ts";
import type { Tables } from "../store/tables.ts";

export interface TargetStore {
  all(): Promise<readonly ReachTargetTable[]>;
  add(row: ReachTargetTable): Promise<void>;
}

export const targetStore = (db: Kysely<Tables>): TargetStore => ({
  all: () =>
    db
      .selectFrom("reach_target")
      .selectAll()
      .orderBy("due")
      .orderBy("metric")
      .orderBy("id")
      .execute(),
  add: async (row) => void (await db.insertInto("reach_target").values(row).execute()),
});
