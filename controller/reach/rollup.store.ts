import { type Kysely, sql } from "kysely";
import { unconfirmedSql } from "../playlog/clock-word.ts";
import { type Rung, rungs } from "../playlog/outcome.ts";
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
      await tx.deleteFrom("reach_year").execute();
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
  await add(tx, "reach_rollup", [before, through]);
  await add(tx, "reach_year", [before, through]);
  return rows.length;
}

const unconfirmedOf = (row: string) => sql.raw(unconfirmedSql(`${row}.body`));
const refs = (names: readonly string[]) => sql.join(names.map((name) => sql.ref(name)));

/** Everything that the rows change, once among all plays and once more among those by a clock that nothing had confirmed. */
async function add(
  tx: Kysely<Tables>,
  table: "reach_rollup" | "reach_year",
  [before, through]: readonly [number, number],
): Promise<void> {
  const monthly = table === "reach_rollup";
  const key = ["kind", "unconfirmed", "year", "value", "cluster", ...(monthly ? ["month"] : [])];
  const sums = monthly
    ? counters.map((one) => ({ name: columnOf(one), moved: movedIn(one) }))
    : rungs.map((rung) => ({ name: rung, moved: moved(rung) }));
  await sql`
    insert into ${sql.table(table)} (${refs([...key, ...sums.map(({ name }) => name)])})
    select s.kind, w.unconfirmed, s.bucket / 24 as year, s.value, m.cluster ${monthly ? sql`, s.bucket / 2 as month` : sql``},
      ${sql.join(sums.map((one) => one.moved))}
    from (
      select occurrence, cluster, rung, ${unconfirmedOf("p")} as unconfirmed, 1 as n
      from play_log as p where p.seq > ${before} and p.seq <= ${through}
      union all
      select q.occurrence, q.cluster, q.rung, ${unconfirmedOf("q")} as unconfirmed, -1 as n
      from play_log as p join play_log as q on q.seq = (
        select max(o.seq) from play_log as o where o.occurrence = p.occurrence and o.cluster = p.cluster and o.seq < p.seq)
      where p.seq > ${before} and p.seq <= ${through}
    ) as m
    join reach_subject as s on s.occurrence = m.occurrence
    join (select 0 as unconfirmed union all select 1) as w on w.unconfirmed <= m.unconfirmed
    where s.kind in (${rolled})
    group by s.kind, w.unconfirmed, s.bucket / 24, s.value, m.cluster ${monthly ? sql`, s.bucket / 2` : sql``}
    on conflict (${refs(key)}) do update set ${sql.join(sums.map(({ name }) => added(table, name)))}`.execute(
    tx,
  );
}

const moved = (rung: Rung) => sql`sum(case when m.rung = ${sql.lit(rung)} then m.n else 0 end)`;
const movedIn = ({ half, rung }: Counter) =>
  sql`sum(case when m.rung = ${sql.lit(rung)} and s.bucket % 2 = ${sql.lit(halves.indexOf(half))} then m.n else 0 end)`;
const added = (table: string, name: string) =>
  sql`${sql.ref(name)} = ${sql.ref(`${table}.${name}`)} + ${sql.ref(`excluded.${name}`)}`;

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
