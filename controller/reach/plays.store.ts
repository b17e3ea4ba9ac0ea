import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Tables } from "../store/tables.ts";
import {
  byMonth,
  type Edge,
  halfMonthOf,
  isWholeYear,
  type Split,
  splitPeriod,
  yearAround,
  yearOf,
  yearsOf,
} from "./buckets.ts";
import { columnOf, type Half, type Months, type Question } from "./question.ts";
import { type ProvenPlays, rungsFrom } from "./reach.ts";
import {
  MONTHS_AT_MOST,
  type MonthlyPlays,
  type MonthPlays,
  monthNumber,
  together,
} from "./regular.ts";
import { rolledKinds, type Subject, type SubjectKind } from "./subject.ts";
import type { ValuedPlays } from "./valued.ts";

export interface PlaysStore {
  /** What is counted plus what lies at the edges of the period, for each cluster. */
  monthly(asked: Question, months: Months): Promise<readonly MonthlyPlays[]>;
  /** Plays for each value of one kind of subject; a cluster may have several rows, which add up. */
  each(kind: SubjectKind, asked: Question): Promise<readonly ValuedPlays[]>;
  /** Of the plays of each cluster, those by a clock that nothing had confirmed; rows add up. */
  unconfirmed(asked: Question): Promise<readonly ProvenPlays[]>;
}

export const playsStore = (db: Kysely<Tables>): PlaysStore => ({
  monthly: (asked, months) => monthly(db, asked, months),
  each: (kind, asked) => sums(db, { kind }, asked.of, asked),
  unconfirmed: (asked) => {
    const [base, ...rest] = asked.of;
    return sums(db, { ...(base ?? everything), unconfirmed: true }, rest, asked);
  },
});

interface Base {
  readonly kind: SubjectKind;
  readonly value?: string;
  /** Only what was told by a clock that nothing had confirmed. */
  readonly unconfirmed?: true;
}
const everything: Base = { kind: "all", value: "" };

const isRolled = (base: Base, rest: readonly Subject[]): boolean =>
  rest.length === 0 && rolledKinds.includes(base.kind);

/** One row a cluster: a country has a hundred thousand cluster-months, and reading them one by one would cost more than the count. */
async function monthly(
  db: Kysely<Tables>,
  asked: Question,
  { atLeast, perMonth, whole = [0, -1] }: Months,
): Promise<readonly MonthlyPlays[]> {
  const [base = everything, ...rest] = asked.of;
  const from = monthNumber(asked.from);
  const bit = sql`cast(1 as bigint) << cast(month - ${from} as integer)`;
  /** Of rows that hold each cluster-month once, in the order of their clusters or not. */
  const clusters = async (months: RawBuilder<unknown>): Promise<readonly MonthlyPlays[]> => {
    const { rows } = await sql<MonthlyPlays>`
      select cluster, sum(n) as plays,
        sum(case when n >= ${atLeast} and month < ${from + MONTHS_AT_MOST} then ${bit} else 0 end) as heard,
        sum(case when n >= ${perMonth} and month >= ${whole[0]} and month <= ${whole[1]} then 1 else 0 end) as often
      from (${months}) as months
      group by cluster`.execute(db);
    return rows;
  };
  const added = (pieces: readonly RawBuilder<unknown>[]) =>
    sql<MonthPlays>`select cluster, month, sum(n) as plays from (${sql.join(pieces, sql` union all `)}) as pieces group by cluster, month`;
  if (!isRolled(base, rest)) {
    const rows = fromRows(base, rest, asked, asked);
    return clusters(
      sql`select cluster, month, sum(n) as n from (${rows}) as pieces group by cluster, month`,
    );
  }
  const { calm, ragged } = byMonth(await splitOf(db, asked));
  const parts: (readonly MonthlyPlays[])[] = [];
  for (const buckets of calm) parts.push(await clusters(fromMonths(base, buckets, asked)));
  const torn = [
    ...ragged.buckets.map((buckets) => fromMonths(base, buckets, asked)),
    ...ragged.edges.map((edge) => fromRows(base, rest, asked, edge)),
  ];
  const months = torn.length === 0 ? [] : (await added(torn).execute(db)).rows;
  return together(parts, months, { atLeast, perMonth, whole, from });
}

/** Sums of the period for each value and cluster, each piece in the order of its own key, so that nothing has to be sorted. */
async function sums(
  db: Kysely<Tables>,
  base: Base,
  rest: readonly Subject[],
  asked: Question,
): Promise<readonly ValuedPlays[]> {
  const split: Split = isRolled(base, rest) ? await splitOf(db, asked) : { edges: [asked] };
  const pieces = split.edges.map((edge) => fromRows(base, rest, asked, edge));
  for (const buckets of split.buckets ? yearsOf(split.buckets) : [])
    pieces.push(
      isWholeYear(buckets) ? fromYear(base, buckets, asked) : fromMonths(base, buckets, asked),
    );
  const found: (readonly ValuedPlays[])[] = [];
  for (const piece of pieces) {
    const { rows } = await sql<ValuedPlays>`
      select value, cluster, sum(n) as plays from (${piece}) as piece group by value, cluster having sum(n) > 0`.execute(
      db,
    );
    found.push(rows);
  }
  return found.flat();
}

