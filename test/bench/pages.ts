// What people wait for over a full province: 100 communes, 1,000 clusters with a board, 100,000 rows of the play log in a real database, filled
// through an import and the program's own stores. Each screen is opened in Chromium, from the address until its figures stand, and each
// question that it asked is asked again over HTTP; prints one JSON object last.
// node --import tsx test/bench/pages.ts [--rows 100000] [--rounds 5]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import type { Child } from "../../demo/child.ts";
import { startChild } from "../../demo/children.adapter.ts";
import { logIn, openBrowser, visit } from "../support/browser.ts";
import { CLUSTERS, COMMUNES, fillProvince, importPlaces, login } from "../support/full-province.ts";
import { quantile } from "../support/spread.ts";
import { ADMIN } from "../support/web-station.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    rounds: { type: "string", default: "5" },
  },
});
const [ROWS, ROUNDS] = [Number(values.rows), Number(values.rounds)];

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
  const env = { ...process.env, VANGXA_ADMIN_PASSWORD: ADMIN };
  const child = startChild("controller", argv, env);
  const ready = await child.waitFor((said) => said["event"] === "ready", 120_000);
  return { child, base: String(ready["http"]) };
};

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
  await importPlaces(base);
  await child.stop();
  await fillProvince(data, ROWS);
  ({ child, base } = await start());
  running = child;
  const filled = Math.round((performance.now() - begun) / 1_000);
  browser = await openBrowser();
  const { page } = await visit(browser, base, { width: 1280 });
  await logIn(page, "admin", ADMIN);
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
