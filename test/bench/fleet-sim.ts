// A thousand light boards of `vangxa fleet-sim` against one real controller on the same machine: how long until all hold the plan, what
// an order costs from its POST to the last outcome, and what both programs take. Prints JSON. AGENTS, SECONDS of sound.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FleetSummary } from "../../edge-agent/fleet-sim/tally.ts";
import { startStation, until, wait } from "../support/station.ts";

const AGENTS = Number(process.env["AGENTS"] ?? 1_000);
const SECONDS = Number(process.env["SECONDS"] ?? 10);
const PATIENCE = 600_000;
const program = fileURLToPath(new URL("../../bin/vangxa.mjs", import.meta.url));

const megabytes = (pid: number): number =>
  Math.round(
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024,
  );

function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

const station = await startStation({ boards: 0 });
try {
  const clip = await station.clip(1, SECONDS);
  const began = performance.now();
  const args = ["--agents", String(AGENTS), "--commune", "21024", "--rate", "100", "--json"];
  const fleet = spawn(
    process.execPath,
    [program, "fleet-sim", "--controller", station.http, ...args],
    {
      env: { ...process.env, VANGXA_ADMIN_PASSWORD: station.password },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let out = "";
  fleet.stdout.on("data", (more) => {
    out += more;
  });
  const ended = new Promise<void>((done) => fleet.on("close", () => done()));
  interface Listed {
    items: { board: { online: boolean; plan: string } | null }[];
  }
  const holding = async (): Promise<number> =>
    (await station.admin.get<Listed>("/api/clusters?limit=5000")).items.filter(
      ({ board }) => board?.online && board.plan === "current",
    ).length;
  for (; (await holding()) < AGENTS && performance.now() - began < PATIENCE; ) await wait(1_000);
  const held = await holding();
  const allHold = performance.now() - began;
  await wait(10_000);

  const ordered = performance.now();
  const { id } = await station.admin.post<{ id: string }>("/api/broadcasts", {
    messageIds: [clip.id],
    level: "normal",
    where: { all: true },
    when: { now: true },
  });
  const posted = performance.now() - ordered;
  const told = await until(
    "every outcome",
    async () => {
      await wait(500);
      const detail = await station.detail(id);
      const pairs = detail.occurrences.flatMap(({ clusters }) => clusters);
      return pairs.length > 0 && pairs.every(({ outcome }) => outcome !== null) ? pairs : undefined;
    },
    PATIENCE,
  );
  const outcomes = performance.now() - ordered;
  const memory = {
    controller: megabytes(station.controller.pid),
    fleet: megabytes(fleet.pid ?? 0),
  };
  await wait(3_000);
  fleet.kill("SIGINT");
  await ended;
  const summary = JSON.parse(out.trim().split("\n").at(-1) ?? "{}") as FleetSummary;
  process.stdout.write(
    `${JSON.stringify({
      bench: "fleet-sim",
      agents: AGENTS,
      heldThePlan: held,
      secondsUntilAllHeldIt: Math.round(allHold / 100) / 10,
      postMs: Math.round(posted),
      soundSeconds: SECONDS,
      secondsToTheLastOutcome: Math.round(outcomes / 100) / 10,
      outcomes: counted(told.map(({ outcome, reason }) => `${outcome} ${reason}`)),
      residentMegabytes: memory,
      summary,
    })}\n`,
  );
} finally {
  await station.stop();
}
