// Reach of every commune in every month of a year over many plays: the roll-up beside a count of the rows, in one run; prints JSON.
// node --import tsx test/bench/reach.ts [--rows 10000000] [--clusters 3] [--keep]
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Database from "better-sqlite3";
import { instant } from "../../contract/time.ts";
import { isoOf } from "../../controller/iso.ts";
import { createCounts } from "../../controller/reach/counting.service.ts";
import { createReach } from "../../controller/reach/reach.service.ts";
import { reachStore } from "../../controller/reach/reach.store.ts";
import { rollupStore } from "../../controller/reach/rollup.store.ts";
import { openStore } from "../../controller/store/sqlite.adapter.ts";
import { quantile } from "../support/spread.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "200000" },
    clusters: { type: "string", default: "3" },
    rounds: { type: "string", default: "5" },
  },
});
const PROVINCES = 34;
const COMMUNES = 3_321;
const PER_COMMUNE = Number(values.clusters);
const YEAR = { from: "2025-01-01", to: "2025-12-31" };
const DAY = 86_400_000;
/** On a day in the middle of a half month, so that "the last year" has loose ends. */
const NOW = Date.parse("2025-12-24T10:00:00+07:00");
/** A little more than the year that a question without days asks for. */
const DAYS = 395;
const START = NOW - DAYS * DAY;

const folder = mkdtempSync(join(tmpdir(), "vangxa-reach-"));
const file = join(folder, "vangxa.db");
await (await openStore({ file })).close();

/** Airings of whole provinces, spread evenly over the year, a row for each of their clusters; one in a hundred is told twice. */
function build(rows: number): number {
  const db = new Database(file);
  for (const pragma of ["journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"])
    db.pragma(pragma);
  const indexes = db
    .prepare(
      "select name, sql from sqlite_master where type = 'index' and tbl_name in ('play_log', 'outcome') and sql is not null",
    )
    .all() as { name: string; sql: string }[];
  for (const { name } of indexes) db.exec(`drop index ${name}`);
  const clusters = COMMUNES * PER_COMMUNE;
  const airings = Math.max(1, Math.ceil(rows / (clusters / PROVINCES)));
  const count = (n: number) =>
    `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${n - 1})`;
  const of = `printf('%05d', 10000 + i / ${PER_COMMUNE})`;
  db.exec(`
    pragma foreign_keys = off; begin;
    ${count(PROVINCES)} insert into province select printf('%02d', i + 1), 'Tỉnh', '', '2020-01-01', null from n;
    ${count(COMMUNES)} insert into commune select printf('%05d', 10000 + i), printf('%02d', i % ${PROVINCES} + 1), 'Xã', '', '2020-01-01', null from n;
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
        null, 30000, 1, 1, 0, o.not_before, '{}', ''
      from occurrence o cross join commune c on 'p-' || c.province = o.scope cross join cluster k on k.commune = c.code;
    insert into play_log (occurrence, cluster, agent, outcome, reason, rung, started_at, heard, frames, of_frames, late, at, body, link)
      select occurrence, cluster, null, 'played', null, 'completed', null, 30000, 1, 1, 1, at, '{}', '' from play_log where rung = 'planned' and seq % 6 = 0;
    insert into outcome select occurrence, cluster, seq, outcome, rung, reason from play_log where true order by occurrence, cluster, seq
      on conflict (occurrence, cluster) do update set seq = excluded.seq, rung = excluded.rung;
    commit;`);
  for (const { sql } of indexes) db.exec(sql);
  db.exec("analyze");
  const all = db.prepare("select count(*) as n from play_log").get() as { n: number };
  db.close();
  return all.n;
}

const isReached = `b.status = 'actual' and o.rung in ('completed', 'electric', 'acoustic')`;

/** Households of a period, from the rows alone. */
function rawHouseholds(from: number, to: number): number {
  const db = new Database(file, { readonly: true });
  const { reached } = db
    .prepare(
      `with heard as (
        select distinct o.cluster from outcome o join occurrence a on a.id = o.occurrence join broadcast b on b.id = a.broadcast
        where ${isReached} and a.not_before >= ? and a.not_before < ?),
      shares as (
        select l.hamlet, min(1, sum(l.share)) as share
        from heard join cluster_hamlet l on l.cluster = heard.cluster join cluster k on k.id = l.cluster and k.kind = 'ip' group by 1)
      select sum(cast(f.households * share + 1e-6 as integer)) as reached
      from shares join hamlet_figure f on f.hamlet = shares.hamlet`,
    )
    .get(from, to) as { reached: number };
  db.close();
  return reached;
}

