import type { Kysely } from "kysely";
import type { MessageTable, Tables } from "../store/tables.ts";
import type { Reading } from "./message.ts";

export interface FindMessages {
  readonly reading: Reading;
  readonly words: readonly string[];
  readonly status?: string | undefined;
  readonly theme?: string | undefined;
  readonly language?: string | undefined;
  readonly place?: string | undefined;
  /** Older than this one: `created_at` and id of the last that was shown. */
  readonly before?: { readonly at: number; readonly id: string } | undefined;
  readonly limit: number;
}

export interface MessageStore {
  add(row: MessageTable): Promise<void>;
  one(id: string): Promise<MessageTable | undefined>;
  many(ids: readonly string[]): Promise<readonly MessageTable[]>;
  find(find: FindMessages): Promise<readonly MessageTable[]>;
  /** Writes only over the version that was read; `false` = somebody was faster. */
  replace(row: MessageTable, version: number): Promise<boolean>;
  themes(): Promise<readonly string[]>;
}

export const messageStore = (db: Kysely<Tables>): MessageStore => ({
  add: async (row) => {
    await db.insertInto("message").values(row).execute();
  },
  one: (id) => db.selectFrom("message").selectAll().where("id", "=", id).executeTakeFirst(),
  many: (ids) =>
    db
      .selectFrom("message")
      .selectAll()
      .where("id", "in", [...ids, ""])
      .execute(),
  find: (find) => search(db, find).execute(),
  replace: async (row, version) => {
    const result = await db
      .updateTable("message")
      .set(row)
      .where("id", "=", row.id)
      .where("version", "=", version)
      .executeTakeFirst();
    return Number(result.numUpdatedRows) === 1;
  },
  themes: async () => {
    const rows = await db.selectFrom("message").select("theme").distinct().execute();
    return rows.map((row) => row.theme).sort();
  },
});

function search(db: Kysely<Tables>, { reading, before, ...find }: FindMessages) {
  let query = db.selectFrom("message").selectAll();
  if (!reading.all) {
    query = query.where((q) =>
      q.or([
        q("place", "in", [...reading.own, ""] as string[]),
        q.and([q("place", "in", [...reading.above, ""] as string[]), q("status", "=", "approved")]),
      ]),
    );
  }
  for (const word of find.words) query = query.where("folded", "like", `%${word}%`);
  if (find.status !== undefined) query = query.where("status", "=", find.status);
  if (find.theme !== undefined) query = query.where("theme", "=", find.theme);
  if (find.language !== undefined) query = query.where("language", "=", find.language);
  if (find.place !== undefined) query = query.where("place", "=", find.place);
  if (before) {
    query = query.where((q) =>
      q.or([
        q("created_at", "<", before.at),
        q.and([q("created_at", "=", before.at), q("id", "<", before.id)]),
      ]),
    );
  }
  return query.orderBy("created_at", "desc").orderBy("id", "desc").limit(find.limit);
}
