import type { Kysely } from "kysely";
import type { ContactTable } from "../store/board-tables.ts";
import type { Tables } from "../store/tables.ts";

export interface ContactStore {
  all(): Promise<readonly ContactTable[]>;
  one(cluster: string): Promise<ContactTable | undefined>;
  put(contact: ContactTable): Promise<void>;
  /** Whether there was one. */
  drop(cluster: string): Promise<boolean>;
}

export const contactStore = (db: Kysely<Tables>): ContactStore => ({
  all: () => db.selectFrom("cluster_contact").selectAll().orderBy("cluster").execute(),
  one: (cluster) =>
    db.selectFrom("cluster_contact").selectAll().where("cluster", "=", cluster).executeTakeFirst(),
  put: async (contact) => {
    const { cluster: _, ...said } = contact;
    await db
      .insertInto("cluster_contact")
      .values(contact)
      .onConflict((conflict) => conflict.column("cluster").doUpdateSet(said))
      .execute();
  },
  drop: async (cluster) => {
    const gone = await db
      .deleteFrom("cluster_contact")
      .where("cluster", "=", cluster)
      .executeTakeFirst();
    return gone.numDeletedRows > 0n;
  },
});
