import { type Kysely, type RawBuilder, sql } from "kysely";
import { unconfirmedSql } from "../playlog/clock-word.ts";
import { type Rung, rungs } from "../playlog/outcome.ts";
import type { Tables } from "../store/tables.ts";
import { columnOf, halves } from "./question.ts";
import type { Difference } from "./recount-text.ts";
import { dayOfBucket, rolledKinds, type Subject } from "./subject.ts";

const rolled = sql.join(rolledKinds.map((kind) => sql.lit(kind)));
const columns = sql.join(rungs.map((rung) => sql.ref(rung)));

type Counted = Subject & { unconfirmed: number; bucket: number; cluster: string } & Record<
    Rung,
    number
  >;
type Table = Difference["table"];

/** Counts everything from the rows and names what differs, at most `limit` lines of each. */
export async function recount(db: Kysely<Tables>, limit: number): Promise<readonly Difference[]> {
  const known = await db.selectFrom("reach_counted").select("through").executeTakeFirst();
  const through = known?.through ?? 0;
  const found = await unlike(db, "half-month", through, limit);
  return [...found, ...(await unlike(db, "year", through, limit))];
}

/** From the rows alone. A year is named by its first half month. */
const counted = (table: Table, through: number): RawBuilder<unknown> => {
  const bucket = table === "year" ? sql`s.bucket / 24 * 24` : sql`s.bucket`;
  const key = sql`s.kind, w.unconfirmed, s.value, ${bucket}, p.cluster`;
  return sql`
    select ${key}, ${sql.join(rungs.map((rung) => sql`sum(case when p.rung = ${sql.lit(rung)} then 1 else 0 end)`))}
    from play_log as p join reach_subject as s on s.occurrence = p.occurrence
    join (select 0 as unconfirmed union all select 1) as w on w.unconfirmed <= ${sql.raw(unconfirmedSql("p.body"))}
    where p.seq <= ${through} and s.kind in (${rolled}) and not exists (
      select 1 from play_log as q
      where q.occurrence = p.occurrence and q.cluster = p.cluster and q.seq > p.seq and q.seq <= ${through})
    group by ${key}`;
};

function kept(table: Table): RawBuilder<unknown> {
  if (table === "year")
    return sql`select kind, unconfirmed, value, year * 24, cluster, ${columns} from reach_year
      where ${sql.join(own(rungs), sql` + `)} <> 0`;
  const parts = halves.map((half, nth) => {
    const names = own(rungs.map((rung) => columnOf({ half, rung })));
    return sql`select kind, unconfirmed, value, month * 2 + ${sql.lit(nth)}, cluster, ${sql.join(names)} from reach_rollup
      where year = month / 12 and ${sql.join(names, sql` + `)} <> 0`;
  });
  return sql.join(parts, sql` union all `);
}
const own = (names: readonly string[]) => names.map((name) => sql.ref(name));

async function unlike(
  db: Kysely<Tables>,
  table: Table,
  through: number,
  limit: number,
): Promise<readonly Difference[]> {
  const sides = { kept: kept(table), counted: counted(table, through) } as const;
  const name = sql`kind, unconfirmed, value, bucket, cluster`;
  const all: Difference[] = [];
  for (const found of ["kept", "counted"] as const) {
    const other = found === "kept" ? sides.counted : sides.kept;
    const { rows } = await sql<Counted>`
      with one (${name}, ${columns}) as (${sides[found]}), other (${name}, ${columns}) as (${other})
      select * from one except select * from other order by ${name} limit ${limit}`.execute(db);
    all.push(
      ...rows.map(({ kind, value, unconfirmed, bucket, cluster, ...counts }): Difference => {
        const about = { kind, value, bucket: dayOfBucket(bucket), cluster, table, found, counts };
        return unconfirmed === 1 ? { ...about, unconfirmed: true } : about;
      }),
    );
  }
  return all;
}
