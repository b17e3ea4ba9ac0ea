// What people wait for over a full province: 100 communes, 1,000 clusters with a board, 100,000 rows of the play log in a real database, filled
// through an import and the program's own stores. Each screen is opened in Chromium, from the address until its figures stand, and each
// question that it asked is asked again over HTTP; prints one JSON object last.
// node --import tsx test/bench/pages.ts [--rows 100000] [--rounds 5]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { enrolStore } from "../../controller/fleet/enrol.store.ts";
import { messageStore } from "../../controller/message/message.store.ts";
import { playlogStore } from "../../controller/playlog/playlog.store.ts";
import { scheduleStore } from "../../controller/schedule/schedule.store.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";
import { openStore } from "../../controller/store/sqlite.adapter.ts";
import type { Child } from "../../demo/child.ts";
import { startChild } from "../../demo/children.adapter.ts";
import { logIn, openBrowser, visit } from "../support/browser.ts";
import { quantile } from "../support/spread.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    rounds: { type: "string", default: "5" },
  },
});
const [ROWS, ROUNDS] = [Number(values.rows), Number(values.rounds)];
const [COMMUNES, CLUSTERS] = [100, 1_000];
const PER_COMMUNE = CLUSTERS / COMMUNES;
const ORDERS = Math.ceil(ROWS / CLUSTERS);
const HOUR = 3_600_000;
const PASSWORD = "mat khau quan tri vien";

/** Each screen with what stands on it once its figures are there. */
const screens: Readonly<Record<string, string>> = {
  today: ".slot",
  compose: "[role=treeitem]",
  calendar: ".block",
  library: "main .list .item",
  clusters: "table.clusters tbody tr",
  emergency: "[role=treeitem]",
  "play-log": "main .list .item",
  reach: ".big-number",
  reports: "main table tbody tr",
  province: "table tbody tr",
  admin: "main .card .list .item",
};

const each = <T>(n: number, make: (at: number) => T): T[] =>
  Array.from({ length: n }, (_, at) => make(at));
const communeOf = (cluster: number): string => String(30_000 + Math.floor(cluster / PER_COMMUNE));

const data = mkdtempSync(join(tmpdir(), "vangxa-pages-"));
const start = async (): Promise<{ child: Child; base: string }> => {
  const words = ["--http", "127.0.0.1:0", "--mqtt", "127.0.0.1:0", "--json"];
  const argv = [
    "bin/vangxa.mjs",
    "controller",
    "--data",
    data,
    "--per-minute",
    "1000000",
    ...words,
  ];
  const env = { ...process.env, VANGXA_ADMIN_PASSWORD: PASSWORD };
  const child = startChild("controller", argv, env);
  const ready = await child.waitFor((said) => said["event"] === "ready", 120_000);
  return { child, base: String(ready["http"]) };
};

