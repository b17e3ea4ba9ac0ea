// A thousand plays through a controller that is killed, with acks that get lost, batches twice and out of order, an outage, boards
// that restart and clocks that step: each play is stored once, and a time that may be wrong says so.
import { join } from "node:path";
import Database from "better-sqlite3";
import { verifyMain } from "../../controller/main.ts";
import { dice } from "../support/dice.ts";
import { run } from "../support/run-verify.ts";
import { type Station, startStation, until } from "../support/station.ts";
import { type SigningBoard, signingBoard } from "./signing-board.ts";

const CLUSTERS = ["cum-a", "cum-b"];
const PATIENCE = 4_000;

export interface Thousand {
  readonly plays: number;
  readonly stored: number;
  readonly missing: number;
  readonly doubled: number;
  /** Plays whose row says a wrong time without saying that it may be wrong. */
  readonly mistimed: number;
  readonly marked: number;
  readonly kills: number;
  readonly boots: number;
  readonly lostBatches: number;
  readonly sentTwice: number;
  readonly verified: boolean;
}

export async function thousandPlays(plays: number, seed: number, kills = 5): Promise<Thousand> {
  const chance = dice(seed);
  const station = await startStation({ boards: 0 });
  const told = { kills: 0, lostBatches: 0, sentTwice: 0 };
  try {
    const occurrences = await ordered(station, Math.ceil(plays / CLUSTERS.length));
    const skew = (n: number): number => [0, 0, 0, 86_400_000, -3_600_000][n % 5] ?? 0;
    const boards: SigningBoard[] = [];
    for (const cluster of CLUSTERS)
      boards.push(await signingBoard(station.admin, cluster, occurrences, { boots: 6, skew }));
    const steps = boards[0]?.batches.length ?? 0;
    const deaths = new Set(
      Array.from({ length: kills }, (_, n) => Math.floor(((n + 0.5) * steps) / kills)),
    );
    await Promise.all(boards.map((board) => board.connect(station.mqtt)));
    for (let at = 0; at < steps; at += 1) {
      for (const board of boards) misbehave(board, at, chance, told);
      if (!deaths.has(at)) continue;
      process.kill(station.controller.pid, "SIGKILL");
      told.kills += 1;
      await Promise.all(boards.map((board) => board.leave()));
      await station.startController();
      await Promise.all(boards.map((board) => board.connect(station.mqtt)));
    }
    await Promise.all(boards.map((board) => board.leave()));
    // As if every ack had been lost: each board sends everything again until it hears one.
    const deaf = boards.map((board) => board.again());
    await Promise.all(deaf.map((board) => board.connect(station.mqtt)));
    await Promise.all(deaf.map(settle));
    await Promise.all(deaf.map((board) => board.leave()));
    await station.controller.stop();
    return {
      ...(await judge(station, occurrences.length * CLUSTERS.length)),
      ...told,
      boots: 6 * CLUSTERS.length,
    };
  } finally {
    await station.stop();
  }
}

/** Sent now, twice, before the one in front of it, or not at all for now; nobody waits for the ack. */
function misbehave(
  board: SigningBoard,
  at: number,
  chance: ReturnType<typeof dice>,
  told: { lostBatches: number; sentTwice: number },
): void {
  const luck = chance.unit();
  if (luck < 0.2) {
    told.lostBatches += 1;
    return;
  }
  if (luck < 0.4 && at + 1 < board.batches.length) board.send(at + 1);
  board.send(at);
  if (luck > 0.8) {
    told.sentTwice += 1;
    board.send(at);
  }
}

async function settle(board: SigningBoard): Promise<void> {
  for (let at = 0; at < board.batches.length; at += 1) {
    let tries = 0;
    while (!(await board.deliver(at, PATIENCE))) {
      tries += 1;
      if (tries > 10) throw new Error(`batch ${at} was never acknowledged`);
    }
  }
}

async function ordered({ admin, clip, detail }: Station, count: number): Promise<string[]> {
  for (const id of CLUSTERS)
    await admin.post("/api/clusters", { id, name: id, commune: "21024", hamlets: [] });
  const message = await clip(3, 1);
  const order = {
    messageIds: [message.id],
    level: "normal",
    where: { all: true },
    when: { now: true },
  };
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const { id } = await admin.post<{ id: string }>("/api/broadcasts", order);
    const one = await until("the occurrence", async () => (await detail(id)).occurrences[0]);
    ids.push(one.id);
  }
  return ids;
}

interface Row {
  readonly occurrence: string;
  readonly cluster: string;
  readonly started_at: number;
  readonly at: number;
  readonly body: string;
}

async function judge(station: Station, plays: number) {
  const data = join(station.dir, "controller");
  const db = new Database(join(data, "vangxa.db"), { readonly: true });
  const rows = db.prepare("select * from play_log where outcome = 'played'").all() as Row[];
  db.close();
  const pairs = new Set(rows.map((row) => `${row.occurrence} ${row.cluster}`));
  const isOff = (row: Row) => Math.abs(row.started_at - row.at) > 1_800_000;
  const says = (row: Row) => JSON.parse(row.body).clock?.source === "none";
  const { code } = await run(verifyMain, ["--data", data]);
  return {
    plays,
    stored: pairs.size,
    missing: plays - pairs.size,
    doubled: rows.length - pairs.size,
    mistimed: rows.filter((row) => isOff(row) && !says(row)).length,
    marked: rows.filter((row) => isOff(row) && says(row)).length,
    verified: code === 0,
  };
}
