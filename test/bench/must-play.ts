// What the province must be played and has not been, asked of every one of 1,000 real clusters: a real controller over a full database.
// While it computes, somebody else asks for `/healthz` every few milliseconds: how long that waits is how long others are held up. The
// process itself writes down the processor time of its longest turns, which says the same on a machine that is busy with other things.
// Prints one JSON object last; ratios are against the same question to an idle process.
// node --import tsx test/bench/must-play.ts [--rows 20000] [--orders 10] [--rounds 3]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Child } from "../../demo/child.ts";
import { startChild } from "../../demo/children.adapter.ts";
import {
  CLUSTERS,
  COMMUNES,
  fillProvince,
  importPlaces,
  login,
  owe,
} from "../support/full-province.ts";
import { spread } from "../support/spread.ts";
import { ADMIN } from "../support/web-station.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "20000" },
    orders: { type: "string", default: "10" },
    rounds: { type: "string", default: "3" },
  },
});
const [ROWS, ORDERS, ROUNDS] = [Number(values.rows), Number(values.orders), Number(values.rounds)];
const EVERY_MS = 5;

const data = mkdtempSync(join(tmpdir(), "vangxa-must-play-"));
const turns = join(data, "turns.txt");
const meter = fileURLToPath(new URL("../support/turn-meter.mjs", import.meta.url));

/** Milliseconds of processor time of the longest turn since the last call. */
function longestTurn(): number {
  const took = readFileSync(turns, "utf8").split("\n").map(Number);
  writeFileSync(turns, "");
  return Math.round(Math.max(0, ...took));
}

async function start(): Promise<{ child: Child; base: string }> {
  const words = ["--http", "127.0.0.1:0", "--mqtt", "127.0.0.1:0", "--json"];
  const limits = ["--per-minute", "1000000"];
  const argv = ["bin/vangxa.mjs", "controller", "--data", data, ...limits, ...words];
  writeFileSync(turns, "");
  const child = startChild("controller", argv, {
    ...process.env,
    VANGXA_ADMIN_PASSWORD: ADMIN,
    VANGXA_TEST_TURNS: turns,
    NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --import=${meter}`,
  });
  const ready = await child.waitFor((said) => said["event"] === "ready", 120_000);
  return { child, base: String(ready["http"]) };
}

/** Milliseconds that a small question waits, asked again and again while `work` goes on. */
async function waitsDuring(base: string, work: () => Promise<void>): Promise<number[]> {
  const waits: number[] = [];
  let over = false;
  const asking = (async () => {
    while (!over) {
      const begun = performance.now();
      await (await fetch(`${base}/healthz`)).arrayBuffer();
      waits.push(performance.now() - begun);
      await new Promise((go) => setTimeout(go, EVERY_MS));
    }
  })();
  await work();
  over = true;
  await asking;
  return waits;
}

interface Answer {
  readonly milliseconds: number;
  readonly kilobytes: number;
  readonly checked: number;
  readonly waiting: number;
}

async function ask(base: string, token: string, query: string): Promise<Answer> {
  const begun = performance.now();
  const reply = await fetch(`${base}/api/must-play${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${reply.status} ${text}`);
  const { checked, waiting } = JSON.parse(text) as { checked: number; waiting: number };
  const [milliseconds, kilobytes] = [performance.now() - begun, text.length / 1_024];
  return {
    milliseconds: Math.round(milliseconds),
    kilobytes: Math.round(kilobytes),
    checked,
    waiting,
  };
}

const middle = (all: readonly number[]): number =>
  [...all].sort((one, other) => one - other)[Math.floor(all.length / 2)] ?? Number.NaN;

let running: Child | undefined;
try {
  let { child, base } = await start();
  running = child;
  await importPlaces(base);
  await child.stop();
  await fillProvince(data, ROWS);
  await owe(data, ORDERS);
  ({ child, base } = await start());
  running = child;
  const token = await login(base);
  await ask(base, token, "");
  const idle = await waitsDuring(base, () => new Promise((go) => setTimeout(go, 3_000)));
  const idleTurn = longestTurn();
  const asked: Record<string, object> = {};
  for (const [name, query] of [
    ["hundred", ""],
    ["every", "?every=true"],
  ] as const) {
    const answers: Answer[] = [];
    const waits: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      waits.push(
        ...(await waitsDuring(base, async () => {
          answers.push(await ask(base, token, query));
        })),
      );
    }
    const [first] = answers as [Answer];
    const { p50, max } = spread(waits);
    const still = spread(idle);
    asked[name] = {
      ...first,
      milliseconds: middle(answers.map((one) => one.milliseconds)),
      longestTurnCpuMs: longestTurn(),
      othersWait: spread(waits),
      ratio: { p50: Math.round(p50 / still.p50), max: Math.round(max / still.p50) },
    };
  }
  const sizes = { communes: COMMUNES, clusters: CLUSTERS, rows: ROWS, orders: ORDERS };
  process.stdout.write(
    `${JSON.stringify({ bench: "must-play", ...sizes, rounds: ROUNDS, idle: { ...spread(idle), longestTurnCpuMs: idleTurn }, ...asked })}\n`,
  );
} finally {
  await running?.stop();
  rmSync(data, { recursive: true, force: true });
}
