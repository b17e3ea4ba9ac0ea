import type { Kysely } from "kysely";
import type { Instant } from "../../contract/time.ts";
import type { InboxTable } from "../store/level-tables.ts";
import type { Tables } from "../store/tables.ts";
import type { Offered } from "./inbox.ts";

export interface InboxStore {
  /** Newest first; `waiting` only, or everything. */
  list(state: "waiting" | "all", commune: string | undefined): Promise<readonly Offered[]>;
  /** An offer in every inbox that it lies in. */
  of(broadcast: string): Promise<readonly InboxTable[]>;
  /** False when it was decided meanwhile. */
  decline(
    broadcast: string,
    commune: string,
    decided: { readonly by: string; readonly at: Instant; readonly reason: string },
  ): Promise<boolean>;
}

const MOST = 1_000;

export const inboxStore = (db: Kysely<Tables>): InboxStore => ({
  list: (state, commune) =>
    db
      .selectFrom("inbox")
      .innerJoin("broadcast", "broadcast.id", "inbox.broadcast")
      .selectAll("inbox")
      .select(["broadcast.title", "broadcast.theme", "broadcast.place", "broadcast.spec"])
      .$if(state === "waiting", (query) => query.where("inbox.state", "=", state))
      .$if(commune !== undefined, (query) => query.where("inbox.commune", "=", commune as string))
      .orderBy("inbox.offered_at", "desc")
      .orderBy("inbox.broadcast", "desc")
      .orderBy("inbox.commune")
      .limit(MOST)
      .execute(),
  of: (broadcast) =>
    db
      .selectFrom("inbox")
      .selectAll()
      .where("broadcast", "=", broadcast)
      .orderBy("commune")
      .execute(),
  decline: async (broadcast, commune, { by, at, reason }) => {
    const { numUpdatedRows } = await db
      .updateTable("inbox")
      .set({ state: "declined", decided_at: at, decided_by: by, reason })
      .where("broadcast", "=", broadcast)
      .where("commune", "=", commune)
      .where("state", "=", "waiting")
      .executeTakeFirst();
    return Number(numUpdatedRows) === 1;
  },
});
