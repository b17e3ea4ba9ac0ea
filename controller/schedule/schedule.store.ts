import type { Kysely } from "kysely";
import type { BroadcastId, OccurrenceId, ScopeId } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import type { InboxTable, MakeGoodTable } from "../store/level-tables.ts";
import type { BroadcastTable, OccurrenceTable, Tables } from "../store/tables.ts";
import type { NewOccurrence } from "./broadcast.ts";

export interface ScheduleStore {
  /**
   * One transaction: the order, its occurrences and whom they mean. Occurrences that exist already are left as they are. False =
   * the offer was decided meanwhile, and nothing was saved.
   */
  save(
    broadcast: BroadcastTable,
    occurrences: readonly NewOccurrence[],
    at: Instant,
    inbox?: {
      /** What is only offered to communes. */
      readonly offers?: readonly InboxTable[];
      /** The offer that this order takes up. */
      readonly accepts?: Pick<InboxTable, "broadcast" | "commune">;
      /** The airing that it makes good, commune by commune. */
      readonly makesGood?: readonly MakeGoodTable[];
    },
  ): Promise<boolean>;
  /** One transaction: an order as it stands now, and its airings with it. `instead`: an order that goes on from it. */
  change(
    id: string,
    change: Partial<BroadcastTable>,
    airings: { readonly cancel: readonly string[]; readonly add: readonly NewOccurrence[] },
    at: Instant,
    instead?: {
      readonly row?: BroadcastTable;
      readonly add?: readonly NewOccurrence[];
      readonly offers?: readonly InboxTable[];
    },
  ): Promise<void>;
  /** Takes an offer back from every inbox and says which orders of communes it has become. */
  withdraw(broadcast: string, person: string, at: Instant): Promise<readonly string[]>;
  byKey(key: string): Promise<BroadcastTable | undefined>;
  one(id: string): Promise<BroadcastTable | undefined>;
  many(limit: number, before: number | undefined): Promise<readonly BroadcastTable[]>;
  /** Active orders with a rule. */
  repeating(): Promise<readonly BroadcastTable[]>;
  /** Whether there ever was such an airing. */
  aired(occurrence: string): Promise<boolean>;
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

async function offer(db: Kysely<Tables>, offers: readonly InboxTable[]): Promise<void> {
  for (const some of chunks(offers)) {
    await db
      .insertInto("inbox")
      .values([...some])
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** A method of the store, on one transaction. */
type Step<K extends keyof ScheduleStore> = (
  tx: Kysely<Tables>,
  ...given: Parameters<ScheduleStore[K]>
) => ReturnType<ScheduleStore[K]>;

const save: Step<"save"> = async (tx, broadcast, occurrences, at, inbox = {}) => {
  await tx.insertInto("broadcast").values(broadcast).execute();
  await insert(tx, occurrences, at);
  await offer(tx, inbox.offers ?? []);
  for (const row of inbox.makesGood ?? []) {
    await tx
      .insertInto("make_good")
      .values(row)
      .onConflict((conflict) => conflict.columns(["occurrence", "commune"]).doUpdateSet(row))
      .execute();
  }
  if (!inbox.accepts) return true;
  const { numUpdatedRows } = await tx
    .updateTable("inbox")
    .set({
      state: "accepted",
      decided_at: at,
      decided_by: broadcast.author,
      scheduled: broadcast.id,
    })
    .where("broadcast", "=", inbox.accepts.broadcast)
    .where("commune", "=", inbox.accepts.commune)
    .where("state", "=", "waiting")
    .executeTakeFirst();
  // Two people who accept at once must not make two orders of one offer.
  if (Number(numUpdatedRows) !== 1) throw TAKEN;
  return true;
};

/** Rolls the transaction back. */
const TAKEN = Symbol("the offer was decided meanwhile");
const unlessTaken = (error: unknown): false => {
  if (error === TAKEN) return false;
  throw error;
};

const change: Step<"change"> = async (tx, id, columns, { cancel, add }, at, instead) => {
  if (Object.keys(columns).length > 0) {
    await tx.updateTable("broadcast").set(columns).where("id", "=", id).execute();
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
  if (instead?.row) await tx.insertInto("broadcast").values(instead.row).execute();
  await insert(tx, instead?.add ?? [], at);
  await offer(tx, instead?.offers ?? []);
};

const withdraw: Step<"withdraw"> = async (tx, broadcast, person, at) => {
  await tx
    .updateTable("inbox")
    .set({ state: "withdrawn", decided_at: at, decided_by: person })
    .where("broadcast", "=", broadcast)
    .where("state", "=", "waiting")
    .execute();
  const rows = await tx
    .selectFrom("inbox")
    .select("scheduled")
    .where("broadcast", "=", broadcast)
    .where("scheduled", "is not", null)
    .execute();
  return rows.map((row) => row.scheduled as string);
};

const cancel: Step<"cancel"> = async (tx, id, person, at) => {
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
};

export const scheduleStore = (db: Kysely<Tables>): ScheduleStore => ({
  save: (...given) =>
    db
      .transaction()
      .execute((tx) => save(tx, ...given))
      .catch(unlessTaken),
  change: (...given) => db.transaction().execute((tx) => change(tx, ...given)),
  withdraw: (...given) => db.transaction().execute((tx) => withdraw(tx, ...given)),
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
  aired: async (occurrence) =>
    (await db
      .selectFrom("occurrence")
      .select("id")
      .where("id", "=", occurrence)
      .executeTakeFirst()) !== undefined,
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
  cancel: (...given) => db.transaction().execute((tx) => cancel(tx, ...given)),
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
