import type { Kysely } from "kysely";
import type { RelaySourceTable } from "../store/calendar-tables.ts";
import type { Tables } from "../store/tables.ts";

export interface RelayStore {
  all(): Promise<readonly RelaySourceTable[]>;
  one(id: string): Promise<RelaySourceTable | undefined>;
  add(row: RelaySourceTable): Promise<void>;
  change(row: RelaySourceTable): Promise<void>;
  drop(id: string): Promise<void>;
}

export const relayStore = (db: Kysely<Tables>): RelayStore => ({
  all: () => db.selectFrom("relay_source").selectAll().orderBy("name").orderBy("id").execute(),
  one: (id) => db.selectFrom("relay_source").selectAll().where("id", "=", id).executeTakeFirst(),
  add: async (row) => {
    await db.insertInto("relay_source").values(row).execute();
  },
  change: async ({ id, ...row }) => {
    await db.updateTable("relay_source").set(row).where("id", "=", id).execute();
  },
  drop: async (id) => {
    await db.deleteFrom("relay_source").where("id", "=", id).execute();
  },
});
