// What the screens ask, over a full province: 1,000 clusters and 100,000 rows of the play log. Seeded, in one process, without a
// socket; prints one JSON object last: milliseconds of each answer (the middle of five), and how much memory an export takes.
// node --import tsx test/bench/screens.ts [--rows 100000] [--clusters 1000]
import { parseArgs } from "node:util";
import type { Kysely } from "kysely";
import { milliseconds } from "../../contract/time.ts";
import type { Tables } from "../../controller/store/tables.ts";
import { must } from "../support/people-world.ts";
import { wholeWorld } from "../support/whole-world.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    clusters: { type: "string", default: "1000" },
  },
});
const [rows, clusters] = [Number(values.rows), Number(values.clusters)];
const COMMUNES = 20;
const outcomes = ["played", "played", "played", "partial", "unreported", "failed"];

async function many<T>(all: readonly T[], put: (some: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += 500) await put(all.slice(at, at + 500));
}
const each = <T>(n: number, make: (at: number) => T): T[] =>
  Array.from({ length: n }, (_, at) => make(at));

const codeOf = (at: number): string => String(30_000 + (at % COMMUNES));

/** Figures only: the rows have no chain and no evidence, which no screen's first page reads. */
async function fill(db: Kysely<Tables>, now: number): Promise<void> {
  const dates = { valid_from: "2026-01-01", valid_to: null };
  const put = <N extends keyof Tables>(name: N, all: readonly object[]) =>
    many(all, (some) =>
      db
        .insertInto(name)
        .values(some as never)
        .execute(),
    );
  const named = (name: string) => ({ name, folded: name, ...dates });
  await put(
    "hamlet",
    each(clusters, (at) => ({ id: `h-${at}`, commune: codeOf(at), ...named(`thon ${at}`) })),
  );
  await put(
    "hamlet_figure",
    each(clusters, (at) => ({
      hamlet: `h-${at}`,
      households: 100 + (at % 300),
      people: 400,
      languages: '["vie"]',
      ...dates,
    })),
  );
  await put(
    "cluster",
    each(clusters, (at) => ({
      id: `k-${at}`,
      commune: codeOf(at),
      kind: "ip",
      latitude: 15 + (at % 40) / 100,
      longitude: 108 + (at % 25) / 100,
      tags: "[]",
      exercise: 0,
      volume: "[]",
      ...named(`cum ${at}`),
    })),
  );
  await put(
    "cluster_hamlet",
    each(clusters, (at) => ({ cluster: `k-${at}`, hamlet: `h-${at}`, share: 1, ...dates })),
  );
  const board = { public_key: "x", secret_hash: "x", about: "{}", status: "active" };
  await put(
    "agent",
    each(clusters, (at) => ({
      id: `ag-${at}`,
      cluster: `k-${at}`,
      enrolled_at: 1,
      retired_at: null,
      ...board,
    })),
  );
  const orders = Math.ceil(rows / clusters);
  const at = (n: number) => now - (orders - n) * 3_600_000;
  const order = { place: "p-51", level: "normal", authority: "commune", status: "actual" };
  await put(
    "broadcast",
    each(orders, (n) => ({
      id: `b-${n}`,
      title: `Bản tin ${n}`,
      theme: "ky-nang-so",
      spec: '{"when":{}}',
      state: "active",
      author: "u",
      created_at: at(n),
      content_hash: "x",
      approvals: "[]",
      cancelled_at: null,
      cancelled_by: null,
      idempotency_key: null,
      campaign: null,
      ...order,
    })),
  );
  await put(
    "occurrence",
    each(orders, (n) => ({
      id: `o-${n}`,
      broadcast: `b-${n}`,
      scope: "p-51",
      document: "plan",
      level: "normal",
      not_before: at(n),
      not_after: at(n) + 600_000,
      body: JSON.stringify({
        broadcast: `b-${n}`,
        title: `Bản tin ${n}`,
        level: "normal",
        authority: "commune",
        status: "actual",
        placement: { kind: "at", at: at(n) },
        notBefore: at(n),
        notAfter: at(n) + 600_000,
        parts: [{ kind: "pause", length: 60_000 }],
      }),
      created_at: at(n),
      cancelled_at: null,
      closed_at: at(n),
    })),
  );
  const pair = (n: number) => ({
    occurrence: `o-${Math.floor(n / clusters)}`,
    cluster: `k-${n % clusters}`,
  });
  const outcome = (n: number) => outcomes[n % outcomes.length] ?? "played";
  const rung = (n: number) => (n % outcomes.length < 3 ? "completed" : "delivered");
  await put("occurrence_cluster", each(rows, pair));
  await put(
    "play_log",
    each(rows, (n) => ({
      seq: n + 1,
      ...pair(n),
      agent: `ag-${n % clusters}`,
      outcome: outcome(n),
      reason: null,
      rung: rung(n),
      started_at: at(Math.floor(n / clusters)),
      heard: 60_000,
      frames: 100,
      of_frames: 100,
      late: 0,
      at: at(Math.floor(n / clusters)),
      body: "{}",
      link: "0".repeat(64),
    })),
  );
  await put(
    "outcome",
    each(rows, (n) => ({
      ...pair(n),
      seq: n + 1,
      outcome: outcome(n),
      rung: rung(n),
      reason: null,
    })),
  );
}

