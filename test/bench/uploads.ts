// Hostile uploads by HTTP to a real controller: how soon each is refused and with what words, what the controller and its children
// grow by, and who was visited. Where the system has `unshare`, everything runs without any network but loopback. Prints JSON.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connectApi } from "../../demo/api.adapter.ts";
import { hostileFiles } from "../support/hostile-audio.ts";
import { quantile } from "../support/spread.ts";
import { startStation } from "../support/station.ts";

const GOAL = { files: 30, seconds: 5, megabytes: 300 };
const INSIDE = "VANGXA_BENCH_ALONE";

/** Once more in a network of its own, which has loopback and nothing else. */
function alone(): number | undefined {
  if (process.env[INSIDE] !== undefined) return undefined;
  if (spawnSync("unshare", ["-rn", "ip", "link", "set", "lo", "up"]).status !== 0) return undefined;
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
    .map((word) => `'${word}'`)
    .join(" ");
  const env = { ...process.env, [INSIDE]: "1" };
  const script = `ip link set lo up && exec ${again}`;
  return spawnSync("unshare", ["-rn", "sh", "-c", script], { env, stdio: "inherit" }).status ?? 1;
}

const megabytes = (pid: number): number => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
};

/** Programs that this process started, and theirs. */
function childrenOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((one) => /^\d+$/.test(one)))
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It ended while we looked.
    }
  const found: number[] = [];
  for (let next = [pid]; next.length > 0; ) {
    next = [...parents].filter(([, of]) => next.includes(of)).map(([child]) => child);
    found.push(...next);
  }
  return found;
}

async function measure(): Promise<boolean> {
  let visits = 0;
  const trap = createServer((_, reply) => {
    visits += 1;
    reply.end();
  });
  await new Promise<void>((ready) => trap.listen(0, "127.0.0.1", ready));
  const address = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
  const station = await startStation({ boards: 0 });
  try {
    const pid = station.controller.pid;
    const { token } = await connectApi(station.http).post<{ token: string }>("/api/session", {
      username: "admin",
      password: station.password,
    });
    const send = async (filename: string, bytes: Buffer) => {
      const form = new FormData();
      form.set("title", "Thử");
      form.set("theme", "thong-bao");
      form.set("language", "vie");
      form.set("file", new Blob([new Uint8Array(bytes)]), filename);
      const begun = performance.now();
      const reply = await fetch(`${station.http}/api/messages`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body: form,
      });
      const said = (await reply.json()) as { detail?: string; title?: string; code?: string };
      return {
        status: reply.status,
        code: said.code,
        vi: said.detail ?? said.title,
        seconds: (performance.now() - begun) / 1_000,
      };
    };
    const files = hostileFiles(address).filter(({ codes }) => !codes.includes("too-large"));
    // The programs are looked for at the first file.
    await send("a.mp3", Buffer.from("warm"));
    const before = megabytes(pid);
    let [own, theirs] = [0, 0];
    const looking = setInterval(() => {
      own = Math.max(own, megabytes(pid) - before);
      theirs = Math.max(theirs, ...childrenOf(pid).map(megabytes));
    }, 50);
    const rows: ({ name: string } & Awaited<ReturnType<typeof send>>)[] = [];
    for (const { name, filename, bytes } of files)
      rows.push({ name, ...(await send(filename, bytes)) });
    clearInterval(looking);
    const seconds = rows.map((row) => row.seconds);
    const isMet =
      rows.length >= GOAL.files &&
      rows.every((row) => row.status >= 400 && row.status < 500 && row.seconds < GOAL.seconds) &&
      visits === 0 &&
      own < GOAL.megabytes &&
      theirs < GOAL.megabytes;
    console.log(
      JSON.stringify({
        bench: "uploads",
        files: rows.length,
        refused: rows.filter(({ status }) => status >= 400 && status < 500).length,
        seconds: { p50: quantile(seconds, 0.5, 0.01), max: quantile(seconds, 1, 0.01) },
        networkRequests: visits,
        withoutNetwork: process.env[INSIDE] !== undefined,
        megabytes: { controllerGrew: Math.round(own), largestChild: Math.round(theirs) },
        rows: rows.map((row) => ({ ...row, seconds: Math.round(row.seconds * 100) / 100 })),
        goal: GOAL,
        isMet,
      }),
    );
    return isMet;
  } finally {
    await station.stop();
    trap.close();
  }
}

process.exitCode = alone() ?? ((await measure()) ? 0 : 1);
