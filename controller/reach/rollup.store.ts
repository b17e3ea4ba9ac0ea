import { type Kysely, type RawBuilder, sql } from "kysely";
import { type Rung, rungs } from "../playlog/outcome.ts";
import type { Tables } from "../store/tables.ts";
import { type Edge, halfMonthOf, type Split, splitPeriod } from "./buckets.ts";
import { rungsFrom } from "./reach.ts";
import type { Difference } from "./recount-text.ts";
import { MONTHS_AT_MOST, type MonthlyPlays, monthNumber } from "./regular.ts";
import {
  bucketOf,
  dayOfBucket,
  rolledKinds,
  type Subject,
  type SubjectKind,
  spokenIn,
  subjectsOf,
} from "./subject.ts";

/** Plays of a period: instants, `to` exclusive. */
export interface Question {
  readonly from: number;
  readonly to: number;
  readonly rung: Rung;
  /** All of these at once; none = everything. */
  readonly of: readonly Subject[];
  readonly place: {
    readonly commune?: string;
    readonly province?: string;
    readonly hamlet?: string;
  };
}

/** What the months of a cluster are asked. */
export interface Months {
  readonly atLeast: number;
  readonly perMonth: number;
  /** The whole months of the period, as numbers, both included; nothing where there is none. */
  readonly whole?: readonly [first: number, last: number];
}

export interface Rollup {
  /** Counts at most `limit` further rows of the log and says how many it was; 0 = nothing is left. */
  fold(limit: number): Promise<number>;
  /** What is counted plus what lies at the edges of the period, for each cluster. */
  monthly(asked: Question, months: Months): Promise<readonly MonthlyPlays[]>;
  /** Plays for each value of one kind of subject. */
  each(
    kind: SubjectKind,
    asked: Question,
  ): Promise<readonly { value: string; cluster: string; plays: number }[]>;
  /** Counts everything from the rows and names what differs, at most `limit` lines. */
  recount(limit: number): Promise<readonly Difference[]>;
  /** Forgets all counts; the next fold counts from the first row. */
  forget(): Promise<void>;
}

const rolled = sql.join(rolledKinds.map((kind) => sql.lit(kind)));
const halves = ["early", "late"] as const;
type Half = (typeof halves)[number];
const columnOf = (half: Half, rung: Rung) => `${half}_${rung}` as const;
const counters = halves.flatMap((half) => rungs.map((rung) => ({ half, rung })));
const columns = sql.join(rungs.map((rung) => sql.ref(rung)));

export const rollupStore = (db: Kysely<Tables>): Rollup => ({
  fold: (limit) => db.transaction().execute((tx) => fold(tx, limit)),
  monthly: (asked, months) => monthly(db, asked, months),
  each: async (kind, asked) => {
    const { counted } = await countedIn(db, { kind }, asked.of, asked, sql.ref("value"));
    const { rows } = await sql<{ value: string; cluster: string; plays: number }>`
      select cluster, part as value, sum(n) as plays from (${counted}) as counted group by cluster, part`.execute(
      db,
    );
    return rows;
  },
  recount: (limit) => recount(db, limit),
  forget: () =>
    db.transaction().execute(async (tx) => {
      await tx.deleteFrom("reach_rollup").execute();
      await setThrough(tx, 0);
    }),
});

const throughOf = async (db: Kysely<Tables>): Promise<number> =>
  (await db.selectFrom("reach_counted").select("through").executeTakeFirst())?.through ?? 0;

const setThrough = async (db: Kysely<Tables>, through: number): Promise<void> => {
  await db.updateTable("reach_counted").set({ through }).execute();
};

/**
 * The counts and the number of the last row that is in them change in one transaction, so that a reader who folds first always
 * finds the rows, and taking in receipts pays nothing. A row of a pair that had one takes the older one's count back.
 */