/**
 * An end of the period moves out to the half month, or to the year, where nothing lies between: a question that ends now reads no
 * rows, since nothing was aired after now.
 */
async function splitOf(db: Kysely<Tables>, { from, to }: Edge): Promise<Split> {
  const isQuiet = async (edge: Edge): Promise<boolean> => {
    const found = sql`
      select 1 from reach_subject where kind = 'all' and value = '' and at >= ${edge.from} and at < ${edge.to} limit 1`;
    return (await found.execute(db)).rows.length === 0;
  };
  const farther = async (ends: readonly number[], edgeTo: (end: number) => Edge, own: number) => {
    for (const end of ends) if (await isQuiet(edgeTo(end))) return end;
    return own;
  };
  const begins = [yearAround(from).from, halfMonthOf(from).from];
  const ends = [yearAround(to - 1).to, halfMonthOf(to - 1).to];
  return splitPeriod(
    await farther(begins, (end) => ({ from: end, to: from }), from),
    await farther(ends, (end) => ({ from: to, to: end }), to),
  );
}

const valueIs = ({ value }: Base): RawBuilder<unknown> =>
  value === undefined ? sql`` : sql`and value = ${value}`;
const clockIs = ({ unconfirmed }: Base): RawBuilder<unknown> => sql.lit(unconfirmed ? 1 : 0);

/**
 * Each value of a kind by one step into the key. With the values named, the clusters of a place are looked up one by one; without, all
 * rows of the country are read for one commune.
 */
const valuesNamed = (
  table: RawBuilder<unknown>,
  part: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`and value in (
  with recursive known (value) as (
    select min(value) from ${table} where ${part}
    union all
    select (select min(r.value) from ${table} as r where ${part} and r.value > known.value)
    from known where known.value is not null)
  select value from known where value is not null)`;

/** The rows of a year that are asked. */
function rolledRows(
  table: RawBuilder<unknown>,
  base: Base,
  year: number,
  place: Question["place"],
): RawBuilder<unknown> {
  const part = sql`kind = ${base.kind} and unconfirmed = ${clockIs(base)} and year = ${year}`;
  const where = serves(place);
  const values =
    base.value === undefined && where.isNarrow ? valuesNamed(table, part) : valueIs(base);
  return sql`from ${table} where ${part} ${values} ${where.sql}`;
}

function fromYear(
  base: Base,
  [first]: readonly [number, number],
  { rung, place }: Question,
): RawBuilder<unknown> {
  const proven = sql.join(
    rungsFrom(rung).map((one) => sql.ref(one)),
    sql` + `,
  );
  return sql`select value, cluster, ${proven} as n ${rolledRows(sql.table("reach_year"), base, yearOf(first), place)}`;
}

/** Half months of one year. */
function fromMonths(
  base: Base,
  [first, last]: readonly [number, number],
  { rung, place }: Question,
): RawBuilder<unknown> {
  const months = [Math.floor(first / 2), Math.floor(last / 2)] as const;
  const provenIn = (half: Half) =>
    sql.join(
      rungsFrom(rung).map((one) => sql.ref(columnOf({ half, rung: one }))),
      sql` + `,
    );
  // The halves of the first and of the last month that lie outside are left out.
  const early = first % 2 === 0 ? sql`1` : sql`(month > ${months[0]})`;
  const late = last % 2 === 1 ? sql`1` : sql`(month < ${months[1]})`;
  const rows = rolledRows(sql.table("reach_rollup"), base, yearOf(first), place);
  return sql`
    select value, cluster, month, (${provenIn("early")}) * ${early} + (${provenIn("late")}) * ${late} as n
    ${rows} and month between ${months[0]} and ${months[1]}`;
}

function fromRows(
  base: Base,
  rest: readonly Subject[],
  { rung, place }: Question,
  { from, to }: Edge,
): RawBuilder<unknown> {
  const also = rest.map(
    ({ kind, value }) => sql`and exists (
      select 1 from reach_subject as t where t.occurrence = s.occurrence and t.kind = ${kind} and t.value = ${value})`,
  );
  return sql`
    select value, cluster, bucket / 2 as month, 1 as n
    from reach_subject as s join outcome as o on o.occurrence = s.occurrence
    where kind = ${base.kind} ${valueIs(base)} and s.at >= ${from} and s.at < ${to}
      and rung in (${sql.join(rungsFrom(rung))}) ${base.unconfirmed ? sql`and unconfirmed = 1` : sql``} ${serves(place).sql} ${sql.join(also, sql` `)}`;
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