/** The same question asked of the rows alone, by one statement that shares nothing with the program. */
function raw(): Map<string, number> {
  const db = new Database(file, { readonly: true });
  const cells = db
    .prepare(
      `with heard as (
        select o.cluster, strftime('%Y-%m', a.not_before / 1000 + 25200, 'unixepoch') as month
        from outcome o join occurrence a on a.id = o.occurrence join broadcast b on b.id = a.broadcast
        where ${isReached} and strftime('%Y', a.not_before / 1000 + 25200, 'unixepoch') = '2025' group by 1, 2),
      shares as (
        select l.hamlet, month, min(1, sum(l.share)) as share
        from heard join cluster_hamlet l on l.cluster = heard.cluster join cluster k on k.id = l.cluster and k.kind = 'ip' group by 1, 2)
      select h.commune, month, sum(cast(f.households * share + 1e-6 as integer)) as reached
      from shares join hamlet h on h.id = shares.hamlet join hamlet_figure f on f.hamlet = h.id group by 1, 2`,
    )
    .all() as { commune: string; month: string; reached: number }[];
  db.close();
  return new Map(cells.map((cell) => [`${cell.commune} ${cell.month}`, cell.reached]));
}

async function timed<T>(run: () => T | Promise<T>): Promise<{ ms: number; value: T }> {
  const began = performance.now();
  const value = await run();
  return { ms: performance.now() - began, value };
}

const built = await timed(() => build(Number(values.rows)));
const store = await openStore({ file });
const rollup = rollupStore(store.db);
const pieces: number[] = [];
const counts = createCounts(
  {
    ...rollup,
    fold: async (limit) => {
      const piece = await timed(() => rollup.fold(limit));
      pieces.push(piece.ms);
      return piece.value;
    },
  },
  () => new Promise((go) => setImmediate(go)),
  { monotonic: () => performance.now() as never },
);
// Most rows in large pieces, which would hold orders up; the rest as the controller does it, and that is measured.
const PACED = 200_000;
let left = built.value - PACED;
while (left > 0) left -= await rollup.fold(Math.min(left, 200_000));
const folded = await timed(counts.upToDate);
const reach = createReach({
  clock: { now: () => instant(NOW), monotonic: () => 0 as never },
  store: reachStore(store.db),
  counts,
  iso: (at) => isoOf(instant(at)),
  parseInstant: (text) => instant(Date.parse(text)),
  targets: async () => [],
  parentOf: () => undefined,
});
const took: number[] = [];
const busy: number[] = [];
let cells = 0;
const counted = await timed(raw);
// An empty count would be equal to an empty answer.
let equal = counted.value.size > 0;
for (let round = 0; round < Number(values.rounds); round++) {
  const before = process.cpuUsage();
  const answer = await timed(() => reach.communes(YEAR));
  const used = process.cpuUsage(before);
  took.push(answer.ms);
  busy.push((used.user + used.system) / 1_000);
  if (!answer.value.ok) throw new Error(answer.value.code);
  const { months, items } = answer.value.value;
  cells = items.length * months.length;
  for (const one of items)
    for (const [at, month] of months.entries())
      equal &&= one.months[at]?.households === (counted.value.get(`${one.commune} ${month}`) ?? 0);
}
/** A question five times: the middle answer, and whether it is what the rows say. */
async function asked(query: object, from: number, to: number) {
  const [times, cpu]: [number[], number[]] = [[], []];
  const wanted = await timed(() => rawHouseholds(from, to));
  let same = wanted.value > 0;
  for (let round = 0; round < Number(values.rounds); round++) {
    const before = process.cpuUsage();
    const answer = await timed(() => reach.figure(query));
    const used = process.cpuUsage(before);
    cpu.push((used.user + used.system) / 1_000);
    times.push(answer.ms);
    same &&= answer.value.ok && answer.value.value.households.reached === wanted.value;
  }
  equal &&= same;
  const [ms, cpuMs] = [times, cpu].map((all) => Math.round(quantile(all, 0.5)));
  return { ms, cpuMs, rawMs: Math.round(wanted.ms), same };
}
const loose = { from: NOW - 365 * DAY, to: NOW + 1 };
const asksOf = {
  usual: await asked({}, Date.parse("2024-12-15T00:00:00+07:00"), NOW + 1),
  calendarYear: await asked(YEAR, Date.parse("2025-01-01T00:00:00+07:00"), NOW + 8 * DAY),
  looseEnds: await asked(
    { from: isoOf(instant(loose.from)), to: isoOf(instant(loose.to)) },
    loose.from,
    loose.to,
  ),
};
const one = await timed(() => reach.figure({ ...YEAR, commune: "10007" as never }));
await store.close();
process.stdout.write(
  `${JSON.stringify({
    bench: "reach",
    rows: built.value,
    communes: COMMUNES,
    clusters: COMMUNES * PER_COMMUNE,
    cells,
    answerMs: { median: Math.round(quantile(took, 0.5)), max: Math.round(Math.max(...took)) },
    // What it costs whatever else the machine does.
    answerCpuMs: Math.round(quantile(busy, 0.5)),
    rawCountMs: Math.round(counted.ms),
    figures: asksOf,
    oneCommuneMs: Math.round(one.ms),
    equal,
    buildMs: Math.round(built.ms),
    countedRowsPerSecond: Math.round((Math.min(PACED, built.value) / folded.ms) * 1_000),
    pieceMs: { median: Math.round(quantile(pieces, 0.5)), p99: Math.round(quantile(pieces, 0.99)) },
    megabytes: Math.round(statSync(file).size / 1e6),
  })}\n`,
);
rmSync(folder, { recursive: true });
process.exitCode = equal ? 0 : 1;
