import type { Kysely } from "kysely";
import type { WishTable } from "../store/level-tables.ts";
import type { Tables } from "../store/tables.ts";

export interface WishStore {
  one(message: string): Promise<WishTable | undefined>;
  /** Of which no order came yet, newest first. */
  open(): Promise<readonly WishTable[]>;
  /** The newest wish for a message counts. */
  save(wish: WishTable): Promise<void>;
  granted(message: string, broadcast: string): Promise<void>;
  /** Whose message it is, where it belongs, and whether it may air. */
  message(id: string): Promise<{ author: string; place: string; status: string } | undefined>;
}

const MOST = 500;

export const wishStore = (db: Kysely<Tables>): WishStore => ({
  one: (message) =>
    db.selectFrom("wish").selectAll().where("message", "=", message).executeTakeFirst(),
  open: () =>
    db
      .selectFrom("wish")
      .selectAll()
      .where("broadcast", "is", null)
      .orderBy("created_at", "desc")
      .limit(MOST)
      .execute(),
  save: async (wish) => {
    const { message: _same, ...rest } = wish;
    await db
      .insertInto("wish")
      .values(wish)
      .onConflict((conflict) => conflict.column("message").doUpdateSet(rest))
      .execute();
  },
  granted: async (message, broadcast) => {
    await db.updateTable("wish").set({ broadcast }).where("message", "=", message).execute();
  },
  message: (id) =>
    db
      .selectFrom("message")
      .select(["author", "place", "status"])
      .where("id", "=", id)
      .executeTakeFirst(),
});
