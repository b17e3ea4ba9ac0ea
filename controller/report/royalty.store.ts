import type { Kysely } from "kysely";
import type { RoyaltyRateTable } from "../store/report-migrations.ts";
import type { Tables } from "../store/tables.ts";

export interface RoyaltyStore {
  all(): Promise<readonly RoyaltyRateTable[]>;
  add(row: RoyaltyRateTable): Promise<void>;
}

export const royaltyStore = (db: Kysely<Tables>): RoyaltyStore => ({
  all: () =>
    db.selectFrom("royalty_rate").selectAll().orderBy("valid_from").orderBy("id").execute(),
  /** What held before there, for the same work, ends on that day. */
  add: (row) =>
    db.transaction().execute(async (tx) => {
      await tx
        .updateTable("royalty_rate")
        .set({ valid_to: row.valid_from })
        .where("place", "=", row.place)
        .where("role", "=", row.role)
        .where("valid_to", "is", null)
        .execute();
      await tx.insertInto("royalty_rate").values(row).execute();
    }),
});
