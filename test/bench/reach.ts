// Reach of every commune in every month of a year over many plays, and single questions about it: the roll-up beside a count of the rows, in
// one run; prints JSON. A database that is named is kept and asked again the next time.
// node --import tsx test/bench/reach.ts [--rows 10000000] [--clusters 3] [--rounds 5] [--database FILE]
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import Database from "better-sqlite3";
import { instant } from "../../contract/time.ts";
import { isoOf } from "../../controller/iso.ts";
import { createCounts } from "../../controller/reach/counting.service.ts";
import { playsStore } from "../../controller/reach/plays.store.ts";
import { createReach } from "../../controller/reach/reach.service.ts";
import { reachStore } from "../../controller/reach/reach.store.ts";
import { rollupStore } from "../../controller/reach/rollup.store.ts";
import { openStore } from "../../controller/store/sqlite.adapter.ts";
import { COMMUNES, DAY, NOW, playYear } from "../support/played-year.ts";
import { quantile } from "../support/spread.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "200000" },
    clusters: { type: "string", default: "3" },
    rounds: { type: "string", default: "5" },
    database: { type: "string" },
  },
});
const PER_COMMUNE = Number(values.clusters);
const ROUNDS = Number(values.rounds);
const YEAR = { from: "2025-01-01", to: "2025-12-31" };

const folder = mkdtempSync(join(tmpdir(), "vangxa-reach-"));
const file = values.database ?? join(folder, "vangxa.db");
const isNew = !existsSync(file);
await (await openStore({ file })).close();

const isReached = `b.status = 'actual' and o.rung in ('completed', 'electric', 'acoustic')`;

interface RawAsk {
  readonly from: number;
  readonly to: number;
  readonly atLeast?: number;
  /** So many plays in each of so many months. */
  readonly each?: readonly [perMonth: number, months: number];
  readonly theme?: string;
  readonly commune?: string;
  readonly province?: string;
}

/** Households that were reached, from the rows alone. */
function rawHouseholds({ from, to, atLeast = 1, each, theme, commune, province }: RawAsk): number {
  const db = new Database(file, { readonly: true });
  const month = each ? "strftime('%Y-%m', a.not_before / 1000 + 25200, 'unixepoch')" : "0";
  const { reached } = db
    .prepare(
      `with counted as (
        select o.cluster, ${month} as month, count(*) as n
        from outcome o join occurrence a on a.id = o.occurrence join broadcast b on b.id = a.broadcast
        where ${isReached} and a.not_before >= @from and a.not_before < @to and (@theme is null or b.theme = @theme) group by 1, 2),
      heard as (select cluster from counted where n >= @least group by cluster having count(*) = @months),
      shares as (
        select l.hamlet, min(1, sum(l.share)) as share
        from heard join cluster_hamlet l on l.cluster = heard.cluster join cluster k on k.id = l.cluster and k.kind = 'ip' group by 1)
      select coalesce(sum(cast(f.households * share + 1e-6 as integer)), 0) as reached
      from shares join hamlet_figure f on f.hamlet = shares.hamlet join hamlet h on h.id = f.hamlet join commune c on c.code = h.commune
      where (@commune is null or c.code = @commune) and (@province is null or c.province = @province)`,
    )
    .get({
      ...{ from, to, theme: theme ?? null, commune: commune ?? null, province: province ?? null },
      ...{ least: each?.[0] ?? atLeast, months: each?.[1] ?? 1 },
    }) as { reached: number };
  db.close();
  return reached;
}

