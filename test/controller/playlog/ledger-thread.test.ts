import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Kysely } from "kysely";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import type { OccurrenceId } from "../../../contract/ids.ts";
import type { ReceiptBatch } from "../../../contract/receipt.ts";
import { type Instant, minutes } from "../../../contract/time.ts";
import { ledgerThread } from "../../../controller/playlog/ledger-thread.adapter.ts";
import type { Arrived, TurnDone } from "../../../controller/playlog/turn.ts";
import { openStore } from "../../../controller/store/sqlite.adapter.ts";
import type { Tables } from "../../../controller/store/tables.ts";
import { ended, type StandIn, standIn } from "../../support/machine-board.ts";
import {
  COMMUNE,
  type MachineWorld,
  machineWorld,
  order,
  until,
} from "../../support/machine-world.ts";
import { smallDisk } from "../../support/small-disk.ts";

const noon = 1_790_000_000_000 as Instant;
const how = { now: noon, grace: minutes(15) };
let world: MachineWorld;
let board: StandIn;

beforeEach(async () => {
  world = await machineWorld({ now: noon, thread: true });
  board = await standIn(world, "cum-1");
}, 30_000);
afterEach(async () => {
  await board.close();
  await world.close();
});

const stored = async () =>
  (await world.store.db.selectFrom("receipt").select("sequence").orderBy("sequence").execute()).map(
    ({ sequence }) => sequence,
  );

test("a thread of its own stores, chains, judges and acknowledges what boards send", async () => {
  const occurrence = await order(world);
  await board.send(
    await board.batch(
      { kind: "started", occurrence, planned: noon, start: noon, repeat: false, resumed: false },
      ended(occurrence),
    ),
  );
  await until(() => board.acked() === 2, 30_000);
  expect(await stored()).toEqual([1, 2]);
  const log = await world.store.db.selectFrom("play_log").select(["outcome", "agent"]).execute();
  expect(log).toEqual([{ outcome: "played", agent: board.agent }]);
  // Signatures and chains hold as the boards made them.
  expect(await world.playlog.verify()).toMatchObject({ ok: true, rows: 1 });
  expect(world.told.map(({ kind }) => kind)).toContain("outcome");
  expect(world.playlog.figures()).toMatchObject({ committed: 2, refused: 0, waiting: 0 });
}, 30_000);

test("what does not fit is refused by the thread as well, and people hear of it", async () => {
  const occurrence = await order(world);
  const first = bodyOf(await board.batch(ended(occurrence)));
  const second = bodyOf(await board.batch(ended(occurrence)));
  await world.playlog.take(first);
  await world.playlog.take({ ...second, previous: first.previous });
  await world.playlog.settled();
  expect(await stored()).toEqual([1]);
  expect(world.playlog.figures()).toMatchObject({ committed: 1, refused: 1 });
  expect(world.told).toContainEqual({
    kind: "alarm",
    place: `c-${COMMUNE}`,
    body: {
      alarm: "receipts-broken-chain",
      agent: board.agent,
      cluster: "cum-1",
      boot: board.boot,
      first: 2,
    },
  });
}, 60_000);

test("nobody else writes while the thread does, and what it could not write is as if it never came", async () => {
  const { store, folder } = world;
  const held: string[] = [];
  let free: () => void = () => undefined;
  const ledger = ledgerThread({
    file: `${folder}/vangxa.db`,
    alone: (work) =>
      store.alone(async () => {
        held.push("taken");
        await new Promise<void>((go) => {
          free = go;
        });
        const done = await work();
        held.push("given back");
        return done;
      }),
    onTrouble: (_, why) => store.distrust(why),
  });
  const occurrence = await order(world);
  const batch = bodyOf(await board.batch(ended(occurrence)));
  const first = ledger.commit([{ batch }], how);
  const taken = (times: number) =>
    until(() => held.filter((one) => one === "taken").length === times, 30_000);
  await taken(1);
  const other = stored().then((rows) => held.push(`read ${rows.length}`));
  free();
  expect(await first).toMatchObject({ committed: 1, acks: [{ through: 1 }], refused: [] });
  await other;
  expect(held).toEqual(["taken", "given back", "read 1"]);

  const next = bodyOf(await board.batch(ended(occurrence)));
  await store.db.schema.alterTable("receipt_head").renameTo("away").execute();
  const failing = ledger.commit([{ batch: next }], how);
  await taken(2);
  free();
  await expect(failing).rejects.toThrow(/receipt_head/);
  await store.db.schema
    .alterTable("away" as never)
    .renameTo("receipt_head")
    .execute();
  expect(await stored()).toEqual([1]);

  // One that ended is followed by another.
  const stopping = ledger.stop();
  await taken(3);
  free();
  await stopping;
  const again = ledger.commit([{ batch: next }], how);
  await taken(4);
  free();
  expect(await again).toMatchObject({ committed: 1 });
  expect(await stored()).toEqual([1, 2]);
  const end = ledger.stop();
  await taken(5);
  free();
  await end;
}, 60_000);

test("after the disk failed under the thread nothing is written by anybody", async () => {
  world.store.distrust(new Error("store-broken"));
  await expect(stored()).rejects.toThrow("store-broken");
});

const MEGABYTE = 1_024;
const disk = smallDisk(12 * MEGABYTE);
afterAll(() => disk?.remove());

test("on a full disk the thread gives the ballast up, says so, and loses nothing that it acknowledged", async (context) => {
  if (!disk) return context.skip("needs the right to mount a file system");
  const file = join(disk.path, "vangxa.db");
  const store = await openStore({ file, ballast: 3 * MEGABYTE * 1_024 });
  for (const table of ["province", "commune", "cluster", "agent"] as const)
    await copy(world.store.db, store.db, table);
  const troubles: string[] = [];
  const ledger = ledgerThread({
    file,
    alone: store.alone,
    onTrouble: (what) => troubles.push(what),
  });
  const occurrence = "occ-long" as OccurrenceId;
  const wide = Array.from({ length: 20 }, () => ended(occurrence, { detail: "x".repeat(2_000) }));
  const next = async (): Promise<() => Promise<TurnDone>> => {
    const turn: Arrived[] = [];
    for (let n = 0; n < 10; n++) turn.push({ batch: bodyOf(await board.batch(...wide)) });
    return () => ledger.commit(turn, how);
  };
  let through = 0;
  let refused: (() => Promise<TurnDone>) | undefined;
  while (refused === undefined && through < 100_000) {
    const commit = await next();
    try {
      through = (await commit()).acks[0]?.through ?? 0;
    } catch {
      refused = commit;
    }
  }
  expect(troubles).toEqual(["disk-full"]);
  expect(existsSync(`${file}.ballast`)).toBe(false);
  const done = await refused?.();
  expect(done?.acks[0]?.through).toBe(through + 200);
  const { n } = await store.db
    .selectFrom("receipt")
    .select((q) => q.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  expect(n).toBe(through + 200);
  await ledger.stop();
  await store.close();
}, 60_000);

async function copy(
  from: Kysely<Tables>,
  to: Kysely<Tables>,
  table: "agent" | "cluster" | "commune" | "province",
): Promise<void> {
  const rows = await from.selectFrom(table).selectAll().execute();
  await to
    .insertInto(table)
    .values(rows as never)
    .execute();
}

const bodyOf = (jws: Uint8Array): ReceiptBatch =>
  JSON.parse(
    Buffer.from(new TextDecoder().decode(jws).split(".")[1] ?? "", "base64url").toString(),
  );
