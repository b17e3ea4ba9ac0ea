import { CompiledQuery, type Kysely, type RawBuilder, sql } from "kysely";
import type { AgentId, BootId, ScopeId, Sha256 } from "../../contract/ids.ts";
import type { Receipt } from "../../contract/receipt.ts";
import type { Instant } from "../../contract/time.ts";
import type { Tables } from "../store/tables.ts";
import type { NewReceipt, ReceiptHead } from "./intake.ts";
import type { Board, Boot, FromBoot, Pair, ReceiptStore } from "./ports.ts";

// Ten parameters a row; SQLite takes 32,766 in one statement.
const CHUNK = 500;
const chunks = <T>(all: readonly T[], size = CHUNK): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  );
const keyOf = (one: string, other: string): string => `${one} ${other}`;

/** Rows of pairs to join with; both engines call the columns of VALUES column1 and column2. */
const pairsTable = (pairs: readonly (readonly [string, string])[]): RawBuilder<unknown> =>
  sql`(values ${sql.join(pairs.map(([one, other]) => sql`(${one}, ${other})`))}) as wanted`;

/** The text of an insert by its number of rows: writing it anew for each turn costs as much as running it. */
export type InsertTexts = Map<number, string>;

/** `texts` is kept by whoever makes a store for each transaction; it serves one database. */
export const receiptStore = (db: Kysely<Tables>, texts: InsertTexts = new Map()): ReceiptStore => ({
  boards: async (agents) => {
    const out = new Map<string, Board>();
    for (const some of chunks(agents)) {
      const rows = await db
        .selectFrom("agent")
        .innerJoin("cluster", "cluster.id", "agent.cluster")
        .leftJoin("quarantine", (join) =>
          join.onRef("quarantine.agent", "=", "agent.id").on("quarantine.released_at", "is", null),
        )
        .select(["agent.id", "agent.cluster", "cluster.commune", "quarantine.number"])
        .where("agent.id", "in", some)
        .where("agent.status", "=", "active")
        .execute();
      for (const { id, cluster, commune, number } of rows) {
        const place = `c-${commune}` as ScopeId;
        out.set(id, { agent: id as AgentId, cluster, place, quarantined: number !== null });
      }
    }
    return out;
  },
  heads: async (boots) => {
    const out = new Map<string, ReceiptHead>();
    for (const some of chunks(boots)) {
      const { rows } = await sql<ReceiptHead & Boot>`
        select h.agent, h.boot, h.through, h.link, h.highest
        from ${pairsTable(some.map((one) => [one.agent, one.boot]))}
        join receipt_head as h on h.agent = wanted.column1 and h.boot = wanted.column2`.execute(db);
      for (const { agent, boot, ...head } of rows) out.set(keyOf(agent, boot), head);
    }
    return out;
  },
  near: ({ agent, boot, first, receipts }) =>
    db
      .selectFrom("receipt")
      .select(["sequence", "link", "body"])
      .where("agent", "=", agent)
      .where("boot", "=", boot)
      .where("sequence", ">=", first - 1)
      .where("sequence", "<=", first + receipts.length)
      .execute(),
  onward: async ({ agent, boot }, after) => {
    let found: { through: number; link: Sha256 } | undefined;
    const rows = db
      .selectFrom("receipt")
      .select(["sequence", "link"])
      .where("agent", "=", agent)
      .where("boot", "=", boot)
      .where("sequence", ">", after)
      .orderBy("sequence");
    for (const row of await rows.execute()) {
      if (row.sequence !== (found?.through ?? after) + 1) break;
      found = { through: row.sequence, link: row.link as Sha256 };
    }
    return found;
  },
  insert: async (rows, at) => {
    for (const some of portions(rows)) {
      const values = some.map((row) => rowOf(row, at));
      const text = texts.get(values.length) ?? insertOf(db, values);
      texts.set(values.length, text);
      await db.executeQuery(CompiledQuery.raw(text, values.flatMap(Object.values)));
    }
    await applied(db, rows, at);
  },
  saveHeads: async (heads) => {
    for (const some of chunks(heads)) {
      await db
        .insertInto("receipt_head")
        .values(
          some.map(({ agent, boot, through, link, highest }) => ({
            agent,
            boot,
            through,
            link,
            highest,
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(["agent", "boot"]).doUpdateSet((q) => ({
            through: q.ref("excluded.through"),
            link: q.ref("excluded.link"),
            highest: q.ref("excluded.highest"),
          })),
        )
        .execute();
    }
  },
  saveSeals: async (batches) => {
    const rows = batches.flatMap(({ agent, boot, first, previous, receipts, seal }) =>
      seal === undefined
        ? []
        : [{ agent, boot, first, last: first + receipts.length - 1, previous, seal }],
    );
    for (const some of chunks(rows)) {
      await db
        .insertInto("receipt_seal")
        .values(some)
        .onConflict((conflict) => conflict.columns(["agent", "boot", "first", "last"]).doNothing())
        .execute();
    }
  },
  about: async (pairs) => {
    const out = new Map<string, FromBoot[]>();
    for (const some of chunks(pairs)) {
      const { rows } = await sql<Row>`
        select r.agent, r.boot, r.occurrence, r.body, a.cluster
        from ${pairsTable(some.map((one) => [one.occurrence, one.cluster]))}
        join agent as a on a.cluster = wanted.column2
        join receipt as r on r.occurrence = wanted.column1 and r.agent = a.id
        left join quarantine as q on q.agent = a.id and (
          (q.released_at is null and r.received_at >= q.since) or q.detail = r.boot || '/' || r.sequence)
        where q.agent is null
        order by r.at, r.sequence`.execute(db);
      collect(out, rows);
    }
    return out;
  },
  aboutOccurrences: async (occurrences, cluster) => {
    const out = new Map<string, FromBoot[]>();
    for (const some of chunks(occurrences)) {
      const rows = await db
        .selectFrom("receipt")
        .innerJoin("agent", "agent.id", "receipt.agent")
        .select([
          "receipt.agent",
          "receipt.boot",
          "receipt.occurrence",
          "receipt.body",
          "agent.cluster",
        ])
        .where("receipt.occurrence", "in", some)
        .$if(cluster !== undefined, (query) =>
          query.where("receipt.agent", "in", (of) =>
            of
              .selectFrom("agent as own")
              .select("own.id")
              .where("own.cluster", "=", cluster as string),
          ),
        )
        .orderBy("receipt.at")
        .orderBy("receipt.sequence")
        .execute();
      collect(out, rows);
    }
    return out;
  },
  delivered: (pairs) => delivered(db, pairs),
  gaps: async () =>
    (
      await db
        .selectFrom("receipt_head")
        .select(["agent", "boot", "through", "highest"])
        .whereRef("highest", ">", "through")
        .execute()
    ).map((row) => ({ ...row, agent: row.agent as AgentId, boot: row.boot as BootId })),
});

interface Row {
  readonly agent: string;
  readonly boot: string;
  readonly occurrence: string | null;
  readonly body: string;
  readonly cluster: string;
}

function collect(out: Map<string, FromBoot[]>, rows: readonly Row[]): void {
  for (const { agent, boot, occurrence, cluster, body } of rows) {
    const key = keyOf(occurrence ?? "", cluster);
    const list = out.get(key) ?? [];
    list.push({ agent: agent as AgentId, boot, receipt: JSON.parse(body) as Receipt });
    out.set(key, list);
  }
}

/** Few sizes, so that few texts are ever made. */
const PORTIONS = [100, 10, 1] as const;
function portions<T>(all: readonly T[]): T[][] {
  const out: T[][] = [];
  let from = 0;
  for (const size of PORTIONS)
    for (; all.length - from >= size; from += size) out.push(all.slice(from, from + size));
  return out;
}

const insertOf = (db: Kysely<Tables>, values: readonly ReturnType<typeof rowOf>[]): string =>
  db
    .insertInto("receipt")
    .values(values)
    .onConflict((conflict) => conflict.columns(["agent", "boot", "sequence"]).doNothing())
    .compile().sql;

const rowOf = ({ agent, boot, receipt, text, link }: NewReceipt, at: Instant) => ({
  agent,
  boot,
  sequence: receipt.sequence,
  kind: receipt.kind,
  occurrence: "occurrence" in receipt ? receipt.occurrence : null,
  at: receipt.at,
  body: text,
  link,
  received_at: at,
});

/** Only forward: a batch that was sent again must not take a board back. */
async function applied(
  db: Kysely<Tables>,
  rows: readonly NewReceipt[],
  at: Instant,
): Promise<void> {
  for (const { agent, receipt } of rows) {
    if (receipt.kind !== "delivered") continue;
    const { scope, document, epoch, revision } = receipt;
    await db
      .insertInto("delivered")
      .values({ agent, scope, document, epoch, revision, at })
      .onConflict((conflict) =>
        conflict
          .columns(["agent", "scope", "document"])
          .doUpdateSet({ epoch, revision, at })
          .where((q) =>
            q.or([
              q("delivered.epoch", "<", epoch),
              q.and([q("delivered.epoch", "=", epoch), q("delivered.revision", "<", revision)]),
            ]),
          ),
      )
      .execute();
  }
}

/** A board proves what it holds by its signed `delivered` receipts. */
async function delivered(db: Kysely<Tables>, pairs: readonly Pair[]) {
  const out = new Map<string, { delivered: boolean; cancelled: boolean }>();
  for (const some of chunks(pairs)) {
    const { rows } = await sql<{
      occurrence: string;
      cluster: string;
      revision: number;
      cancel_revision: number | null;
      held: number;
    }>`
      select wanted.column1 as occurrence, wanted.column2 as cluster, d.revision, d.cancel_revision, max(h.revision) as held
      from ${pairsTable(some.map((one) => [one.occurrence, one.cluster]))}
      join dispatched as d on d.occurrence = wanted.column1
      join agent as a on a.cluster = wanted.column2
      join delivered as h on h.agent = a.id and h.scope = d.scope and h.document = d.document
      group by wanted.column1, wanted.column2, d.revision, d.cancel_revision`.execute(db);
    for (const row of rows) {
      out.set(keyOf(row.occurrence, row.cluster), {
        delivered: row.held >= row.revision,
        cancelled: row.cancel_revision !== null && row.held >= row.cancel_revision,
      });
    }
  }
  return out;
}
