import type { Kysely } from "kysely";
import type { Step } from "../store/step.ts";
import type { MessageTable, Tables } from "../store/tables.ts";

/** What messages have at places that end. */
export interface MessageCarryingStore {
  /** Not approved yet: drafts, what waits, what was sent back; oldest first. */
  waiting(
    places: readonly string[],
  ): Promise<readonly Pick<MessageTable, "id" | "title" | "status" | "place">[]>;
  approved(places: readonly string[]): Promise<readonly { place: string; count: number }[]>;
  moveMessages(ids: readonly string[], into: string): Step;
  moveTerms(ids: readonly string[], into: string): Step;
}

export const carryingStore = (db: Kysely<Tables>): MessageCarryingStore => ({
  waiting: (places) =>
    db
      .selectFrom("message")
      .select(["id", "title", "status", "place"])
      .where("place", "in", [...places, ""])
      .where("status", "<>", "approved")
      .orderBy("created_at")
      .orderBy("id")
      .execute(),
  approved: async (places) => {
    const rows = await db
      .selectFrom("message")
      .select((q) => ["place", q.fn.countAll().as("count")])
      .where("place", "in", [...places, ""])
      .where("status", "=", "approved")
      .groupBy("place")
      .orderBy("place")
      .execute();
    return rows.map(({ place, count }) => ({ place, count: Number(count) }));
  },
  moveMessages: (ids, place) => async (tx) => {
    for (const id of ids) {
      await tx.updateTable("message").set({ place }).where("id", "=", id).execute();
    }
  },
  moveTerms: (ids, place) => async (tx) => {
    for (const id of ids) {
      await tx.updateTable("lexicon").set({ place }).where("id", "=", id).execute();
    }
  },
});
