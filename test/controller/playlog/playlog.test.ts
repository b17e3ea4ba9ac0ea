import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OccurrenceId } from "../../../contract/ids.ts";
import { hours, type Instant, later } from "../../../contract/time.ts";
import { ended, type StandIn, standIn } from "../../support/machine-board.ts";
import {
  COMMUNE,
  type MachineWorld,
  machineWorld,
  order,
  until,
} from "../../support/machine-world.ts";

const noon = 1_790_000_000_000 as Instant;
let world: MachineWorld;
let boards: StandIn[];

beforeEach(async () => {
  world = await machineWorld({ now: noon });
  boards = [await standIn(world, "cum-1")];
});
afterEach(async () => {
  for (const board of boards) await board.close();
  await world.close();
});

const board = (): StandIn => boards[0] as StandIn;
const log = () => world.store.db.selectFrom("play_log").selectAll().orderBy("seq").execute();
const receipts = async () =>
  (await world.store.db.selectFrom("receipt").select("sequence").orderBy("sequence").execute()).map(
    (row) => row.sequence,
  );
const alarms = () =>
  world.told.filter(({ kind }) => kind === "alarm").map(({ body }) => body["alarm"]);
const started = (occurrence: OccurrenceId, start: Instant = noon) =>
  ({ kind: "started", occurrence, planned: start, start, repeat: false, resumed: false }) as const;
const closeAll = () => world.playlog.close((noon - hours(1)) as Instant, later(noon, hours(3)));

describe("batches", () => {
  test("sent twice are stored once and acknowledged twice", async () => {
    const occurrence = await order(world);
    const batch = await board().batch(started(occurrence), ended(occurrence));
    await board().send(batch);
    await until(() => board().acked() === 2);
    const acks = () => board().heard.filter(({ name }) => name === "agent/{agent}/ack").length;
    const before = acks();
    await board().send(batch);
    await until(() => acks() === before + 1);
    expect(await receipts()).toEqual([1, 2]);
    expect(await log()).toHaveLength(1);
  });

  test("that overtake each other leave a visible gap until it is filled", async () => {
    const occurrence = await order(world);
    const [one, two, three] = [
      await board().batch(started(occurrence)),
      await board().batch(ended(occurrence)),
      await board().batch(started(occurrence)),
    ];
    await board().send(three);
    await board().send(two);
    await until(async () => (await receipts()).length === 2);
    expect((await world.playlog.verify()).gaps).toMatchObject([
      { agent: board().agent, through: 0, highest: 3 },
    ]);
    expect(board().acked()).toBe(0);
    await board().send(one);
    await until(() => board().acked() === 3);
    expect((await world.playlog.verify()).gaps).toEqual([]);
    expect(await log()).toMatchObject([{ outcome: "played" }]);
  });

  test("that do not continue the chain are refused, raise an alarm and get no ack", async () => {
    const occurrence = await order(world);
    await board().send(await board().batch(started(occurrence)));
    await until(() => board().acked() === 1);
    const clone = await standIn(world, "cum-1").then(async (other) => {
      boards.push(other);
      return other;
    });
    expect(clone.agent).not.toBe(board().agent);
    // The retired board's link is cut, and what it signs is nobody's word any more.
    await until(() => !board().client.connected);
    expect(await receipts()).toEqual([1]);
    const own = await clone.batch(started(occurrence));
    await clone.send(own);
    await until(() => clone.acked() === 1);
    const { body, sign } = await forged(clone);
    await clone.send(
      new TextEncoder().encode(
        await sign.sign("vangxa-receipts+jws", new TextEncoder().encode(JSON.stringify(body))),
      ),
    );
    await until(() => alarms().includes("receipts-broken-chain"));
    expect(clone.acked()).toBe(1);
  });

  test("are not acknowledged when the commit fails, and are taken when it works again", async () => {
    const occurrence = await order(world);
    const batch = await board().batch(started(occurrence));
    await world.store.db.schema.alterTable("receipt").renameTo("receipt_away").execute();
    await board().send(batch);
    await until(() => world.logged.some(({ text }) => text === "receipts were not committed"));
    expect(board().acked()).toBe(0);
    await world.store.db.schema.alterTable("receipt_away").renameTo("receipt").execute();
    await board().send(batch);
    await until(() => board().acked() === 1);
  });
});

