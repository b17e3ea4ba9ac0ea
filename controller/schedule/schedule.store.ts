import type { Kysely } from "kysely";
import type { BroadcastId, OccurrenceId, ScopeId } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import type { BroadcastTable, OccurrenceTable, Tables } from "../store/tables.ts";
import type { NewOccurrence } from "./broadcast.ts";

export interface ScheduleStore {
  /** One transaction: the order, its occurrences and whom they mean. Occurrences that exist already are left as they are. */
  save(
    broadcast: BroadcastTable,
    occurrences: readonly NewOccurrence[],
    at: Instant,
  ): Promise<void>;
  /** One transaction: an order as it stands now, and its airings with it. `instead`: an order that goes on from it. */
  change(
    id: string,
    change: Partial<BroadcastTable>,
    airings: { readonly cancel: readonly string[]; readonly add: readonly NewOccurrence[] },
    at: Instant,
    instead?: { readonly row: BroadcastTable; readonly add: readonly NewOccurrence[] },
  ): Promise<void>;
  byKey(key: string): Promise<BroadcastTable | undefined>;
  one(id: string): Promise<BroadcastTable | undefined>;
  many(limit: number, before: number | undefined): Promise<readonly BroadcastTable[]>;
  /** Active orders with a rule. */
  repeating(): Promise<readonly BroadcastTable[]>;
  occurrencesOf(id: string): Promise<readonly OccurrenceTable[]>;
  clustersOf(occurrences: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  countClusters(broadcasts: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Marks the open occurrences of an order cancelled and says which scopes they were in. */
  cancel(
    id: BroadcastId,
    person: string,
    at: Instant,
  ): Promise<readonly { scope: ScopeId; id: OccurrenceId }[]>;
}

const CHUNK = 400;

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += CHUNK) yield all.slice(at, at + CHUNK);
}

const rowOf = (made: NewOccurrence, at: Instant): OccurrenceTable => ({
  id: made.body.id,
  broadcast: made.body.broadcast,
  scope: made.scope,
  document: made.document,
  level: made.body.level,
  not_before: made.body.notBefore,
  not_after: made.body.notAfter,
  body: JSON.stringify(made.body),
  created_at: at,
  cancelled_at: null,
  closed_at: null,
});

async function insert(db: Kysely<Tables>, made: readonly NewOccurrence[], at: Instant) {
  for (const some of chunks(made)) {
    await db
      .insertInto("occurrence")
      .values(some.map((one) => rowOf(one, at)))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const pairs = made.flatMap((one) =>
    one.clusters.map((cluster) => ({ occurrence: one.body.id, cluster })),
  );
  for (const some of chunks(pairs)) {
    await db
      .insertInto("occurrence_cluster")
      .values([...some])
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

export const scheduleStore = (db: Kysely<Tables>): ScheduleStore => ({
  save: (broadcast, occurrences, at) =>
    db.transaction().execute(async (tx) => {
      await tx.insertInto("broadcast").values(broadcast).execute();
      await insert(tx, occurrences, at);
    }),
  change: (id, change, { cancel, add }, at, instead) =>
    db.transaction().execute(async (tx) => {
      if (Object.keys(change).length > 0) {
        await tx.updateTable("broadcast").set(change).where("id", "=", id).execute();
      }
      for (const some of chunks(cancel)) {
        await tx
          .updateTable("occurrence")
          .set({ cancelled_at: at })
          .where("id", "in", [...some])
          .where("cancelled_at", "is", null)
          .execute();
      }
      await insert(tx, add, at);
      if (instead) {
        await tx.insertInto("broadcast").values(instead.row).execute();
        await insert(tx, instead.add, at);
      }
    }),
  byKey: (key) =>
    db.selectFrom("broadcast").selectAll().where("idempotency_key", "=", key).executeTakeFirst(),
  one: (id) => db.selectFrom("broadcast").selectAll().where("id", "=", id).executeTakeFirst(),
  many: (limit, before) =>
    db
      .selectFrom("broadcast")
      .selectAll()
      .$if(before !== undefined, (query) => query.where("created_at", "<", before as number))
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(limit)
      .execute(),
  repeating: () =>
    db
      .selectFrom("broadcast")
      .selectAll()
      .where("state", "=", "active")
      .where("spec", "like", '%"rrule":%')
      .execute(),
  occurrencesOf: (id) =>
    db
      .selectFrom("occurrence")
      .selectAll()
      .where("broadcast", "=", id)
      .orderBy("not_before")
      .orderBy("id")
      .execute(),
  clustersOf: (occurrences) => clustersOf(db, occurrences),
  countClusters: async (broadcasts) => {
    const rows = await db
      .selectFrom("occurrence_cluster")
      .innerJoin("occurrence", "occurrence.id", "occurrence_cluster.occurrence")
      .where("occurrence.broadcast", "in", broadcasts.length > 0 ? [...broadcasts] : [""])
      .groupBy("occurrence.broadcast")
      .select((q) => ["occurrence.broadcast", q.fn.count("cluster").distinct().as("clusters")])
      .execute();
    return new Map(rows.map((row) => [row.broadcast, Number(row.clusters)]));
  },
  cancel: (id, person, at) =>
    db.transaction().execute(async (tx) => {
      await tx
        .updateTable("broadcast")
        .set({ state: "cancelled", cancelled_at: at, cancelled_by: person })
        .where("id", "=", id)
        .execute();
      const open = await tx
        .selectFrom("occurrence")
        .select(["scope", "id"])
        .where("broadcast", "=", id)
        .where("cancelled_at", "is", null)
        .where("not_after", ">", at)
        .execute();
      await tx
        .updateTable("occurrence")
        .set({ cancelled_at: at })
        .where("broadcast", "=", id)
        .where("cancelled_at", "is", null)
        .where("not_after", ">", at)
        .execute();
      return open.map((row) => ({ scope: row.scope as ScopeId, id: row.id as OccurrenceId }));
    }),
});

async function clustersOf(db: Kysely<Tables>, occurrences: readonly string[]) {
  const out = new Map<string, string[]>();
  for (const some of chunks(occurrences)) {
    const rows = await db
      .selectFrom("occurrence_cluster")
      .selectAll()
      .where("occurrence", "in", [...some])
      .orderBy("cluster")
      .execute();
    for (const row of rows) {
      const list = out.get(row.occurrence) ?? [];
      list.push(row.cluster);
      out.set(row.occurrence, list);
    }
  }
  return out;
}
