import type { Kysely } from "kysely";
import { fold } from "../fleet/fold.ts";
import type { CalendarFeedTable } from "../store/calendar-tables.ts";
import type { Tables } from "../store/tables.ts";

export interface FeedStore {
  add(row: CalendarFeedTable): Promise<void>;
  one(id: string): Promise<CalendarFeedTable | undefined>;
  ofCommune(commune: string): Promise<readonly CalendarFeedTable[]>;
  /** The feed that this token opens, while it does. */
  open(commune: string, tokenHash: string): Promise<CalendarFeedTable | undefined>;
  revoke(id: string, at: number): Promise<void>;
  /** The commune's name and the clusters that stand there on a day; read only. */
  commune(code: string): Promise<string | undefined>;
  clusters(commune: string, day: string): Promise<readonly { id: string; name: string }[]>;
  hamlets(commune: string): Promise<readonly { id: string; name: string }[]>;
  /** The newest approved message of these places with this id, else with this title, however it is spelt. */
  message(
    places: readonly string[],
    id: string | undefined,
    title: string,
  ): Promise<string | undefined>;
}

export const feedStore = (db: Kysely<Tables>): FeedStore => ({
  add: async (row) => {
    await db.insertInto("calendar_feed").values(row).execute();
  },
  one: (id) => db.selectFrom("calendar_feed").selectAll().where("id", "=", id).executeTakeFirst(),
  ofCommune: (commune) =>
    db
      .selectFrom("calendar_feed")
      .selectAll()
      .where("commune", "=", commune)
      .orderBy("created_at")
      .orderBy("id")
      .execute(),
  open: (commune, tokenHash) =>
    db
      .selectFrom("calendar_feed")
      .selectAll()
      .where("token_hash", "=", tokenHash)
      // A telephone keeps the address that it was given, whatever its commune is called by now.
      .where((q) =>
        q.or([
          q("commune", "=", commune),
          q.exists(
            q
              .selectFrom("commune as old")
              .select("old.code")
              .where("old.code", "=", commune)
              .where("old.successor", "is not", null),
          ),
        ]),
      )
      .where("revoked_at", "is", null)
      .executeTakeFirst(),
  revoke: async (id, at) => {
    await db.updateTable("calendar_feed").set({ revoked_at: at }).where("id", "=", id).execute();
  },
  commune: async (code) =>
    (await db.selectFrom("commune").select("name").where("code", "=", code).executeTakeFirst())
      ?.name,
  clusters: (commune, day) =>
    db
      .selectFrom("cluster")
      .select(["id", "name"])
      .where("commune", "=", commune)
      .where("valid_from", "<=", day)
      .where((q) => q.or([q("valid_to", "is", null), q("valid_to", ">", day)]))
      .orderBy("id")
      .execute(),
  hamlets: (commune) =>
    db.selectFrom("hamlet").select(["id", "name"]).where("commune", "=", commune).execute(),
  message: async (places, id, title) => {
    const rows = await db
      .selectFrom("message")
      .select(["id", "title"])
      .where("status", "=", "approved")
      .where("place", "in", [...places])
      .$if(id !== undefined, (q) => q.where("id", "=", id as string))
      .orderBy("created_at", "desc")
      .execute();
    const wanted = fold(title);
    return rows.find((row) => id !== undefined || fold(row.title) === wanted)?.id;
  },
});
