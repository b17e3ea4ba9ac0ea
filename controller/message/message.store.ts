import type { Kysely } from "kysely";
import type { MessageVersionTable } from "../store/library-tables.ts";
import type { MessageTable, Tables } from "../store/tables.ts";
import type { Reading } from "./message.ts";

export interface FindMessages {
  readonly reading: Reading;
  readonly words: readonly string[];
  readonly status?: string | undefined;
  readonly theme?: string | undefined;
  readonly language?: string | undefined;
  readonly work?: string | undefined;
  readonly place?: string | undefined;
  /** Older than this one: `created_at` and id of the last that was shown. */
  readonly before?: { readonly at: number; readonly id: string } | undefined;
  readonly limit: number;
}

export interface Uses {
  readonly orders: number;
  readonly airings: number;
  readonly last: number | null;
}

export interface MessageStore {
  add(row: MessageTable): Promise<void>;
  one(id: string): Promise<MessageTable | undefined>;
  many(ids: readonly string[]): Promise<readonly MessageTable[]>;
  find(find: FindMessages): Promise<readonly MessageTable[]>;
  /** Writes only over the version that was read; `false` = somebody was faster. */
  replace(row: MessageTable, version: number, kept?: MessageVersionTable): Promise<boolean>;
  versions(id: string): Promise<readonly MessageVersionTable[]>;
  /** Orders that say it, and their airings that have begun. */
  uses(id: string, now: number): Promise<Uses>;
  /** Drafts whose id begins so and that have no sound yet. */
  silent(beginning: string): Promise<readonly Pick<MessageTable, "id" | "author">[]>;
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
  replace: (row, version, kept) =>
    db.transaction().execute(async (tx) => {
      const result = await tx
        .updateTable("message")
        .set(row)
        .where("id", "=", row.id)
        .where("version", "=", version)
        .executeTakeFirst();
      const isOurs = Number(result.numUpdatedRows) === 1;
      if (isOurs && kept) await tx.insertInto("message_version").values(kept).execute();
      return isOurs;
    }),
  versions: (id) =>
    db
      .selectFrom("message_version")
      .selectAll()
      .where("message", "=", id)
      .orderBy("version", "desc")
      .execute(),
  uses: async (id, now) => {
    const orders = db
      .selectFrom("broadcast")
      .where("spec", "like", `%"${id}"%`)
      .where("state", "in", ["active", "cancelled"]);
    const { count } = await orders
      .select((q) => q.fn.countAll().as("count"))
      .executeTakeFirstOrThrow();
    const aired = await db
      .selectFrom("occurrence")
      .where("broadcast", "in", orders.select("id"))
      .where("not_before", "<=", now)
      .where("cancelled_at", "is", null)
      .select((q) => [q.fn.countAll().as("count"), q.fn.max("not_before").as("last")])
      .executeTakeFirstOrThrow();
    return { orders: Number(count), airings: Number(aired.count), last: aired.last };
  },
  silent: (beginning) =>
    db
      .selectFrom("message")
      .select(["id", "author"])
      .where("id", "like", `${beginning}%`)
      .where("status", "=", "draft")
      .where("sha256", "is", null)
      .orderBy("id")
      .execute(),
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
  const { work } = find;
  if (work !== undefined)
    query = query.where((q) => q.or([q("id", "=", work), q("work", "=", work)]));
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
