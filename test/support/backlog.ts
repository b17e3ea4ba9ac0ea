// Boards that come back after a day hand in what they owe, while other boards go on: how long live receipts wait for their ack.
import { type ChildProcess, fork } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { fileURLToPath } from "node:url";
import { hashSecret } from "../../controller/broker/secret.adapter.ts";
import type { Delays, FleetSaid, FleetWish } from "./backlog-fleet.ts";
import { LIVE_PLAYS, livePlayId, playId } from "./backlog-plays.ts";
import { type MachineWorld, machineWorld } from "./machine-world.ts";
import { planPlays } from "./planned-plays.ts";
import type { FleetBoard } from "./receipt-fleet.ts";

export interface BacklogWish {
  readonly boards: number;
  /** Of each board with a backlog: armed, started and ended of each play. */
  readonly receiptsPerBoard: number;
  readonly liveBoards: number;
  /** Between two plays of a live board. */
  readonly everyMs: number;
  /** How long live boards are alone first. */
  readonly quietMs: number;
}

export interface BacklogFound {
  readonly boards: number;
  readonly receiptsPerBoard: number;
  readonly backlog: number;
  readonly live: number;
  readonly drainSeconds: number;
  readonly drainPerSecond: number;
  readonly quiet: Delays;
  readonly during: Delays;
  readonly expected: number;
  readonly stored: number;
  readonly missing: number;
  readonly doubledPlays: number;
  readonly plays: number;
  readonly resent: number;
  readonly chainOk: boolean;
  readonly gaps: number;
}

const PASSWORD = "a".repeat(43);

export async function drainBacklog(wish: BacklogWish): Promise<BacklogFound> {
  const world = await machineWorld({
    clusters: wish.boards + wish.liveBoards,
    thread: true,
  });
  let child: ChildProcess | undefined;
  try {
    const boards = await enrolled(world, wish.boards + wish.liveBoards);
    const plays = Math.ceil(wish.receiptsPerBoard / 3);
    await ordered(world, wish, plays);
    const file = fileURLToPath(new URL("./backlog-fleet.ts", import.meta.url));
    const fleet = fork(file, { execArgv: ["--import", "tsx"], serialization: "advanced" });
    child = fleet;
    const told = new Promise<FleetSaid>((resolve, reject) => {
      fleet.once("message", (said) => resolve(said as FleetSaid));
      fleet.once("exit", (code) => reject(new Error(`the fleet ended with ${code}`)));
    });
    const send: FleetWish = { ...wish, port: world.port, password: PASSWORD, boards };
    fleet.send(send);
    const said = await told;
    await world.playlog.settled();
    return await judged(world, wish, said);
  } finally {
    child?.kill();
    await world.close();
  }
}

async function enrolled(world: MachineWorld, count: number): Promise<FleetBoard[]> {
  const secret = await hashSecret(PASSWORD);
  const boards = Array.from({ length: count }, (_, n) => {
    const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    return { agent: `board-${n + 1}`, x: x as string, d: d as string };
  });
  const rows = boards.map(({ agent, x }, n) => ({
    id: agent,
    cluster: `cum-${n + 1}`,
    public_key: x,
    secret_hash: secret,
    about: "{}",
    status: "active",
    enrolled_at: world.time.now,
    retired_at: null,
  }));
  for (let at = 0; at < rows.length; at += 500)
    await world.store.db
      .insertInto("agent")
      .values(rows.slice(at, at + 500))
      .execute();
  return boards;
}

async function ordered(
  { store: { db }, time }: MachineWorld,
  wish: BacklogWish,
  plays: number,
): Promise<void> {
  const occurrences = [
    ...Array.from({ length: plays }, (_, n) => playId(n + 1)),
    ...Array.from({ length: LIVE_PLAYS }, (_, n) => livePlayId(n + 1)),
  ];
  const pairs = [
    ...Array.from({ length: plays * wish.boards }, (_, n) => ({
      occurrence: playId((n % plays) + 1),
      cluster: `cum-${Math.floor(n / plays) + 1}`,
    })),
    ...Array.from({ length: LIVE_PLAYS * wish.liveBoards }, (_, n) => ({
      occurrence: livePlayId((n % LIVE_PLAYS) + 1),
      cluster: `cum-${wish.boards + Math.floor(n / LIVE_PLAYS) + 1}`,
    })),
  ];
  const now = time.now;
  const notBefore = now - 90_000_000;
  await planPlays(db, { broadcast: "bc-day", now, notBefore, occurrences, pairs });
}

async function judged(
  world: MachineWorld,
  wish: BacklogWish,
  said: FleetSaid,
): Promise<BacklogFound> {
  const { db } = world.store;
  const { n: stored } = await db
    .selectFrom("receipt")
    .select((q) => q.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  const { rows, pairs } = await db
    .selectFrom((q) =>
      q
        .selectFrom("play_log")
        .select(["occurrence", "cluster"])
        .select((s) => s.fn.countAll<number>().as("n"))
        .groupBy(["occurrence", "cluster"])
        .as("each"),
    )
    .select((q) => [q.fn.sum<number>("each.n").as("rows"), q.fn.countAll<number>().as("pairs")])
    .executeTakeFirstOrThrow();
  const verified = await world.playlog.verify();
  const backlog = wish.boards * wish.receiptsPerBoard;
  const expected = backlog + said.live;
  return {
    boards: wish.boards,
    receiptsPerBoard: wish.receiptsPerBoard,
    backlog,
    live: said.live,
    drainSeconds: Number(said.drainSeconds.toFixed(2)),
    drainPerSecond: Math.round(backlog / said.drainSeconds),
    quiet: said.quiet,
    during: said.during,
    expected,
    stored,
    missing: expected - stored,
    doubledPlays: rows - pairs,
    plays: pairs,
    resent: said.resent,
    chainOk: verified.ok,
    gaps: verified.gaps.length,
  };
}