const world = await wholeWorld();
// The world's clock stands; what waits a moment between two steps must still go on.
const moments = setInterval(() => world.time.advance(milliseconds(1)), 1);
try {
  const begun = performance.now();
  const now = world.now();
  await must(world.admin.post("/api/provinces", { code: "51", name: "Tỉnh" }));
  for (let at = 0; at < COMMUNES; at += 1) {
    const commune = { code: codeOf(at), province: "51", name: `Xã ${at}`, from: "2026-01-01" };
    await must(world.admin.post("/api/communes", commune));
  }
  await fill(world.store.db, now);
  await world.admin.get("/api/session");
  const filled = Math.round(performance.now() - begun);
  const { server } = world.controller;
  const [from, to] = [new Date(now - 86_400_000), new Date(now + 86_400_000)];
  const asks: Readonly<Record<string, string>> = {
    today: `/api/agenda?from=${from.toISOString()}&to=${to.toISOString()}`,
    clusters: "/api/clusters?limit=5000",
    history: "/api/clusters/k-1/history",
    "play-log": "/api/play-log?newest=true&limit=100",
    "play-log of a commune": "/api/play-log?newest=true&limit=100&commune=30001",
    "play-log failed": "/api/play-log?newest=true&limit=100&outcome=failed",
    reach: "/api/reach",
    "reach months": "/api/reach/months",
    "reach matrix": "/api/reach/matrix",
    report: "/api/reports/half-year?province=51&period=2026-01-01..2026-12-31",
    "report of a commune": "/api/reports/half-year?commune=30001&period=2026-01-01..2026-12-31",
    "award dossier": "/api/reports/award?province=51&period=2026-01-01..2026-12-31",
    library: "/api/messages",
    people: "/api/people",
  };
  const answers: Record<string, { first: number; middle: number; kilobytes: number }> = {};
  for (const [name, path] of Object.entries(asks)) {
    const times: number[] = [];
    let bytes = 0;
    for (let n = 0; n < 5; n += 1) {
      const start = performance.now();
      const reply = await world.admin.get(path);
      times.push(performance.now() - start);
      bytes = reply.raw.length;
      if (reply.status !== 200) throw new Error(`${name}: ${reply.status} ${reply.raw}`);
    }
    const [first = 0] = times;
    const middle = times.toSorted((a, b) => a - b)[2] ?? 0;
    answers[name] = {
      first: Math.round(first),
      middle: Math.round(middle),
      kilobytes: Math.round(bytes / 1_024),
    };
  }
  const start = performance.now();
  const { port } = server.app.server.address() as { port: number };
  const address = `http://127.0.0.1:${port}`;
  const before = process.memoryUsage().rss;
  let [most, bytes] = [before, 0];
  const reply = await fetch(`${address}/api/play-log?newest=true`, {
    headers: { accept: "text/csv", authorization: `Bearer ${world.admin.token}` },
  });
  for await (const chunk of reply.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    most = Math.max(most, process.memoryUsage().rss);
  }
  const exported = {
    milliseconds: Math.round(performance.now() - start),
    megabytes: Math.round(bytes / 1_048_576),
    grewMegabytes: Math.round((most - before) / 1_048_576),
  };
  process.stdout.write(`${JSON.stringify({ rows, clusters, filled, answers, exported })}\n`);
} finally {
  clearInterval(moments);
  await world.close();
}
