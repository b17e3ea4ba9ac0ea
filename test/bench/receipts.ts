// Receipts a second: a fleet of raw sockets in another process hands in signed batches, all at once; they are checked, chained,
// committed (synchronous=FULL) and acknowledged. Beside it in the same run: the same fleet and the same bytes against the leanest
// broker (`floor`), and the same rows without any network (`bare`: check the signature, insert, commit).
// BOARDS=20 PER_BOARD=1000 BATCH=50 ROUNDS=5 node --import tsx test/bench/receipts.ts
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { firstLink, links } from "../../contract/chain.ts";
import { encode } from "../../contract/codec.ts";
import type { Receipt } from "../../contract/receipt.ts";
import { jwsVerifier } from "../../controller/link/jws.adapter.ts";
import { sha256Of } from "../../controller/sha256.adapter.ts";
import type { BurstWish } from "../support/burst-fleet.ts";
import { leanIngest } from "../support/lean-ingest.ts";
import { type StandIn, standIn } from "../support/machine-board.ts";
import { type MachineWorld, machineWorld } from "../support/machine-world.ts";
import { planPlays, reportOfPlay } from "../support/planned-plays.ts";

const BOARDS = Number(process.env["BOARDS"] ?? 20);
const PER_BOARD = Number(process.env["PER_BOARD"] ?? 1_000);
const BATCH = Number(process.env["BATCH"] ?? 50);
const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
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

/** From the first byte to the last ack, milliseconds; the fleet connects and signs before. */
async function burst(port: number, loads: readonly Load[]): Promise<number> {
  const file = fileURLToPath(new URL("../support/burst-fleet.ts", import.meta.url));
  const fleet = fork(file, { execArgv: ["--import", "tsx"], serialization: "advanced" });
  const boards = loads.map(({ board: { agent, password }, batches }) => ({
    agent,
    password,
    batches,
    through: PER_BOARD,
  }));
  fleet.send({ port, boards } satisfies BurstWish);
  await once(fleet, "message");
  const before = process.cpuUsage();
  const began = performance.now();
  fleet.send("go");
  await once(fleet, "message");
  const took = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  spent = (user + system) / total;
  if (fleet.exitCode === null) await once(fleet, "exit");
  return took;
}

async function floor(folder: string, loads: readonly Load[], round: number): Promise<number> {
  const lean = await leanIngest(join(folder, `lean-${round}.db`), jwsVerifier(), (agent) =>
    keys.get(agent),
  );
  const took = await burst(lean.port, loads);
  await lean.close();
  return took;
}

/** One connection, one prepared statement, one signature check a batch, one commit for 500 rows; no broker, no chain, no outcome. */
async function bare(folder: string, loads: readonly Load[], round: number): Promise<number> {
  const before = process.cpuUsage();
  const db = new Database(join(folder, `bare-${round}.db`));
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
  const { user, system } = process.cpuUsage(before);
  spent = (user + system) / total;
  db.close();
  return took;
}

const keys = new Map<string, string>();
interface Figure {
  readonly rate: number;
  readonly cpu: number;
}

/** Processor time of this process for the last work, microseconds a receipt: it holds where others use the machine too. */
let spent = 0;
async function measured(work: () => Promise<number>): Promise<Figure> {
  const took = await work();
  return { rate: (total / took) * 1_000, cpu: spent };
}

const median = (all: readonly number[]): number =>
  [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
const rateOf = (all: readonly Figure[]): number => Math.round(median(all.map(({ rate }) => rate)));
const cpuOf = (all: readonly Figure[]): number =>
  Number(median(all.map(({ cpu }) => cpu)).toFixed(1));
const share = (one: number, other: number): number => Number((one / other).toFixed(2));

const total = BOARDS * PER_BOARD;
const world = await machineWorld({ clusters: BOARDS, thread: process.env["THREAD"] !== "0" });
const folder = mkdtempSync(join(tmpdir(), "vangxa-floor-"));
const boards: StandIn[] = [];
for (let n = 1; n <= BOARDS; n++) {
  const board = await standIn(world, `cum-${n}`);
  // Its place in the broker is taken over by the fleet.
  await board.close();
  boards.push(board);
}
for (const row of await world.store.db.selectFrom("agent").select(["id", "public_key"]).execute())
  keys.set(row.id, row.public_key);
await planned(world);
const ours: Figure[] = [];
const floors: Figure[] = [];
const bares: Figure[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const loads = await loadOf(world, boards, round);
  bares.push(await measured(() => bare(folder, loads, round)));
  floors.push(await measured(() => floor(folder, loads, round)));
  ours.push(await measured(() => burst(world.port, loads)));
}
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
    perSecond: rateOf(ours),
    floorPerSecond: rateOf(floors),
    ofFloor: share(rateOf(ours), rateOf(floors)),
    barePerSecond: rateOf(bares),
    ofBare: share(rateOf(ours), rateOf(bares)),
    cpuMicroseconds: cpuOf(ours),
    floorCpuMicroseconds: cpuOf(floors),
    bareCpuMicroseconds: cpuOf(bares),
    cpuOfFloor: share(cpuOf(floors), cpuOf(ours)),
    rounds: ours.map(({ rate }) => Math.round(rate)),
    floorRounds: floors.map(({ rate }) => Math.round(rate)),
    stored: stored.n,
    expected: total * ROUNDS,
    chainOk: verified.ok,
    outcomes: verified.rows,
  }),
);
await world.close();
rmSync(folder, { recursive: true, force: true });
