import { type Kysely, sql } from "kysely";
import type { Hash } from "../../contract/chain.ts";
import type { Sha256 } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import { fold } from "../fleet/fold.ts";
import type { Tables } from "../store/tables.ts";
import { beforeFirst, type Head, type LinkedRow, linked } from "./chain.ts";
import { unconfirmedIn } from "./clock-word.ts";
import type {
  LogEntry,
  LogFilter,
  OccurrenceFacts,
  Pair,
  PairFacts,
  PlaylogStore,
  Standing,
  TallyFilter,
  TallyRow,
} from "./ports.ts";

const CHUNK = 500;
const chunks = <T>(all: readonly T[], size = CHUNK): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  );
const keyOf = (one: Pair): string => `${one.occurrence} ${one.cluster}`;
const wanted = (pairs: readonly Pair[]) =>
  sql`(values ${sql.join(pairs.map((one) => sql`(${one.occurrence}, ${one.cluster})`))}) as wanted`;

export const playlogStore = (db: Kysely<Tables>, hash: Hash): PlaylogStore => ({
  pairs: (all) => pairFacts(db, all),
  standingOf: async (occurrences) => {
    const out: (Standing & { startedAt: number | null; heard: number })[] = [];
    for (const some of chunks(occurrences)) {
      const rows = await db
        .selectFrom("outcome")
        .innerJoin("play_log", "play_log.seq", "outcome.seq")
        .select([
          "outcome.occurrence",
          "outcome.cluster",
          "outcome.seq",
          "outcome.outcome",
          "outcome.rung",
          "outcome.reason",
          "play_log.started_at as startedAt",
          "play_log.heard",
        ])
        .where("outcome.occurrence", "in", some)
        .execute();
      out.push(...rows);
    }
    return out;
  },
  append: async (rows) => {
    if (rows.length === 0) return;
    const chained = linked(hash, await headOf(db, hash), rows);
    for (const some of chunks(chained)) {
      await db.insertInto("play_log").values(some.map(columns)).execute();
    }
    // The last row of a pair wins when one batch holds several.
    const newest = new Map(chained.map((row) => [keyOf(row), row]));
    for (const some of chunks([...newest.values()])) {
      await db
        .insertInto("outcome")
        .values(
          some.map(({ occurrence, cluster, seq, outcome, rung, reason, body }) => ({
            occurrence,
            cluster,
            seq,
            outcome,
            rung,
            reason,
            unconfirmed: unconfirmedIn(body),
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(["occurrence", "cluster"]).doUpdateSet((q) => ({
            seq: q.ref("excluded.seq"),
            outcome: q.ref("excluded.outcome"),
            rung: q.ref("excluded.rung"),
            reason: q.ref("excluded.reason"),
            unconfirmed: q.ref("excluded.unconfirmed"),
          })),
        )
        .execute();
    }
  },
  ended: async (from, to) =>
    (
      await facts(db)
        .where("occurrence.not_after", ">", from)
        .where("occurrence.not_after", "<=", to)
        .orderBy("occurrence.not_after")
        .orderBy("occurrence.id")
        .execute()
    ).map(factsOf),
  open: (occurrence) =>
    db
      .selectFrom("occurrence_cluster")
      .innerJoin("cluster", "cluster.id", "occurrence_cluster.cluster")
      .leftJoin("agent", (join) =>
        join.onRef("agent.cluster", "=", "cluster.id").on("agent.status", "=", "active"),
      )
      .leftJoin("outcome", (join) =>
        join
          .onRef("outcome.occurrence", "=", "occurrence_cluster.occurrence")
          .onRef("outcome.cluster", "=", "occurrence_cluster.cluster"),
      )
      .where("occurrence_cluster.occurrence", "=", occurrence)
      .where("outcome.seq", "is", null)
      .select([
        "occurrence_cluster.occurrence",
        "occurrence_cluster.cluster",
        "agent.id as agent",
        "cluster.commune",
      ])
      .orderBy("occurrence_cluster.cluster")
      .execute(),
  head: () => headOf(db, hash),
  rows: (after, limit) =>
    db
      .selectFrom("play_log")
      .selectAll()
      .where("seq", ">", after)
      .orderBy("seq")
      .limit(limit)
      .execute(),
  list: (filter, limit) => list(db, filter, limit),
  tally: (filter) => tally(db, filter),
});

/** Exactly the columns, whatever else a caller carries along. */
const columns = (row: LinkedRow): LinkedRow => ({
  seq: row.seq,
  occurrence: row.occurrence,
  cluster: row.cluster,
  agent: row.agent,
  outcome: row.outcome,
  reason: row.reason,
  rung: row.rung,
  started_at: row.started_at,
  heard: row.heard,
  frames: row.frames,
  of_frames: row.of_frames,
  late: row.late,
  at: row.at,
  body: row.body,
  link: row.link,
});

async function headOf(db: Kysely<Tables>, hash: Hash): Promise<Head> {
  const row = await db
    .selectFrom("play_log")
    .select(["seq", "link"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ? { seq: row.seq, link: row.link as Sha256 } : beforeFirst(hash);
}

interface PairRow extends FactsRow, Pair {
  readonly planned: string | null;
  readonly outcome: string | null;
  readonly rung: string | null;
}

async function pairFacts(
  db: Kysely<Tables>,
  all: readonly Pair[],
): Promise<Map<string, PairFacts>> {
  const out = new Map<string, PairFacts>();
  for (const some of chunks(all)) {
    const { rows } = await sql<PairRow>`
      select wanted.column1 as occurrence, wanted.column2 as cluster, o.id, o.broadcast, o.not_before, o.not_after,
        o.cancelled_at, d.revision, p.cluster as planned, s.outcome, s.rung
      from ${wanted(some)}
      left join occurrence as o on o.id = wanted.column1
      left join dispatched as d on d.occurrence = wanted.column1
      left join occurrence_cluster as p on p.occurrence = wanted.column1 and p.cluster = wanted.column2
      left join outcome as s on s.occurrence = wanted.column1 and s.cluster = wanted.column2`.execute(
      db,
    );
    for (const row of rows) {
      out.set(keyOf(row), {
        occurrence: row.id === null ? undefined : factsOf(row),
        planned: row.planned !== null,
        standing: row.outcome === null ? undefined : { outcome: row.outcome, rung: row.rung ?? "" },
      });
    }
  }
  return out;
}

interface FactsRow {
  readonly id: string;
  readonly broadcast: string;
  readonly not_before: number;
  readonly not_after: number;
  readonly cancelled_at: number | null;
  readonly revision: number | null;
}

const facts = (db: Kysely<Tables>) =>
  db
    .selectFrom("occurrence")
    .leftJoin("dispatched", "dispatched.occurrence", "occurrence.id")
    .select([
      "occurrence.id",
      "occurrence.broadcast",
      "occurrence.not_before",
      "occurrence.not_after",
      "occurrence.cancelled_at",
      "dispatched.revision",
    ]);

const factsOf = (row: FactsRow): OccurrenceFacts => ({
  id: row.id,
  broadcast: row.broadcast,
  notBefore: row.not_before as Instant,
  notAfter: row.not_after as Instant,
  cancelledAt: row.cancelled_at as Instant | null,
  dispatched: row.revision !== null,
});

const within = ({ provinces, communes }: NonNullable<LogFilter["sight"]>) =>
  sql<boolean>`(commune.province in (${sql.join(["", ...provinces])}) or commune.code in (${sql.join(["", ...communes])}))`;

/** The newest outcome of each occurrence and cluster, counted by commune: what a page of many communes shows of a day. */
function tally(db: Kysely<Tables>, { from, to, sight }: TallyFilter): Promise<TallyRow[]> {
  let query = db
    .selectFrom("occurrence")
    .innerJoin("outcome", "outcome.occurrence", "occurrence.id")
    .innerJoin("cluster", "cluster.id", "outcome.cluster")
    .innerJoin("commune", "commune.code", "cluster.commune")
    .select(["cluster.commune", "outcome.outcome"])
    .select((q) => q.fn.countAll<number>().as("plays"))
    .where("occurrence.not_after", ">=", from)
    .where("occurrence.not_before", "<", to);
  if (sight !== undefined) query = query.where(within(sight));
  return query.groupBy(["cluster.commune", "outcome.outcome"]).execute();
}

// Each is found once, before any row of the log is looked at.
const titled = (words: string) =>
  sql<string>`(select id from broadcast where instr(folded(title), ${fold(words)}) > 0)`;
const approvedBy = (name: string) =>
  sql<string>`(select b.id from broadcast as b, json_each(b.approvals) as one join person as p on p.id = one.value
    where instr(folded(p.name), ${fold(name)}) > 0 or instr(p.username, ${fold(name)}) > 0)`;

function list(db: Kysely<Tables>, filter: LogFilter, limit: number): Promise<LogEntry[]> {
  let query = db
    .selectFrom("play_log")
    .leftJoin("occurrence", "occurrence.id", "play_log.occurrence")
    .leftJoin("broadcast", "broadcast.id", "occurrence.broadcast")
    .leftJoin("cluster", "cluster.id", "play_log.cluster")
    .leftJoin("commune", "commune.code", "cluster.commune")
    .leftJoin("outcome", "outcome.seq", "play_log.seq")
    .selectAll("play_log")
    .select([
      "occurrence.broadcast",
      "broadcast.title",
      "broadcast.theme",
      "occurrence.level",
      "occurrence.not_before",
      "occurrence.not_after",
      "occurrence.body as occurrence_body",
      "cluster.name as cluster_name",
      "cluster.kind as cluster_kind",
      "cluster.commune",
      "commune.name as commune_name",
    ])
    .select(sql<number>`case when outcome.seq is null then 0 else 1 end`.as("newest"));
  // The time of a row is the occurrence's own: when it was to sound, not when the news of it arrived.
  if (filter.from !== undefined) query = query.where("occurrence.not_after", ">=", filter.from);
  if (filter.to !== undefined) query = query.where("occurrence.not_before", "<", filter.to);
  if (filter.cluster !== undefined) query = query.where("play_log.cluster", "=", filter.cluster);
  if (filter.commune !== undefined) query = query.where("cluster.commune", "=", filter.commune);
  if (filter.sight !== undefined) query = query.where(within(filter.sight));
  if (filter.broadcast !== undefined)
    query = query.where("occurrence.broadcast", "=", filter.broadcast);
  if (filter.theme !== undefined) query = query.where("broadcast.theme", "=", filter.theme);
  if (filter.title !== undefined)
    query = query.where("occurrence.broadcast", "in", titled(filter.title));
  if (filter.approver !== undefined)
    query = query.where("occurrence.broadcast", "in", approvedBy(filter.approver));
  if (filter.campaign !== undefined)
    query = query.where("broadcast.campaign", "=", filter.campaign);
  if (filter.level !== undefined) query = query.where("occurrence.level", "=", filter.level);
  if (filter.outcome !== undefined) query = query.where("play_log.outcome", "=", filter.outcome);
  if (filter.newest) query = query.where("outcome.seq", "is not", null);
  if (filter.before !== undefined) query = query.where("play_log.seq", "<", filter.before);
  // The occurrence is a copy of what was ordered: the message that sounded is named in its parts.
  if (filter.message !== undefined)
    query = query.where("occurrence.body", "like", `%"message":"${filter.message}"%`);
  return query.orderBy("play_log.seq", "desc").limit(limit).execute();
}
