// Receipts a second: signed batches through the real broker, checked, committed (synchronous=FULL) and acknowledged, beside
// the least that a Node process can do for the same rows in the same run: check the signature, insert, commit.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { firstLink, links } from "../../contract/chain.ts";
import { topic } from "../../contract/channels.ts";
import { encode } from "../../contract/codec.ts";
import type { Receipt } from "../../contract/receipt.ts";
import { jwsVerifier } from "../../controller/link/jws.adapter.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";
import { type StandIn, standIn } from "../support/machine-board.ts";
import { type MachineWorld, machineWorld } from "../support/machine-world.ts";
import { planPlays, reportOfPlay } from "../support/planned-plays.ts";

const BOARDS = Number(process.env["BOARDS"] ?? 20);
const PER_BOARD = Number(process.env["PER_BOARD"] ?? 1_000);
const BATCH = Number(process.env["BATCH"] ?? 50);
const ROUNDS = Number(process.env["ROUNDS"] ?? 3);
const text = new TextEncoder();

interface Load {
  readonly board: StandIn;
  readonly batches: readonly Uint8Array[];
}

async function loadOf(
  world: MachineWorld,
  boards: readonly StandIn[],
  round: number,
): Promise<Load[]> {
  const loads: Load[] = [];
  for (const board of boards) {
    const boot = `${board.boot}-${round}` as never;
    let link = firstLink(sha256Of, board.agent, boot);
    const batches: Uint8Array[] = [];
    for (let first = 1; first <= PER_BOARD; first += BATCH) {
      const receipts = Array.from({ length: BATCH }, (_, at) =>
        receipt(first + at, world.time.now),
      );
      const body = {
        kind: "receipts" as const,
        agent: board.agent,
        boot,
        first,
        previous: link,
        receipts,
      };
      link =
        links(
          sha256Of,
          link,
          receipts.map((one) => JSON.stringify(one)),
        ).at(-1) ?? link;
      const jws = await board.sign.sign(
        "vangxa-receipts+jws",
        encode("agent/{agent}/receipts", body),
      );
      batches.push(text.encode(jws));
    }
    loads.push({ board, batches });
  }
  return loads;
}

const playId = (n: number): string => `occ-bench-${n}`;
const receipt = (sequence: number, at: number): Receipt =>
  ({ sequence, ...reportOfPlay(sequence, playId(Math.ceil(sequence / 3)), at) }) as Receipt;

async function planned(world: MachineWorld): Promise<void> {
  const { now } = world.time;
  const occurrences = Array.from({ length: Math.ceil(PER_BOARD / 3) }, (_, n) => playId(n + 1));
  const pairs = occurrences.flatMap((occurrence) =>
    Array.from({ length: BOARDS }, (_, k) => ({ occurrence, cluster: `cum-${k + 1}` })),
  );
  await planPlays(world.store.db, {
    broadcast: "bc-bench",
    now,
    notBefore: now,
    occurrences,
    pairs,
  });
}

async function throughController(loads: readonly Load[]): Promise<number> {
  const began = performance.now();
  const finished = loads.map(
    ({ board }) =>
      new Promise<void>((done) => {
        board.client.on("message", (full, payload) => {
          if (!full.endsWith("/ack")) return;
          const { through } = JSON.parse(String(payload));
          if (through === PER_BOARD) done();
        });
      }),
  );
  for (const { board, batches } of loads) {
    for (const bytes of batches) {
      board.client.publish(topic("agent/{agent}/receipts", board.agent), bytes as Buffer, {
        qos: 1,
      });
    }
  }
  await Promise.all(finished);
  for (const { board } of loads) board.client.removeAllListeners("message");
  return performance.now() - began;
}

/** One connection, one prepared statement, one signature check a batch, one commit for 500 rows; no broker, no chain, no outcome. */
async function floor(folder: string, loads: readonly Load[], round: number): Promise<number> {
  const db = new Database(join(folder, `floor-${round}.db`));
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec(
    "create table r (agent text, boot text, sequence integer, body text, primary key (agent, boot, sequence))",
  );
  const insert = db.prepare("insert into r values (?, ?, ?, ?) on conflict do nothing");
  const write = db.transaction((rows: readonly unknown[][]) => {
    for (const row of rows) insert.run(...row);
  });
  const verify = jwsVerifier();
  const began = performance.now();
  let rows: unknown[][] = [];
  for (const { board, batches } of loads) {
    for (const bytes of batches) {
      const read = await verify.verify(new TextDecoder().decode(bytes), "vangxa-receipts+jws", () =>
        keys.get(board.agent),
      );
      if (!read.ok) throw new Error("bad signature");
      const batch = JSON.parse(new TextDecoder().decode(read.payload));
      for (const one of batch.receipts)
        rows.push([batch.agent, batch.boot, one.sequence, JSON.stringify(one)]);
      if (rows.length >= 500) {
        write(rows);
        rows = [];
      }
    }
  }
  write(rows);
  const took = performance.now() - began;
  db.close();
  return took;
}

const keys = new Map<string, string>();
/** Processor time of the whole process, microseconds a receipt: it holds where others use the machine too. */
async function measured(work: () => Promise<number>): Promise<{ rate: number; cpu: number }> {
  const before = process.cpuUsage();
  const took = await work();
  const { user, system } = process.cpuUsage(before);
  return { rate: (total / took) * 1_000, cpu: (user + system) / total };
}

const median = (all: readonly number[]): number =>
  [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

const world = await machineWorld({ clusters: BOARDS });
const folder = mkdtempSync(join(tmpdir(), "vangxa-floor-"));
const boards: StandIn[] = [];
for (let n = 1; n <= BOARDS; n++) boards.push(await standIn(world, `cum-${n}`));
for (const row of await world.store.db.selectFrom("agent").select(["id", "public_key"]).execute())
  keys.set(row.id, row.public_key);
await planned(world);
const total = BOARDS * PER_BOARD;
const ours: { rate: number; cpu: number }[] = [];
const floors: { rate: number; cpu: number }[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const loads = await loadOf(world, boards, round);
  floors.push(await measured(() => floor(folder, loads, round)));
  ours.push(await measured(() => throughController(loads)));
}
const rates = ours.map(({ rate }) => rate);
const floorRate = median(floors.map(({ rate }) => rate));
const [cpu, floorCpu] = [ours, floors].map((all) => median(all.map((one) => one.cpu))) as [
  number,
  number,
];
const stored = await world.store.db
  .selectFrom("receipt")
  .select((q) => q.fn.countAll<number>().as("n"))
  .executeTakeFirstOrThrow();
const verified = await world.playlog.verify();
console.log(
  JSON.stringify({
    bench: "receipts",
    boards: BOARDS,
    receiptsPerRound: total,
    batch: BATCH,
    perSecond: Math.round(median(rates)),
    floorPerSecond: Math.round(floorRate),
    ofFloor: Number((median(rates) / floorRate).toFixed(2)),
    cpuMicroseconds: Number(cpu.toFixed(1)),
    floorCpuMicroseconds: Number(floorCpu.toFixed(1)),
    cpuOfFloor: Number((floorCpu / cpu).toFixed(2)),
    rounds: rates.map(Math.round),
    stored: stored.n,
    expected: total * ROUNDS,
    chainOk: verified.ok,
    outcomes: verified.rows,
  }),
);
for (const board of boards) await board.close();
await world.close();
rmSync(folder, { recursive: true, force: true });
