import { type Kysely, type RawBuilder, sql } from "kysely";
import { type Rung, rungs } from "../playlog/outcome.ts";
import type { Tables } from "../store/tables.ts";
import { columnOf, halves } from "./question.ts";
import type { Difference } from "./recount-text.ts";
import { dayOfBucket, rolledKinds, type Subject } from "./subject.ts";

const rolled = sql.join(rolledKinds.map((kind) => sql.lit(kind)));
const columns = sql.join(rungs.map((rung) => sql.ref(rung)));

type Counted = Subject & { bucket: number; cluster: string } & Record<Rung, number>;

/** Counts everything from the rows and names what differs, at most `limit` lines. */
export async function recount(db: Kysely<Tables>, limit: number): Promise<readonly Difference[]> {
  const known = await db.selectFrom("reach_counted").select("through").executeTakeFirst();
  const through = known?.through ?? 0;
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
      const own = rungs.map((rung) => sql.ref(columnOf({ half, rung })));
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
