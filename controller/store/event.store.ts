import type { Kysely } from "kysely";
import type { Instant } from "../../contract/time.ts";
import type { EventTable, Tables } from "./tables.ts";

export type EventRow = Omit<EventTable, "id"> & { readonly id: number };

/** Live events as rows, so that a browser can catch up. */
export interface EventStore {
  add(row: Omit<EventRow, "id">): Promise<number>;
  after(id: number, limit: number): Promise<readonly EventRow[]>;
  /** The smallest and the largest id that are kept; both 0 when there is none. */
  ends(): Promise<{ readonly first: number; readonly last: number }>;
  dropBefore(at: Instant): Promise<void>;
}

export const eventStore = (db: Kysely<Tables>): EventStore => ({
  add: async (row) => {
    const { id } = await db
      .insertInto("event")
      .values(row)
      .returning("id")
      .executeTakeFirstOrThrow();
    return id;
  },
  after: (id, limit) =>
    db.selectFrom("event").selectAll().where("id", ">", id).orderBy("id").limit(limit).execute(),
  ends: async () => {
    const row = await db
      .selectFrom("event")
      .select((q) => [q.fn.min("id").as("first"), q.fn.max("id").as("last")])
      .executeTakeFirst();
    return { first: row?.first ?? 0, last: row?.last ?? 0 };
  },
  dropBefore: async (at) => {
    await db.deleteFrom("event").where("at", "<", at).execute();
  },
});