/** Plays by an unconfirmed clock at clusters that can be measured and serve somebody, from the rows alone. */
function rawUnconfirmed({ from, to }: RawAsk): number {
  const db = new Database(file, { readonly: true });
  const found = db
    .prepare(
      `select count(*) as n
      from outcome o join occurrence a on a.id = o.occurrence join broadcast b on b.id = a.broadcast join play_log p on p.seq = o.seq
        join cluster k on k.id = o.cluster
      where ${isReached} and a.not_before >= ? and a.not_before < ? and p.body like '%"none"%' and k.kind = 'ip'
        and exists (select 1 from cluster_hamlet l where l.cluster = o.cluster)`,
    )
    .get(from, to) as { n: number };
  db.close();
  return found.n;
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

function rowsOf(): number {
  const db = new Database(file, { readonly: true });
  const { n } = db.prepare("select count(*) as n from play_log").get() as { n: number };
  db.close();
  return n;
}

const built = await timed(() =>
  isNew ? playYear({ file, rows: Number(values.rows), clusters: PER_COMMUNE }) : rowsOf(),
);
const store = await openStore({ file });
const rollup = rollupStore(store.db);
const pieces: number[] = [];
const counts = createCounts(
  {
    fold: async (limit) => {
      const piece = await timed(() => rollup.fold(limit));
      pieces.push(piece.ms);
      return piece.value;
    },
  },
  playsStore(store.db),
  () => new Promise((go) => setImmediate(go)),
  { monotonic: () => performance.now() as never },
);
// Most rows in large pieces, which would hold orders up; the rest as the controller does it, and that is measured.
const PACED = 200_000;
let left = isNew ? built.value - PACED : 0;
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
for (let round = 0; round < ROUNDS; round++) {
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
/** A question several times: the middle answer, and whether it is what the rows say. */
async function asked(figure: () => Promise<number>, rows: RawAsk, ofRows = rawHouseholds) {
  const [times, cpu]: [number[], number[]] = [[], []];
  const wanted = await timed(() => ofRows(rows));
  let same = wanted.value > 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    const answer = await timed(figure);
    const used = process.cpuUsage(before);
    cpu.push((used.user + used.system) / 1_000);
    times.push(answer.ms);
    same &&= answer.value === wanted.value;
  }
  equal &&= same;
  const [ms, cpuMs] = [times, cpu].map((all) => Math.round(quantile(all, 0.5)));
  return { ms, cpuMs, rawMs: Math.round(wanted.ms), same };
}

const figure = (query: object) => async (): Promise<number> => {
  const answer = await reach.figure(query);
  return answer.ok ? answer.value.households.reached : -1;
};
const often = (query: object) => async (): Promise<number> => {
  const answer = await reach.figure(query);
  return answer.ok ? answer.value.regular.households.reached : -1;
};
const byTheme = (query: object, theme: string) => async (): Promise<number> => {
  const answer = await reach.by("theme", query);
  const found = answer.ok ? answer.value.items.find((one) => one.value === theme) : undefined;
  return found?.households.reached ?? -1;
};

const unconfirmed = (query: object) => async (): Promise<number> => {
  const answer = await reach.figure(query);
  return answer.ok ? answer.value.clock.unconfirmed : -1;
};

const dayAt = (day: string): number => Date.parse(`${day}T00:00:00+07:00`);
const year = { from: dayAt("2025-01-01"), to: dayAt("2026-01-01") };
const loose = { from: NOW - 365 * DAY, to: NOW + 1 };
const looseDays = { from: isoOf(instant(loose.from)), to: isoOf(instant(loose.to)) };
const [commune, province, theme] = ["10007", "02", "chu-de-1"];
const asksOf = {
  usual: await asked(figure({}), { from: dayAt("2024-12-15"), to: NOW + 1 }),
  calendarYear: await asked(figure(YEAR), year),
  looseEnds: await asked(figure(looseDays), loose),
  unconfirmed: await asked(unconfirmed(looseDays), loose, rawUnconfirmed),
  halfYearByTheme: await asked(byTheme({ from: "2024-12-15", to: "2025-06-14" }, theme), {
    ...{ from: dayAt("2024-12-15"), to: dayAt("2025-06-15"), theme },
  }),
  looseByTheme: await asked(byTheme(looseDays, theme), { ...loose, theme }),
  oneMonth: await asked(figure({ from: "2025-06-01", to: "2025-06-30" }), {
    ...{ from: dayAt("2025-06-01"), to: dayAt("2025-07-01") },
  }),
  oneTheme: await asked(figure({ ...YEAR, theme }), { ...year, theme }),
  oneProvince: await asked(figure({ ...YEAR, province }), { ...year, province }),
  oneCommune: await asked(figure({ ...YEAR, commune }), { ...year, commune }),
  atLeast: await asked(figure({ ...YEAR, atLeast: 40 }), { ...year, atLeast: 40 }),
  // December is not over.
  regular: await asked(often({ ...YEAR, perMonth: 2 }), {
    ...{ from: year.from, to: dayAt("2025-12-01"), each: [2, 11] },
  }),
  provinceByTheme: await asked(byTheme({ ...YEAR, province }, theme), {
    ...{ ...year, province, theme },
  }),
  countryByTheme: await asked(byTheme(YEAR, theme), { ...year, theme }),
};
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
    equal,
    buildMs: Math.round(built.ms),
    // Of a database that was there before nothing is left to be counted.
    countedRowsPerSecond: isNew
      ? Math.round((Math.min(PACED, built.value) / folded.ms) * 1_000)
      : null,
    pieceMs: { median: Math.round(quantile(pieces, 0.5)), p99: Math.round(quantile(pieces, 0.99)) },
    megabytes: Math.round(statSync(file).size / 1e6),
  })}\n`,
);
rmSync(folder, { recursive: true });
process.exitCode = equal ? 0 : 1;
