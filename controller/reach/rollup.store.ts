import { type Kysely, sql } from "kysely";
import type { Tables } from "../store/tables.ts";
import { type Counter, columnOf, counters, halves } from "./question.ts";
import { bucketOf, rolledKinds, spokenIn, subjectsOf } from "./subject.ts";

export interface Rollup {
  /** Counts at most `limit` further rows of the log and says how many it was; 0 = nothing is left. */
  fold(limit: number): Promise<number>;
  /** Forgets all counts; the next fold counts from the first row. */
  forget(): Promise<void>;
}

const rolled = sql.join(rolledKinds.map((kind) => sql.lit(kind)));

export const rollupStore = (db: Kysely<Tables>): Rollup => ({
  fold: (limit) => db.transaction().execute((tx) => fold(tx, limit)),
  forget: () =>
    db.transaction().execute(async (tx) => {
      await tx.deleteFrom("reach_rollup").execute();
      await setThrough(tx, 0);
    }),
});

const setThrough = async (db: Kysely<Tables>, through: number): Promise<void> => {
  await db.updateTable("reach_counted").set({ through }).execute();
};

/**
 * The counts and the number of the last row that is in them change in one transaction, so that a reader who folds first always
 * finds the rows, and taking in receipts pays nothing. A row of a pair that had one takes the older one's count back.
 */
async function fold(tx: Kysely<Tables>, limit: number): Promise<number> {
  const counted = await tx.selectFrom("reach_counted").select("through").executeTakeFirst();
  const before = counted?.through ?? 0;
  const rows = await tx
    .selectFrom("play_log")
    .select("seq")
    .where("seq", ">", before)
    .orderBy("seq")
    .limit(limit)
    .execute();
  const through = rows.at(-1)?.seq;
  if (through === undefined) return 0;
  await setThrough(tx, through);
  await nameSubjects(tx, before, through);
  const fresh = sql`from play_log as p where p.seq > ${before} and p.seq <= ${through}`;
  await sql`
    insert into reach_rollup (kind, value, month, cluster, ${sql.join(counters.map((one) => sql.ref(columnOf(one))))})
    select s.kind, s.value, s.bucket / 2, m.cluster, ${sql.join(counters.map(moved))}
    from (
      select p.occurrence, p.cluster, p.rung, 1 as n ${fresh}
      union all
      select p.occurrence, p.cluster, (
        select q.rung from play_log as q where q.occurrence = p.occurrence and q.cluster = p.cluster and q.seq < p.seq
        order by q.seq desc limit 1
      ) as rung, -1 as n ${fresh}
    ) as m
    join reach_subject as s on s.occurrence = m.occurrence
    where s.kind in (${rolled}) and m.rung is not null
    group by s.kind, s.value, s.bucket / 2, m.cluster
    on conflict (kind, value, month, cluster) do update set ${sql.join(counters.map(added))}`.execute(
    tx,
  );
  return rows.length;
}

const moved = ({ half, rung }: Counter) =>
  sql`sum(case when m.rung = ${sql.lit(rung)} and s.bucket % 2 = ${sql.lit(halves.indexOf(half))} then m.n else 0 end)`;
const added = (counter: Counter) => {
  const name = columnOf(counter);
  return sql`${sql.ref(name)} = ${sql.ref(`reach_rollup.${name}`)} + ${sql.ref(`excluded.${name}`)}`;
};

const SUBJECTS_AT_ONCE = 100;

/** Airings that the log names for the first time; exercises and tests reach nobody, whatever sounded. */
async function nameSubjects(tx: Kysely<Tables>, before: number, through: number): Promise<void> {
  const airings = await tx
    .selectFrom("occurrence")
    .innerJoin("broadcast", "broadcast.id", "occurrence.broadcast")
    .select(["occurrence.id", "broadcast", "not_before", "body", "theme", "campaign"])
    .where("broadcast.status", "=", "actual")
    .where("occurrence.id", "in", (q) =>
      q
        .selectFrom("play_log")
        .select("occurrence")
        .distinct()
        .where("seq", ">", before)
        .where("seq", "<=", through),
    )
    .where((q) =>
      q.not(
        q.exists(
          q
            .selectFrom("reach_subject")
            .select("kind")
            .whereRef("reach_subject.occurrence", "=", "occurrence.id"),
        ),
      ),
    )
    .execute();
  if (airings.length === 0) return;
  const spoken = airings.map((airing) => spokenIn(airing.body));
  const known = await messagesOf(tx, [...new Set(spoken.flatMap(({ messages }) => messages))]);
  const rows = airings.flatMap(({ id, not_before: at, ...airing }, index) => {
    const { messages = [], languages = [] } = spoken[index] ?? {};
    const of = messages.flatMap((message) => known.get(message) ?? []);
    return subjectsOf({
      ...airing,
      messages,
      languages: [...languages, ...of.map(({ language }) => language)],
      audiences: of.flatMap(({ audience }) => (audience === null ? [] : [audience])),
    }).map((subject) => ({ ...subject, at, occurrence: id, bucket: bucketOf(at) }));
  });
  for (let from = 0; from < rows.length; from += SUBJECTS_AT_ONCE) {
    const some = rows.slice(from, from + SUBJECTS_AT_ONCE);
    await tx.insertInto("reach_subject").values(some).execute();
  }
}

async function messagesOf(db: Kysely<Tables>, ids: readonly string[]) {
  const rows = await db
    .selectFrom("message")
    .select(["id", "language", "audience"])
    .where("id", "in", ["", ...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