async function forged(one: StandIn) {
  const body = {
    kind: "receipts",
    agent: one.agent,
    boot: one.boot,
    first: 2,
    previous: "f".repeat(64),
    receipts: [
      {
        kind: "alarm",
        sequence: 2,
        at: noon,
        monotonic: 1,
        clock: { source: "ntp", offset: 0, uncertainty: 1 },
        alarm: "crash",
        detail: "x",
      },
    ],
  };
  return { body, sign: one.sign };
}

test("live events: what plays and what came of it, one a commune and moment, and the board's own alarms", async () => {
  const occurrence = await order(world);
  await board().send(
    await board().batch({ kind: "armed", occurrence }, started(occurrence), ended(occurrence), {
      kind: "alarm",
      alarm: "idle-sound",
      detail: "74 dB",
    }),
  );
  await until(() => alarms().length === 1);
  const about = world.told.filter(({ kind }) => kind === "occurrence" || kind === "outcome");
  expect(about.every(({ place }) => place === `c-${COMMUNE}`)).toBe(true);
  expect(about.map(({ body }) => body["state"] ?? body["outcomes"])).toEqual([
    "armed",
    "playing",
    "ended",
    [{ cluster: "cum-1", outcome: "played", rung: "completed", reason: null, late: false }],
  ]);
});

test("what is known of a broadcast: receipts oldest first and the newest outcome", async () => {
  const occurrence = await order(world);
  await board().send(
    await board().batch({ kind: "armed", occurrence }, started(occurrence), ended(occurrence)),
  );
  await until(() => board().acked() === 3);
  const known = await world.playlog.known([occurrence, "occ-other"]);
  expect([...known.keys()]).toEqual([`${occurrence} cum-1`]);
  expect(known.get(`${occurrence} cum-1`)).toMatchObject({
    receipts: [{ kind: "armed" }, { kind: "started" }, { kind: "ended" }],
    outcome: { outcome: "played", rung: "completed", heard: 30_000 },
  });
  // For the timeline of one cluster: what its own boards said.
  const own = await world.playlog.toldBy("cum-1", [occurrence, "occ-other"]);
  expect(own.get(occurrence)?.map(({ kind }) => kind)).toEqual(["armed", "started", "ended"]);
  expect(own.get("occ-other")).toEqual([]);
  const other = await world.playlog.toldBy("cum-2", [occurrence]);
  expect(other.get(occurrence)).toEqual([]);
});

test("an operator's hand in the database is found by the row that it touched", async () => {
  const occurrence = await order(world);
  await board().send(
    await board().batch(ended(occurrence, { as: "failed", frames: 0, reason: "device-missing" })),
  );
  await until(() => board().acked() === 1);
  world.time.now = later(noon, hours(2));
  await closeAll();
  const { head } = await world.playlog.verify();
  await world.store.db
    .updateTable("play_log")
    .set({ outcome: "played" })
    .where("seq", "=", 1)
    .execute();
  expect(await world.playlog.verify()).toMatchObject({
    ok: false,
    fault: { kind: "altered", seq: 1 },
  });
  await world.store.db
    .updateTable("play_log")
    .set({ outcome: "failed" })
    .where("seq", "=", 1)
    .execute();
  await world.store.db.deleteFrom("play_log").where("seq", "=", 3).execute();
  // The chain alone cannot miss its tail; the table of newest rows does.
  expect((await world.playlog.verify()).faults).toEqual([
    { where: "newest", kind: "not-newest", name: expect.any(String) },
  ]);
  expect(await world.playlog.verify()).toMatchObject({ rows: 2 });
  expect(await world.playlog.verify(head)).toMatchObject({
    ok: false,
    fault: { kind: "cut", seq: 3 },
  });
});
