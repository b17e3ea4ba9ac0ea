import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Tables } from "../store/tables.ts";
import { type Edge, halfMonthOf, type Split, splitPeriod } from "./buckets.ts";
import { columnOf, type Half, type Months, type Question } from "./question.ts";
import { rungsFrom } from "./reach.ts";
import { MONTHS_AT_MOST, type MonthlyPlays, monthNumber } from "./regular.ts";
import { rolledKinds, type Subject, type SubjectKind } from "./subject.ts";
import type { ValuedPlays } from "./valued.ts";

export interface PlaysStore {
  /** What is counted plus what lies at the edges of the period, for each cluster. */
  monthly(asked: Question, months: Months): Promise<readonly MonthlyPlays[]>;
  /** Plays for each value of one kind of subject. */
  each(kind: SubjectKind, asked: Question): Promise<readonly ValuedPlays[]>;
}

export const playsStore = (db: Kysely<Tables>): PlaysStore => ({
  monthly: (asked, months) => monthly(db, asked, months),
  each: async (kind, asked) => {
    const { counted } = await countedIn(db, { kind }, asked.of, asked, sql.ref("value"));
    // In the order of the roll-up's key, so that nothing has to be sorted.
    const { rows } = await sql<ValuedPlays>`
      select part as value, cluster, sum(n) as plays from (${counted}) as counted group by part, cluster`.execute(
      db,
    );
    return rows;
  },
});

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

/**
 * Each value of a kind by one step into the key. With the values named, the clusters of a place are looked up one by one; without, all
 * rows of the country are read for one commune.
 */
const valuesNamed = (kind: SubjectKind): RawBuilder<unknown> => sql`and value in (
  with recursive known (value) as (
    select min(value) from reach_rollup where kind = ${kind}
    union all
    select (select min(r.value) from reach_rollup as r where r.kind = ${kind} and r.value > known.value)
    from known where known.value is not null)
  select value from known where value is not null)`;

function fromCounts(
  base: Base,
  [first, last]: readonly [number, number],
  { rung, place }: Question,
  part: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const months = [Math.floor(first / 2), Math.floor(last / 2)] as const;
  const provenIn = (half: Half) =>
    sql.join(
      rungsFrom(rung).map((one) => sql.ref(columnOf({ half, rung: one }))),
      sql` + `,
    );
  // The halves of the first and of the last month that lie outside are left out.
  const early = first % 2 === 0 ? sql`1` : sql`month > ${months[0]}`;
  const late = last % 2 === 1 ? sql`1` : sql`month < ${months[1]}`;
  const where = serves(place);
  const values =
    base.value === undefined && where.isNarrow ? valuesNamed(base.kind) : valueIs(base);
  return sql`
    select cluster, ${part} as part, (${provenIn("early")}) * (${early}) + (${provenIn("late")}) * (${late}) as n
    from reach_rollup
    where kind = ${base.kind} ${values} and month between ${months[0]} and ${months[1]} ${where.sql}`;
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
      and rung in (${sql.join(rungsFrom(rung))}) ${serves(place).sql} ${sql.join(also, sql` `)}`;
}

/** Hamlets that lie there or once did. */
const lay = (there: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(h.${there} or h.id in (select id from place_move where kind = 'hamlet' and ${there}))`;

/** Clusters that ever served a hamlet of the place: the dates of the links are the question of who asks. */
function serves({ commune, province, hamlet }: Question["place"]): {
  readonly isNarrow: boolean;
  readonly sql: RawBuilder<unknown>;
} {
  const where = [
    ...(hamlet === undefined ? [] : [sql`h.id = ${hamlet}`]),
    ...(commune === undefined ? [] : [lay(sql`commune = ${commune}`)]),
    ...(province === undefined
      ? []
      : [lay(sql`commune in (select code from commune where province = ${province})`)]),
  ];
  if (where.length === 0) return { isNarrow: false, sql: sql`` };
  const found = sql`and cluster in (
    select l.cluster from cluster_hamlet as l join hamlet as h on h.id = l.hamlet where ${sql.join(where, sql` and `)})`;
  return { isNarrow: true, sql: found };
}
