import type { Kysely } from "kysely";
import type { Tables } from "../store/tables.ts";
import type { HeadRow } from "./head.ts";

export interface HeadStore {
  newest(): Promise<HeadRow | undefined>;
  /** The first head that covers this row. */
  covering(seq: number): Promise<HeadRow | undefined>;
  /** Newest first. */
  list(limit: number, before: number | undefined): Promise<readonly HeadRow[]>;
  add(head: Omit<HeadRow, "number">): Promise<HeadRow>;
  auditHead(): Promise<{ readonly seq: number; readonly link: string } | undefined>;
}

export const headStore = (db: Kysely<Tables>): HeadStore => ({
  newest: () =>
    db.selectFrom("log_head").selectAll().orderBy("number", "desc").limit(1).executeTakeFirst(),
  covering: (seq) =>
    db
      .selectFrom("log_head")
      .selectAll()
      .where("seq", ">=", seq)
      .orderBy("number")
      .limit(1)
      .executeTakeFirst(),
  list: (limit, before) =>
    db
      .selectFrom("log_head")
      .selectAll()
      .$if(before !== undefined, (q) => q.where("number", "<", before as number))
      .orderBy("number", "desc")
      .limit(limit)
      .execute(),
  add: (head) => db.insertInto("log_head").values(head).returningAll().executeTakeFirstOrThrow(),
  auditHead: () =>
    db
      .selectFrom("audit")
      .select(["seq", "link"])
      .orderBy("seq", "desc")
      .limit(1)
      .executeTakeFirst(),
});
