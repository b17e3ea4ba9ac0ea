import { type Kysely, sql } from "kysely";
import type { Tables } from "../store/tables.ts";
import { unconfirmedSql } from "./clock-word.ts";
import type { HeadRow } from "./head.ts";
import type { SealRow } from "./seal.ts";

export interface BootRow {
  readonly agent: string;
  readonly boot: string;
}
export interface StoredReceipt {
  readonly sequence: number;
  readonly kind: string;
  readonly occurrence: string | null;
  readonly at: number;
  readonly body: string;
  readonly link: string;
}
/** What a check of everything reads; it writes nothing. */
export interface VerifyStore {
  boots(): Promise<readonly BootRow[]>;
  receipts(boot: BootRow, after: number, limit: number): Promise<readonly StoredReceipt[]>;
  seals(boot: BootRow): Promise<readonly SealRow[]>;
  receiptHead(
    boot: BootRow,
  ): Promise<{ readonly through: number; readonly link: string; highest: number } | undefined>;
  keys(): Promise<ReadonlyMap<string, string>>;
  /** Receipts by `cluster boot sequence`. */
  sources(
    wanted: readonly { cluster: string; boot: string; sequence: number }[],
  ): Promise<ReadonlyMap<string, string>>;
  /** Pairs whose newest row is not what the table of newest rows says. */
  notNewest(limit: number): Promise<readonly { occurrence: string; cluster: string }[]>;
  heads(after: number, limit: number): Promise<readonly HeadRow[]>;
}

export const verifyStore = (db: Kysely<Tables>): VerifyStore => ({
  boots: () =>
    db
      .selectFrom("receipt")
      .select(["agent", "boot"])
      .distinct()
      .orderBy("agent")
      .orderBy("boot")
      .execute(),
  receipts: ({ agent, boot }, after, limit) =>
    db
      .selectFrom("receipt")
      .select(["sequence", "kind", "occurrence", "at", "body", "link"])
      .where("agent", "=", agent)
      .where("boot", "=", boot)
      .where("sequence", ">", after)
      .orderBy("sequence")
      .limit(limit)
      .execute(),
  seals: ({ agent, boot }) =>
    db
      .selectFrom("receipt_seal")
      .select(["first", "last", "previous", "seal"])
      .where("agent", "=", agent)
      .where("boot", "=", boot)
      .orderBy("first")
      .orderBy("last")
      .execute(),
  receiptHead: ({ agent, boot }) =>
    db
      .selectFrom("receipt_head")
      .select(["through", "link", "highest"])
      .where("agent", "=", agent)
      .where("boot", "=", boot)
      .executeTakeFirst(),
  keys: async () => {
    const rows = await db.selectFrom("agent").select(["id", "public_key"]).execute();
    return new Map(rows.map((row) => [row.id, row.public_key]));
  },
  sources: async (wanted) => {
    const out = new Map<string, string>();
    // Each row has three parameters; one statement takes 32,766.
    for (let at = 0; at < wanted.length; at += 500) {
      const some = wanted
        .slice(at, at + 500)
        .map((one) => sql`(${one.cluster}, ${one.boot}, ${one.sequence})`);
      const { rows } = await sql<{ cluster: string; boot: string; sequence: number; body: string }>`
        select wanted.column1 as cluster, r.boot, r.sequence, r.body
        from (values ${sql.join(some)}) as wanted
        join agent as a on a.cluster = wanted.column1
        join receipt as r on r.agent = a.id and r.boot = wanted.column2 and r.sequence = wanted.column3`.execute(
        db,
      );
      for (const row of rows) out.set(`${row.cluster} ${row.boot} ${row.sequence}`, row.body);
    }
    return out;
  },
  notNewest: async (limit) => {
    const { rows } = await sql<{ occurrence: string; cluster: string }>`
      with last as (select occurrence, cluster, max(seq) as seq from play_log group by occurrence, cluster)
      select l.occurrence, l.cluster from last as l
        join play_log as p on p.seq = l.seq
        left join outcome as o on o.occurrence = l.occurrence and o.cluster = l.cluster
        where o.seq is null or o.seq <> l.seq or o.outcome <> p.outcome or o.rung <> p.rung
          or coalesce(o.reason, '') <> coalesce(p.reason, '') or o.unconfirmed <> ${sql.raw(unconfirmedSql("p.body"))}
      union all
      select o.occurrence, o.cluster from outcome as o
        left join last as l on l.occurrence = o.occurrence and l.cluster = o.cluster
        where l.seq is null
      limit ${limit}`.execute(db);
    return rows;
  },
  heads: (after, limit) =>
    db
      .selectFrom("log_head")
      .selectAll()
      .where("number", ">", after)
      .orderBy("number")
      .limit(limit)
      .execute(),
});
