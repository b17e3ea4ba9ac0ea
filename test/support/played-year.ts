import Database from "better-sqlite3";

/*
 * A year of a whole country in a database that has its tables: communes, hamlets, clusters, airings of whole provinces and a row of
 * the play log for each of their clusters.
 */

const PROVINCES = 34;
export const COMMUNES = 3_321;
export const DAY = 86_400_000;
/** On a day in the middle of a half month, so that "the last year" has loose ends. */
export const NOW = Date.parse("2025-12-24T10:00:00+07:00");
/** A little more than the year that a question without days asks for. */
const DAYS = 395;
const START = NOW - DAYS * DAY;

export interface Country {
  readonly file: string;
  readonly rows: number;
  /** Clusters of a commune. */
  readonly clusters: number;
}

/** Airings of whole provinces, spread evenly over the year, a row for each of their clusters; one in a hundred is told twice. */
export function playYear({ file, rows, clusters: each }: Country): number {
  const db = new Database(file);
  for (const pragma of ["journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"])
    db.pragma(pragma);
  const indexes = db
    .prepare(
      "select name, sql from sqlite_master where type = 'index' and tbl_name in ('play_log', 'outcome') and sql is not null",
    )
    .all() as { name: string; sql: string }[];
  for (const { name } of indexes) db.exec(`drop index ${name}`);
  const clusters = COMMUNES * each;
  const airings = Math.max(1, Math.ceil(rows / (clusters / PROVINCES)));
  const count = (n: number) =>
    `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${n - 1})`;
  const of = `printf('%05d', 10000 + i / ${each})`;
  db.exec(`
    pragma foreign_keys = off; begin;
    ${count(PROVINCES)} insert into province select printf('%02d', i + 1), 'Tỉnh', '', '2020-01-01', null from n;
    ${count(COMMUNES)} insert into commune (code, province, name, folded, valid_from, valid_to) select printf('%05d', 10000 + i), printf('%02d', i % ${PROVINCES} + 1), 'Xã', '', '2020-01-01', null from n;
    ${count(clusters)} insert into hamlet select 'h' || i, ${of}, 'Thôn', '', '2020-01-01', null from n;
    insert into hamlet_figure select id, 80 + rowid % 200, 320 + rowid % 700, '["vie"]', '2020-01-01', null from hamlet;
    ${count(clusters)} insert into cluster (id, commune, name, folded, kind, latitude, longitude, tags, exercise, volume, valid_from, valid_to) select 'k' || i, ${of}, 'Cụm', '', case when i % 20 = 0 then 'fm-bridge' else 'ip' end, null, null, '[]', 0, '[]', '2020-01-01', null from n;
    ${count(clusters)} insert into cluster_hamlet select 'k' || i, 'h' || i, 0.25 + i % 4 * 0.25, '2020-01-01', null from n;
    ${count(clusters)} insert into cluster_hamlet select 'k' || i, 'h' || ((i + 1) % ${clusters}), 0.25, '2020-01-01', null from n;
    ${count(12)} insert into broadcast (id, place, title, theme, level, authority, status, spec, state, author, created_at, content_hash, approvals)
      select 'b' || i, 'centre', 'x', 'chu-de-' || i, 'normal', 'centre', case when i = 11 then 'exercise' else 'actual' end, '{}', 'active', 'p', 0, '', '[]' from n;
    ${count(airings)} insert into occurrence (id, broadcast, scope, document, level, not_before, not_after, body, created_at, cancelled_at, closed_at)
      select 'o' || i, 'b' || (i % 12), 'p-' || printf('%02d', i % ${PROVINCES} + 1), 'plan', 'normal', cast(${START} + (i + 0.5) / ${airings} * ${DAYS * DAY} as integer), 0, '{}', 0, null, null from n;
    insert into play_log (occurrence, cluster, agent, outcome, reason, rung, started_at, heard, frames, of_frames, late, at, body, link)
      select o.id, k.id, null, 'played', null,
        case (o.rowid * 7 + k.rowid * 13) % 17 when 0 then 'planned' when 1 then 'started' when 2 then 'electric' when 3 then 'acoustic'
          else case when k.rowid % 23 = o.not_before / ${DAY * 30} % 23 then 'armed' else 'completed' end end,
        null, 30000, 1, 1, 0, o.not_before,
        case when (o.rowid * 3 + k.rowid) % 50 = 0 then '{"clock":{"source":"none","uncertainty":0}}' else '{"clock":{"source":"controller","uncertainty":9}}' end, ''
      from occurrence o cross join commune c on 'p-' || c.province = o.scope cross join cluster k on k.commune = c.code;
    insert into play_log (occurrence, cluster, agent, outcome, reason, rung, started_at, heard, frames, of_frames, late, at, body, link)
      select occurrence, cluster, null, 'played', null, 'completed', null, 30000, 1, 1, 1, at, '{}', '' from play_log where rung = 'planned' and seq % 6 = 0;
    insert into outcome select occurrence, cluster, seq, outcome, rung, reason, body like '%"none"%' from play_log where true order by occurrence, cluster, seq
      on conflict (occurrence, cluster) do update set seq = excluded.seq, rung = excluded.rung, unconfirmed = excluded.unconfirmed;
    commit;`);
  for (const { sql } of indexes) db.exec(sql);
  db.exec("analyze");
  const all = db.prepare("select count(*) as n from play_log").get() as { n: number };
  db.close();
  return all.n;
}
