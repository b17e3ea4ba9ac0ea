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

/** A play makes three: armed, started, ended. */
function receipt(sequence: number, at: number): Receipt {
  const base = {
    sequence,
    at,
    monotonic: sequence * 31_000,
    clock: { source: "ntp", offset: 2, uncertainty: 9 },
  };
  const occurrence = `occ-bench-${Math.ceil(sequence / 3)}`;
  const kinds = [
    { kind: "armed", occurrence },
    { kind: "started", occurrence, planned: at, start: at, repeat: false, resumed: false },
    {
      kind: "ended",
      occurrence,
      as: "played",
      start: at,
      heard: 30_000,
      frames: 1_440_000,
      ofFrames: 1_440_000,
      parts: [{ part: 0, offset: 0, frames: 1_440_000 }],
    },
  ];
  return { ...base, ...kinds[(sequence - 1) % 3] } as unknown as Receipt;
}

async function planned(world: MachineWorld): Promise<void> {
  const { db } = world.store;
  const now = world.time.now;
  await db
    .insertInto("broadcast")
    .values({
      id: "bc-bench",
      place: "c-21024",
      title: "t",
      theme: null,
      level: "normal",
      authority: "commune",
      status: "actual",
      spec: "{}",
      state: "active",
      author: "p",
      created_at: now,
      content_hash: "",
      approvals: "[]",
      cancelled_at: null,
      cancelled_by: null,
      idempotency_key: null,
    })
    .execute();
  for (let n = 1; n <= Math.ceil(PER_BOARD / 3); n++) {
    const id = `occ-bench-${n}`;
    await db
      .insertInto("occurrence")
      .values({
        id,
        broadcast: "bc-bench",
        scope: "c-21024",
        document: "plan",
        level: "normal",
        not_before: now,
        not_after: now + 3_600_000,
        body: "{}",
        created_at: now,
        cancelled_at: null,
        closed_at: null,
      })
      .execute();
  }
  const pairs = Array.from({ length: Math.ceil(PER_BOARD / 3) }, (_, n) =>
    Array.from({ length: BOARDS }, (_, k) => ({
      occurrence: `occ-bench-${n + 1}`,
      cluster: `cum-${k + 1}`,
    })),
  ).flat();
  for (let at = 0; at < pairs.length; at += 500) {
    await db
      .insertInto("occurrence_cluster")
      .values(pairs.slice(at, at + 500))
      .execute();
  }
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