const login = async (base: string): Promise<string> => {
  const reply = await fetch(`${base}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "admin", password: PASSWORD }),
  });
  return ((await reply.json()) as { token: string }).token;
};

/** Places as a province imports them: one row a cluster with its hamlet. */
async function places(base: string): Promise<void> {
  const heads =
    "Mã tỉnh,Tên tỉnh,Mã xã,Tên xã,Mã thôn,Tên thôn,Số hộ,Số dân,Mã cụm,Tên cụm,Vĩ độ,Kinh độ";
  const lines = each(CLUSTERS, (n) => {
    const [latitude, longitude] = [15 + (n % 40) / 100, 108 + (n % 25) / 100];
    const commune = `51,Tỉnh Quảng Ngãi,${communeOf(n)},Xã số ${communeOf(n)}`;
    const hamlet = `thon-${n},Thôn ${n},${100 + (n % 300)},${400 + n}`;
    return `${commune},${hamlet},cum-${n},Cụm loa ${n},${latitude},${longitude}`;
  });
  const form = new FormData();
  form.set("file", new Blob([[heads, ...lines].join("\r\n")], { type: "text/csv" }), "a.csv");
  const headers = { authorization: `Bearer ${await login(base)}` };
  const reply = await fetch(`${base}/api/fleet/import`, { method: "POST", headers, body: form });
  if (!reply.ok) throw new Error(await reply.text());
}

const outcomes = ["played", "played", "played", "partial", "unreported", "failed"] as const;

/** Boards, messages, orders and their rows: nine orders in ten are the communes' own, one in ten is the province's and must be played. */
async function fill(): Promise<void> {
  const store = await openStore({ file: join(data, "vangxa.db") });
  const now = Date.now();
  const enrolled = enrolStore(store.db);
  for (const n of each(CLUSTERS, (at) => at)) {
    const claim = { code_hash: `c${n}`, cluster: `cum-${n}`, created_by: "u", created_at: now };
    await enrolled.addClaim({ ...claim, expires_at: now + HOUR });
    const board = { id: `ag-${n}`, cluster: `cum-${n}`, public_key: "x", secret_hash: `x${n}` };
    await enrolled.admit(`c${n}`, { ...board, about: "{}", enrolled_at: now });
  }
  const messages = messageStore(store.db);
  for (const n of each(300, (at) => at)) await messages.add(message(n, now));
  const schedule = scheduleStore(store.db);
  const log = playlogStore(store.db, sha256Of);
  for (let order = 0; order < ORDERS; order += 1) {
    const must = order % 10 === 0;
    // The newest ten within a day around now, the others one every seven hours before.
    const back = order < 10 ? (order - 3) * 2 : 24 + order * 7;
    const at = now - back * HOUR;
    const made = must
      ? [airing(order, "p-51", at, true)]
      : each(COMMUNES, (n) => airing(order, `c-${30_000 + n}`, at, false));
    await schedule.save(broadcast(order, at, must), made as never, at as never);
    await log.append(
      each(CLUSTERS, (n) => row(order, n, at, must)).filter(
        (one) => at < now || one.cluster === "",
      ) as never,
    );
  }
  await store.close();
}

const message = (n: number, now: number) => ({
  ...{ id: `m-${n}`, version: 1, place: "p-51", title: `Bản tin ${n}`, folded: `ban tin ${n}` },
  ...{ theme: "ky-nang-so", language: "vie", text: `Lời của bản tin ${n}.`, spoken: `Lời ${n}.` },
  ...{
    spans: '{"spans":[],"flags":[]}',
    voice: null,
    origin: "speech",
    status: "approved",
    author: "u",
  },
  ...{ created_at: now - n * HOUR, content_hash: "x", decided_by: "v", decided_at: now },
  ...{ decision_reason: null, sha256: "0".repeat(64), bytes: 1, length: 60_000, lufs: -16 },
  ...{ true_peak: -1, peaks: null, engine: null, notes: "[]", source_document: null },
  ...{ secrecy: "public", valid_from: null, valid_to: null, campaign: null, personal_reason: null },
  ...{ audience: null, source_number: null, rights: null, work: null, shared: null },
});

const broadcast = (order: number, at: number, must: boolean) => ({
  ...{ id: `b-${order}`, place: "p-51", title: `Lượt ${order}`, theme: "ky-nang-so" },
  ...{ level: must ? "priority" : "normal", authority: must ? "province" : "commune" },
  ...{ status: "actual", state: "active", author: "u", created_at: at, content_hash: "x" },
  spec: JSON.stringify({
    messageIds: ["m-1"],
    where: { all: true },
    when: { at: new Date(at).toISOString() },
  }),
  ...{ approvals: "[]", cancelled_at: null, cancelled_by: null, idempotency_key: null },
  campaign: null,
});

function airing(order: number, scope: string, at: number, must: boolean) {
  const body = {
    ...{ id: `o-${order}-${scope}`, broadcast: `b-${order}`, title: `Lượt ${order}` },
    ...{ level: must ? "priority" : "normal", authority: must ? "province" : "commune" },
    ...{ status: "actual", issued: at, notBefore: at, notAfter: at + (must ? 24 * HOUR : 600_000) },
    placement: must ? { kind: "session", order: 0 } : { kind: "at", at },
    ...{ target: { all: true }, parts: [{ kind: "pause", length: 60_000 }], onCut: "resume" },
    approvedBy: ["u"],
  };
  const mine = each(CLUSTERS, (n) => n).filter(
    (n) => scope === "p-51" || scope === `c-${communeOf(n)}`,
  );
  return { scope, document: "plan", clusters: mine.map((n) => `cum-${n}`), body };
}

function row(order: number, n: number, at: number, must: boolean) {
  const scope = must ? "p-51" : `c-${communeOf(n)}`;
  const outcome = outcomes[(order + n) % outcomes.length] as string;
  const full = outcome === "played";
  return {
    ...{ occurrence: `o-${order}-${scope}`, cluster: `cum-${n}`, agent: `ag-${n}`, outcome },
    ...{ reason: null, rung: full ? "completed" : "delivered", started_at: full ? at : null },
    ...{
      heard: full ? 60_000 : 0,
      frames: full ? 100 : 0,
      of_frames: 100,
      late: 0,
      at,
      body: "{}",
    },
  };
}

interface Opened {
  readonly first: number;
  readonly p50: number;
  readonly most: number;
}

/** Milliseconds from the address to the figures. */
async function opened(page: Page, base: string, name: string, shown: string): Promise<Opened> {
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto(`${base}/${name}`, { waitUntil: "commit" });
    await page
      .locator(shown)
      .first()
      .waitFor({ state: "attached", timeout: 30_000 })
      .catch(async () => {
        throw new Error(`${name} shows: ${await page.locator("main").textContent()}`);
      });
    // The browser's own clock begins when it leaves for the address.
    const shownAt = await page.evaluate(
      () => new Promise<number>((go) => requestAnimationFrame(() => go(performance.now()))),
    );
    took.push(Math.round(shownAt));
    await page.waitForTimeout(500);
  }
  return { first: took[0] ?? 0, p50: quantile(took, 0.5), most: Math.max(...took) };
}

interface Answer {
  readonly p50: number;
  readonly p95: number;
  readonly kilobytes: number;
}

async function answered(base: string, token: string, path: string): Promise<Answer> {
  const took: number[] = [];
  let bytes = 0;
  for (let n = 0; n < 20; n += 1) {
    const begun = performance.now();
    const reply = await fetch(`${base}${path}`, { headers: { authorization: `Bearer ${token}` } });
    bytes = (await reply.arrayBuffer()).byteLength;
    took.push(performance.now() - begun);
    if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
  }
  const at = (q: number) => Math.round(quantile(took, q));
  return { p50: at(0.5), p95: at(0.95), kilobytes: Math.round(bytes / 1_024) };
}

let running: Child | undefined;
let browser: Browser | undefined;
try {
  const begun = performance.now();
  let { child, base } = await start();
  running = child;
  await places(base);
  await child.stop();
  await fill();
  ({ child, base } = await start());
  running = child;
  const filled = Math.round((performance.now() - begun) / 1_000);
  browser = await openBrowser();
  const { page } = await visit(browser, base, { width: 1280 });
  await logIn(page, "admin", PASSWORD);
  const asked = new Set<string>();
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url());
    const counts = request.method() === "GET" && pathname.startsWith("/api/");
    if (counts && pathname !== "/api/events") asked.add(pathname + search);
  });
  const pages: Record<string, Opened> = {};
  for (const [name, shown] of Object.entries(screens)) {
    pages[name] = await opened(page, base, name, shown);
    process.stderr.write(`${name} ${JSON.stringify(pages[name])}\n`);
  }
  await browser.close();
  const token = await login(base);
  const answers: Record<string, Answer> = {};
  for (const path of asked) answers[decodeURIComponent(path)] = await answered(base, token, path);
  const sizes = { communes: COMMUNES, clusters: CLUSTERS, rows: ROWS, filledSeconds: filled };
  process.stdout.write(`${JSON.stringify({ ...sizes, pages, answers })}\n`);
} finally {
  await browser?.close();
  await running?.stop();
  rmSync(data, { recursive: true, force: true });
}
