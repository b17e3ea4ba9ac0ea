// Twenty light boards in one process against a real controller, beside one real board.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FleetSummary } from "../../edge-agent/fleet-sim/tally.ts";
import { type Detail, type Station, startStation, until, wait } from "../support/station.ts";

const program = fileURLToPath(new URL("../../bin/vangxa.mjs", import.meta.url));
let station: Station;
let data: string;

beforeAll(async () => {
  station = await startStation({ boards: 1 });
  data = await mkdtemp(join(tmpdir(), "vangxa-fleet-"));
});
afterAll(async () => {
  await station?.stop();
  await rm(data, { recursive: true, force: true });
});

function fleet(args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(
    process.execPath,
    [program, "fleet-sim", "--controller", station.http, "--json", ...args],
    {
      env: { ...process.env, VANGXA_ADMIN_PASSWORD: "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let [out, said] = ["", ""];
  child.stdout.on("data", (more) => {
    out += more;
  });
  child.stderr.on("data", (more) => {
    said += more;
  });
  const ended = new Promise<number | null>((done) => child.on("close", done));
  return {
    child,
    said: () => said,
    async finish() {
      child.kill("SIGINT");
      const code = await ended;
      return { code, summary: JSON.parse(out.trim().split("\n").at(-1) ?? "") as FleetSummary };
    },
    ended,
  };
}

interface Cluster {
  id: string;
  board: { online: boolean; version: string; simulated: boolean; plan: string } | null;
}
const simulated = async (): Promise<Cluster[]> =>
  (await station.admin.get<{ items: Cluster[] }>("/api/clusters")).items.filter(
    ({ board }) => board?.simulated,
  );

test("twenty light boards enrol, hold the plan, obey, prove their receipts and are never taken for loudspeakers", async () => {
  // A hamlet that only a simulated board will serve: no household of it may ever count.
  const place = { commune: "21024", households: 500, people: 2_000, languages: ["vie"] };
  await station.admin.post("/api/hamlets", { id: "thon-x", name: "Thôn X", ...place });
  const served = { id: "cum-x", name: "Cụm X", commune: "21024", hamlets: ["thon-x"] };
  await station.admin.post("/api/clusters", served);
  const clip = await station.clip(1, 2);
  const args = ["--agents", "20", "--commune", "21024", "--data", data];
  const running = fleet(args, { VANGXA_ADMIN_PASSWORD: station.password });
  const sims = await until("twenty boards with the plan", async () => {
    const found = await simulated();
    const ready = found.filter(({ board }) => board?.online && board.plan === "current");
    return ready.length === 20 ? ready : undefined;
  });
  expect(sims.every(({ board }) => board?.version.endsWith("-fleet-sim"))).toBe(true);

  const order = { messageIds: [clip.id], level: "normal", where: { all: true } };
  const { id } = await station.admin.post<{ id: string }>("/api/broadcasts", {
    ...order,
    when: { now: true },
  });
  const pairs = (await station.outcome(id)).occurrences.flatMap(({ clusters }) => clusters);
  const real = pairs.filter(({ cluster }) => cluster === "cum-1");
  const pretended = pairs.filter(({ cluster }) => cluster !== "cum-1");
  expect(real).toMatchObject([{ outcome: "played", rung: "completed" }]);
  expect(pretended).toHaveLength(20);
  for (const pair of pretended)
    expect(pair).toMatchObject({
      outcome: "failed",
      reason: "simulated",
      startedAt: null,
      seconds: 0,
    });

  const reach = await station.admin.get<{ households: object }>("/api/reach");
  expect(reach.households).toMatchObject({ reached: 100, of: 600 });
  expect(await station.admin.get("/api/play-log/verify")).toMatchObject({ ok: true });

  // Cut in the middle: nobody goes on.
  const long = await station.clip(2, 60);
  const longer = await station.admin.post<{ id: string }>("/api/broadcasts", {
    ...order,
    messageIds: [long.id],
    when: { now: true },
  });
  const states = (detail: Detail) =>
    detail.occurrences.flatMap(({ clusters }) => clusters.map(({ state }) => state));
  await until("all play", async () => {
    const all = states(await station.detail(longer.id));
    return all.length === 21 && all.every((state) => state === "playing") ? true : undefined;
  });
  await station.admin.remove(`/api/broadcasts/${longer.id}`);
  const cut = (await station.outcome(longer.id)).occurrences.flatMap(({ clusters }) => clusters);
  expect(cut.map(({ outcome }) => outcome)).toEqual(Array(21).fill("cancelled"));

  await wait(1_500);
  const { code, summary } = await running.finish();
  expect(code).toBe(0);
  expect(summary).toMatchObject({
    simulated: true,
    agents: { asked: 20, enrolled: 20, connected: 20, connectedNow: 20, reconnects: 0 },
    plays: { started: 40, played: 20, cancelled: 20 },
    errors: {},
  });
  expect(summary.receipts.made).toBe(summary.receipts.acked);
  expect(summary.delays.receiptToAck?.n).toBe(summary.receipts.acked);
  await until("all said farewell", async () =>
    (await simulated()).every(({ board }) => board?.online === false) ? true : undefined,
  );

  // Keys outlive the program: the same boards come back without a new code.
  const again = fleet(["--agents", "20", "--data", data], {});
  await until("all are back", async () =>
    (await simulated()).filter(({ board }) => board?.online).length === 20 ? true : undefined,
  );
  const back = await again.finish();
  expect(back.summary.agents).toMatchObject({ enrolled: 20, connected: 20 });
  expect(await station.admin.get("/api/quarantine")).toEqual({ items: [] });
}, 180_000);

test("without codes and without a log-in it says what is missing and begins nothing", async () => {
  const refused = fleet(["--agents", "2"], {});
  expect(await refused.ended).toBe(1);
  expect(refused.said()).toContain("Thiếu 2 mã đăng ký");
});