async function fold(tx: Kysely<Tables>, limit: number): Promise<number> {
  const before = await throughOf(tx);
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
    insert into reach_rollup (kind, value, month, cluster, ${sql.join(counters.map(({ half, rung }) => sql.ref(columnOf(half, rung))))})
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

interface Counter {
  readonly half: Half;
  readonly rung: Rung;
}
const moved = ({ half, rung }: Counter) =>
  sql`sum(case when m.rung = ${sql.lit(rung)} and s.bucket % 2 = ${sql.lit(halves.indexOf(half))} then m.n else 0 end)`;
const added = ({ half, rung }: Counter) => {
  const name = columnOf(half, rung);
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

/** One row a cluster: a country has a hundred thousand cluster-months, and reading them one by one would cost more than the count. */
async function monthly(
  db: Kysely<Tables>,
  asked: Question,
  { atLeast, perMonth, whole: [first, last] = [0, -1] }: Months,
): Promise<readonly MonthlyPlays[]> {
  const [base = { kind: "all", value: "" }, ...rest] = asked.of;
  const { split, counted } = await countedIn(db, base, rest, asked, sql`month`);
  const bit = sql`cast(1 as bigint) << cast(part - ${monthNumber(asked.from)} as integer)`;
  // Without edges each cluster-month is one row already, and they come in the order of their clusters.
  const months =
    split.edges.length === 0
      ? counted
      : sql`select cluster, part, sum(n) as n from (${counted}) as counted group by cluster, part`;
  const { rows } = await sql<MonthlyPlays>`
    select cluster, sum(n) as plays,
      sum(case when n >= ${atLeast} and part < ${monthNumber(asked.from) + MONTHS_AT_MOST} then ${bit} else 0 end) as heard,
      sum(case when n >= ${perMonth} and part >= ${first} and part <= ${last} then 1 else 0 end) as often
    from (${months}) as months
    group by cluster`.execute(db);
  return rows;
}

interface Base {
  readonly kind: SubjectKind;
  readonly value?: string;
}

/** Rows of cluster, part and count: from the roll-up where it holds the period, from the play log for the rest. */
async function countedIn(
  db: Kysely<Tables>,
  base: Base,
  rest: readonly Subject[],
  asked: Question,
  part: RawBuilder<unknown>,
): Promise<{ readonly split: Split; readonly counted: RawBuilder<unknown> }> {
  const isRolled = rest.length === 0 && rolledKinds.includes(base.kind);
  const split: Split = isRolled ? await splitOf(db, asked) : { edges: [asked] };
  const pieces = split.edges.map((edge) => fromRows(base, rest, asked, edge, part));
  if (split.buckets) pieces.unshift(fromCounts(base, split.buckets, asked, part));
  return { split, counted: sql.join(pieces, sql` union all `) };
}

/**
 * An end of the period moves out to the half month where nothing lies between: a question that ends now reads no rows, since nothing
 * was aired after now.
 */
async function splitOf(db: Kysely<Tables>, { from, to }: Edge): Promise<Split> {
  const isQuiet = async (edge: Edge): Promise<boolean> => {
    const found = sql`
      select 1 from reach_subject where kind = 'all' and value = '' and at >= ${edge.from} and at < ${edge.to} limit 1`;
    return (await found.execute(db)).rows.length === 0;
  };
  const [first, last] = [halfMonthOf(from).from, halfMonthOf(to - 1).to];
  return splitPeriod(
    (await isQuiet({ from: first, to: from })) ? first : from,
    (await isQuiet({ from: to, to: last })) ? last : to,
  );
}

const valueIs = ({ value }: Base): RawBuilder<unknown> =>
  value === undefined ? sql`` : sql`and value = ${value}`;

function fromCounts(
  base: Base,
  [first, last]: readonly [number, number],
  { rung, place }: Question,
  part: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const months = [Math.floor(first / 2), Math.floor(last / 2)] as const;
  const provenIn = (half: Half) =>
    sql.join(
      rungsFrom(rung).map((one) => sql.ref(columnOf(half, one))),
      sql` + `,
    );
  // The halves of the first and of the last month that lie outside are left out.
  const early = first % 2 === 0 ? sql`1` : sql`month > ${months[0]}`;
  const late = last % 2 === 1 ? sql`1` : sql`month < ${months[1]}`;
  return sql`
    select cluster, ${part} as part, (${provenIn("early")}) * (${early}) + (${provenIn("late")}) * (${late}) as n
    from reach_rollup
    where kind = ${base.kind} ${valueIs(base)} and month between ${months[0]} and ${months[1]} ${serves(place)}`;
}

function fromRows(
  base: Base,
  rest: readonly Subject[],
  { rung, place }: Question,
  { from, to }: Edge,
  part: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const also = rest.map(
    ({ kind, value }) => sql`and exists (
      select 1 from reach_subject as t where t.occurrence = s.occurrence and t.kind = ${kind} and t.value = ${value})`,
  );
  return sql`
    select cluster, ${part} as part, 1 as n
    from (select *, bucket / 2 as month from reach_subject) as s join outcome as o on o.occurrence = s.occurrence
    where kind = ${base.kind} ${valueIs(base)} and s.at >= ${from} and s.at < ${to}
      and rung in (${sql.join(rungsFrom(rung))}) ${serves(place)} ${sql.join(also, sql` `)}`;
}

/** Hamlets that lie there or once did. */
const lay = (there: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(h.${there} or h.id in (select id from place_move where kind = 'hamlet' and ${there}))`;

/** Clusters that ever served a hamlet of the place: the dates of the links are the question of who asks. */
function serves({ commune, province, hamlet }: Question["place"]): RawBuilder<unknown> {
  const where = [
    ...(hamlet === undefined ? [] : [sql`h.id = ${hamlet}`]),
    ...(commune === undefined ? [] : [lay(sql`commune = ${commune}`)]),
    ...(province === undefined
      ? []
      : [lay(sql`commune in (select code from commune where province = ${province})`)]),
  ];
  if (where.length === 0) return sql``;
  return sql`and cluster in (
    select l.cluster from cluster_hamlet as l join hamlet as h on h.id = l.hamlet where ${sql.join(where, sql` and `)})`;
}

type Counted = Subject & { bucket: number; cluster: string } & Record<Rung, number>;

async function recount(db: Kysely<Tables>, limit: number): Promise<readonly Difference[]> {
  const through = await throughOf(db);
  const key = sql`s.kind, s.value, s.bucket, p.cluster`;
  const counted = sql`
    select ${key}, ${sql.join(rungs.map((rung) => sql`sum(case when p.rung = ${sql.lit(rung)} then 1 else 0 end)`))}
    from play_log as p join reach_subject as s on s.occurrence = p.occurrence
    where p.seq <= ${through} and s.kind in (${rolled}) and not exists (
      select 1 from play_log as q
      where q.occurrence = p.occurrence and q.cluster = p.cluster and q.seq > p.seq and q.seq <= ${through})
    group by ${key}`;
  const kept = sql.join(
    halves.map((half, nth) => {
      const own = rungs.map((rung) => sql.ref(columnOf(half, rung)));
      return sql`select kind, value, month * 2 + ${sql.lit(nth)}, cluster, ${sql.join(own)} from reach_rollup
        where ${sql.join(own, sql` + `)} <> 0`;
    }),
    sql` union all `,
  );
  const unlike = async (
    found: Difference["found"],
    one: RawBuilder<unknown>,
    other: RawBuilder<unknown>,
  ) => {
    const { rows } = await sql<Counted>`
      with one (kind, value, bucket, cluster, ${columns}) as (${one}), other (kind, value, bucket, cluster, ${columns}) as (${other})
      select * from one except select * from other order by kind, value, bucket, cluster limit ${limit}`.execute(
      db,
    );
    return rows.map(({ kind, value, bucket, cluster, ...counts }): Difference => {
      return { kind, value, bucket: dayOfBucket(bucket), cluster, found, counts };
    });
  };
  return [...(await unlike("kept", kept, counted)), ...(await unlike("counted", counted, kept))];
}
