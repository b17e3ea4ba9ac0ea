// The controller's program, killed at one call that writes to its disk while boards hand in receipts: what it acknowledged lies
// in its database, and once the boards sent everything again each receipt and each play is there once and all chains hold.
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import type { BootId } from "../../contract/ids.ts";
import { verifyMain } from "../../controller/main.ts";
import type { Child } from "../../demo/child.ts";
import { startChild } from "../../demo/children.adapter.ts";
import { run } from "../support/run-verify.ts";
import { startStation, until } from "../support/station.ts";
import { startDying, traceRunning, wasKilled } from "./dying.ts";
import { atWork, type Position, positionsIn, type Tried } from "./positions.ts";
import { type SigningBoard, signingBoard } from "./signing-board.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const CLUSTERS = ["cum-a", "cum-b"];
const ORDERS = 3;
const PER_BOARD = ORDERS * 3;
/** A traced start on a busy machine, milliseconds. */
const START = 180_000;

/** A stopped controller with orders and two boards, to be copied for each point. */
export interface Prepared {
  readonly data: string;
  boards(): Promise<SigningBoard[]>;
  remove(): Promise<void>;
}

export async function prepare(): Promise<Prepared> {
  const station = await startStation({ boards: 0 });
  const { admin } = station;
  for (const id of CLUSTERS) {
    await admin.post("/api/clusters", { id, name: id, commune: "21024", hamlets: [] });
  }
  const clip = await station.clip(3, 1);
  const occurrences: string[] = [];
  for (let n = 0; n < ORDERS; n += 1) {
    const order = {
      messageIds: [clip.id],
      level: "normal",
      where: { all: true },
      when: { now: true },
    };
    const { id } = await admin.post<{ id: string }>("/api/broadcasts", order);
    const detail = await until(
      "the occurrence",
      async () => (await station.detail(id)).occurrences[0],
    );
    occurrences.push(detail.id);
  }
  const made = await Promise.all(
    CLUSTERS.map((cluster) => signingBoard(admin, cluster, occurrences)),
  );
  await station.controller.stop();
  const data = await mkdtemp(join(tmpdir(), "vangxa-fault-data-"));
  await cp(join(station.dir, "controller"), data, { recursive: true });
  await station.stop();
  return {
    data,
    boards: async () => made.map((board) => board.again()),
    remove: () => rm(data, { recursive: true, force: true }),
  };
}

export async function killController(prepared: Prepared, at?: Position): Promise<Tried> {
  const place = await mkdtemp(join(tmpdir(), "vangxa-fault-controller-"));
  const [data, log] = [join(place, "data"), join(place, "calls")];
  await cp(prepared.data, data, { recursive: true });
  const args = [
    join(root, "bin/vangxa.mjs"),
    ...["controller", "--data", data, "--http", "127.0.0.1:0", "--mqtt", "127.0.0.1:0", "--json"],
  ];
  const boards = await prepared.boards();
  try {
    const how = { name: "controller", args, folder: data, log, ...(at && { at }) };
    const first = at?.atWork ? startChild("controller", args, onePool) : startDying(how);
    const started = await linesAtReady(first, log);
    const tracer = at?.atWork ? await traceRunning(first, data, log, at) : undefined;
    await handIn(first, boards, 4_000);
    const killed = await wasKilled(first);
    await tracer?.end;
    const calls = callsOf(await readFile(log, "utf8"), data, started);
    const acked = boards.map((board) => board.acked(bootOf(board)));
    const second = startChild("controller", args, process.env);
    try {
      await second.waitFor((said) => said["event"] === "ready", START);
      const faults = boards.flatMap((board, at) => missing(data, board, acked[at] ?? 0));
      // Everything again, also what was acknowledged: boards whose ack was lost do that.
      const whole = await handIn(
        second,
        boards.map((board) => board.again()),
        10_000,
      );
      if (!whole) faults.push("not everything was acknowledged after the restart");
      await second.stop();
      faults.push(...boards.flatMap((board) => missing(data, board, PER_BOARD)), ...doubled(data));
      const { code, text } = await run(verifyMain, ["--data", data]);
      if (code !== 0) faults.push(text.trim());
      return { killed, log: calls, faults };
    } finally {
      await second.stop();
    }
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

const onePool = { ...process.env, UV_THREADPOOL_SIZE: "1" };

/** How many lines the log has once the controller is ready, or all of them where it died before; none while nobody traces. */
async function linesAtReady(child: Child, log: string): Promise<number> {
  await child.waitFor((said) => said["event"] === "ready", START).catch(() => undefined);
  const text = await readFile(log, "utf8").catch(() => undefined);
  return text === undefined ? 0 : text.split("\n").length - 1;
}

/** Calls of the start, then calls at work, each counted from one. */
function callsOf(log: string, data: string, started: number): Position[] {
  const lines = log.split("\n");
  const [start, work] = [lines.slice(0, started), lines.slice(started)];
  return [
    ...positionsIn(start.join("\n"), data),
    ...positionsIn(work.join("\n"), data).map(atWork),
  ];
}

/** True when every batch of every board was acknowledged. */
async function handIn(
  child: Child,
  boards: readonly SigningBoard[],
  patience: number,
): Promise<boolean> {
  try {
    const ready = await child.waitFor((said) => said["event"] === "ready", START);
    const done = await Promise.all(
      boards.map((board) => handOne(board, String(ready["mqtt"]), patience)),
    );
    return done.every(Boolean);
  } catch {
    return false;
  } finally {
    await Promise.all(boards.map((board) => board.leave()));
  }
}

async function handOne(board: SigningBoard, address: string, patience: number): Promise<boolean> {
  await board.connect(address);
  for (let at = 0; at < board.batches.length; at += 1)
    if (!(await board.deliver(at, patience))) return false;
  return true;
}

const bootOf = ({ batches }: SigningBoard): BootId => batches[0]?.boot as BootId;

function missing(data: string, board: SigningBoard, through: number): string[] {
  const { agent } = board;
  const stored = new Set(
    ask<{ sequence: number }>(
      data,
      `select sequence from receipt where agent = '${agent}' and boot = '${bootOf(board)}'`,
    ).map((row) => row.sequence),
  );
  return Array.from({ length: through }, (_, n) => n + 1)
    .filter((sequence) => !stored.has(sequence))
    .map((sequence) => `acknowledged and lost: ${agent}/${sequence}`);
}

function doubled(data: string): string[] {
  const plays = ask<{ n: number }>(
    data,
    "select count(*) as n from play_log where outcome = 'played'",
  );
  const pairs = ask<{ n: number }>(
    data,
    "select count(distinct occurrence || ' ' || cluster) as n from play_log where outcome = 'played'",
  );
  const wanted = ORDERS * CLUSTERS.length;
  return [plays, pairs].every((rows) => rows[0]?.n === wanted)
    ? []
    : [`${plays[0]?.n} rows for ${pairs[0]?.n} plays, ${wanted} were made`];
}

function ask<T>(data: string, text: string): T[] {
  const db = new Database(join(data, "vangxa.db"), { readonly: true });
  try {
    return db.prepare(text).all() as T[];
  } finally {
    db.close();
  }
}
