import type { Kysely } from "kysely";
import type { LexiconTable } from "../store/library-tables.ts";
import type { Tables } from "../store/tables.ts";

export interface LexiconStore {
  /** Terms of these places, by term. */
  of(places: readonly string[]): Promise<readonly LexiconTable[]>;
  one(id: string): Promise<LexiconTable | undefined>;
  /** The place's reading of this term, new or in place of its old one. */
  put(row: LexiconTable): Promise<void>;
  remove(id: string): Promise<void>;
}

export const lexiconStore = (db: Kysely<Tables>): LexiconStore => ({
  of: (places) =>
    db
      .selectFrom("lexicon")
      .selectAll()
      .where("place", "in", [...places, ""])
      .orderBy("folded")
      .orderBy("place")
      .execute(),
  one: (id) => db.selectFrom("lexicon").selectAll().where("id", "=", id).executeTakeFirst(),
  put: async (row) => {
    await db
      .insertInto("lexicon")
      .values(row)
      .onConflict((on) => on.columns(["place", "folded"]).doUpdateSet(row))
      .execute();
  },
  remove: async (id) => {
    await db.deleteFrom("lexicon").where("id", "=", id).execute();
  },
});
