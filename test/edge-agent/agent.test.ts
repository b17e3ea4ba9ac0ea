import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { firstLink, links } from "../../contract/chain.ts";
import type { AgentId, BootId } from "../../contract/ids.ts";
import type { Plan } from "../../contract/plan.ts";
import type { Clock, Instant } from "../../contract/time.ts";
import { systemClock } from "../../edge-agent/clock.adapter.ts";
import { order, SOUND } from "../support/orders-of-noise.ts";
import { dropFolder, newFolder, type PipeBoard, startBoard } from "../support/pipe-board.ts";
import {
  AGENT,
  SCOPE,
  type SmallCentre,
  sha256,
  smallCentre,
  testKey,
  until,
} from "../support/small-centre.ts";

let centre: SmallCentre;
let folder: string;
let boards: PipeBoard[];

beforeEach(async () => {
  centre = await smallCentre();
  centre.addAudio(SOUND);
  folder = newFolder();
  boards = [];
});
afterEach(async () => {
  for (const board of boards) {
    await board.agent.stop();
    expect(board.broken).toEqual([]);
  }
  await centre.stop();
  dropFolder(folder);
});

async function start(clock?: Clock, online = true): Promise<PipeBoard> {
  const board = await startBoard(centre, folder, clock, online);
  boards.push(board);
  return board;
}
const said = (kind: string, occurrence?: string) =>
  centre.receipts.filter(
    (one) =>
      one.kind === kind && (!occurrence || ("occurrence" in one && one.occurrence === occurrence)),
  );
const came = (kind: string, occurrence?: string) =>
  until(`${kind} ${occurrence ?? ""}`, () => said(kind, occurrence).length > 0, 15_000);
const present = (state: string) => centre.presence.filter((one) => one.state === state);
const births = (n: number) => until(`birth ${n}`, () => present("birth").length >= n);

test("the whole way: plan, audio, sound, receipts in one signed chain without a gap", async () => {
  await start();
  await births(1);
  await centre.plan([order("o1", 500)]);
  await came("ended", "o1");
  expect(centre.receipts.map(({ kind }) => kind)).toEqual([
    "boot",
    "delivered",
    "delivered",
    "armed",
    "started",
    "ended",
  ]);
  expect(centre.receipts.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(said("ended")[0]).toMatchObject({ as: "played", frames: 14_400 });
  const boot = centre.batches[0]?.boot as BootId;
  const rows = centre.receipts.map((one) => JSON.stringify(one));
  const chain = links(sha256, firstLink(sha256, AGENT as AgentId, boot), rows);
  for (const { first, previous } of centre.batches) {
    expect(previous).toBe(
      first === 1 ? firstLink(sha256, AGENT as AgentId, boot) : chain[first - 2],
    );
  }
  const heartbeat = await lastHeartbeat();
  expect(heartbeat).toMatchObject({
    armed: expect.any(Number),
    clock: { source: "controller" },
    majors: [1],
  });
  expect(heartbeat?.["applied"]).toHaveLength(2);
});

async function lastHeartbeat() {
  await until("an early heartbeat", () => present("heartbeat").length > 0);
  return present("heartbeat").at(-1);
}

describe("a link that is cut", () => {
  test("while it plays loses nothing and doubles nothing; the old session's will is told", async () => {
    await start();
    await births(1);
    await centre.plan([order("o1", 300, { parts: [{ kind: "pause", length: 1_500 }] })]);
    await came("started", "o1");
    centre.cut();
    await births(2);
    await came("ended", "o1");
    const sequences = centre.receipts.map(({ sequence }) => sequence).sort((a, b) => a - b);
    expect(sequences).toEqual(sequences.map((_, i) => i + 1));
    const [first, second] = present("birth");
    expect(first?.["session"]).not.toBe(second?.["session"]);
    await until("the will", () => present("lost").length > 0);
    expect(present("lost")[0]?.["session"]).toBe(first?.["session"]);
  });

  test("for good leaves the schedule playing, and the receipts come when it is back", async () => {
    const board = await start();
    await births(1);
    await centre.plan([order("o1", 900)]);
    await came("armed", "o1");
    board.online = false;
    centre.cut();
    await until("it played", () => board.player.heard.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(said("started")).toEqual([]);
    board.online = true;
    await came("ended", "o1");
  });
});

test("receipts that nobody acknowledges come again, the same, and end with the ack", async () => {
  centre.acking = false;
  await start();
  await until(
    "they came twice",
    () => centre.batches.filter(({ first }) => first === 1).length >= 2,
    10_000,
  );
  expect(centre.receipts.map(({ sequence }) => sequence)).toEqual([1, 2]);
  const boot = centre.batches[0]?.boot ?? "";
  await centre.publish("agent/{agent}/ack", AGENT, JSON.stringify({ boot, through: 2 }), false);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const count = centre.batches.length;
  await new Promise((resolve) => setTimeout(resolve, 4_500));
  expect(centre.batches).toHaveLength(count);
});

describe("after a restart", () => {
  test("it plays its stored plan with nobody there, does not enrol again, and tells of both boots", async () => {
    const first = await start();
    await births(1);
    await centre.plan([order("o1", 1_500)]);
    await came("armed", "o1");
    await first.die();
    const second = await start(systemClock, false);
    await until("it played", () => second.player.heard.length === 1, 5_000);
    expect(centre.enrolments).toBe(1);
    second.online = true;
    await came("ended", "o1");
    const [, boot] = said("boot");
    expect(boot).toMatchObject({ previous: { boot: centre.batches[0]?.boot } });
  });

  test("what was played is not played again, and the broker's old plan changes nothing", async () => {
    const first = await start();
    await births(1);
    await centre.plan([order("o1", 300)]);
    await came("ended", "o1");
    await first.die();
    const second = await start();
    await births(2);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(second.player.heard).toEqual([]);
    expect(said("ended", "o1")).toHaveLength(1);
    expect(said("document-refused")).toEqual([]);
  });

  test("in the middle of an ordinary item it is interrupted, and silent", async () => {
    const first = await start();
    await births(1);
    await centre.plan([order("o1", 200, { parts: [{ kind: "pause", length: 60_000 }] })]);
    await came("started", "o1");
    first.player.die();
    const lines = readFileSync(join(folder, "journal/00000001.log"), "utf8");
    expect(lines).toContain('"k":"begin"');
    await first.die();
    const second = await start();
    await came("ended", "o1");
    expect(said("ended", "o1")[0]).toMatchObject({ as: "interrupted", reason: "power-loss" });
    expect(second.player.heard).toEqual([]);
  });
});

test("one document is repaired over HTTP by its hash", async () => {
  await start();
  await births(1);
  const body = {
    kind: "plan",
    scope: SCOPE,
    epoch: 1,
    revision: 500,
    issued: Date.now(),
    horizon: { from: 0, to: Date.now() + 1e9 },
    occurrences: [order("o1", 400)],
    tombstones: [],
  };
  const hash = sha256(JSON.stringify(body));
  centre.addDocument(await centre.signed(body as unknown as Plan), hash);
  const refresh = { scope: SCOPE, document: "plan", revision: 500, hash };
  await centre.publish("agent/{agent}/refresh", AGENT, JSON.stringify(refresh), false);
  await came("ended", "o1");
  expect(said("delivered").at(-1)).toMatchObject({ revision: 500, hash });
});

test("a board that an hour goes wrong is set right by the signed answer, and a forged one moves nothing", async () => {
  const hour = 3_600_000;
  const slow: Clock = {
    now: () => (Date.now() - hour) as Instant,
    monotonic: systemClock.monotonic,
  };
  await start(slow);
  await births(1);
  const forger = await testKey("centre-1");
  const nonce = "a".repeat(26);
  const forged = JSON.stringify({ kind: "time", agent: AGENT, nonce, received: 5, answered: 5 });
  await centre.publish(
    "agent/{agent}/time/answer",
    AGENT,
    await forger.sign("vangxa-time+jws", forged),
    false,
  );
  await centre.publish(
    "agent/{agent}/time/answer",
    AGENT,
    await centre.key.sign("vangxa-time+jws", forged),
    false,
  );
  await centre.plan([order("o1", 700)]);
  await came("started", "o1");
  const [receipt] = said("started", "o1");
  expect(receipt).toMatchObject({ clock: { source: "controller" } });
  expect(Math.abs((receipt?.at ?? 0) - Date.now())).toBeLessThan(3_000);
  expect(Math.abs((receipt?.clock.offset ?? 0) - hour)).toBeLessThan(1_000);
});

test("a new configuration moves the board to other scopes", async () => {
  await start();
  await births(1);
  const keys = [
    {
      kid: centre.key.kid,
      x: centre.key.x,
      scopes: ["p-51"],
      authority: "centre",
      notBefore: 0,
      notAfter: 7_000_000_000_000,
    },
  ];
  await centre.publish(
    "agent/{agent}/config",
    AGENT,
    await centre.config({ scopes: ["p-51"], keys }),
  );
  await until("the configuration", () =>
    said("delivered").some((one) => one.kind === "delivered" && one.revision > 1),
  );
  await centre.plan([order("old", 300)]);
  const body = {
    kind: "plan",
    scope: "p-51",
    epoch: 1,
    revision: 900,
    issued: Date.now(),
    horizon: { from: 0, to: Date.now() + 1e9 },
    occurrences: [order("new", 500)],
    tombstones: [],
  };
  await new Promise((resolve) => setTimeout(resolve, 300));
  await centre.publish("scope/{scope}/plan", "p-51", await centre.signed(body as unknown as Plan));
  await came("ended", "new");
  expect(said("armed", "old")).toEqual([]);
});

test("a board without a plan asks the broker again with each heartbeat", async () => {
  const board = await start();
  await births(1);
  await centre.publish("agent/{agent}/config", AGENT, await centre.config({ heartbeat: 300 }));
  const delivered = () =>
    board.events.filter((one) => one.event === "receipt" && one.receipt.kind === "delivered")
      .length;
  await until("the configuration", () => delivered() === 2);
  await until("heartbeats", () => present("heartbeat").length > 2);
  // Retained without being sent: as after a broker that lost its live message.
  const body = {
    kind: "plan",
    scope: SCOPE,
    epoch: 1,
    revision: 700,
    issued: Date.now(),
    horizon: { from: 0, to: Date.now() + 1e9 },
    occurrences: [],
    tombstones: [],
  };
  await centre.retainOnly(
    "scope/{scope}/plan",
    SCOPE,
    await centre.signed(body as unknown as Plan),
  );
  await until("the plan", () => delivered() === 3);
});

test("whatever a broker sends, the board goes on", async () => {
  const board = await start();
  await births(1);
  const rubbish = ["", "x", "{}", "[]", "a.b.c", "\0\0", "x".repeat(65_000), '{"boot":5}', "null"];
  for (const text of rubbish) {
    await centre.publish("scope/{scope}/plan", SCOPE, text, false);
    await centre.publish("scope/{scope}/urgent", SCOPE, text, false);
    await centre.publish("agent/{agent}/config", AGENT, text, false);
    await centre.publish("agent/{agent}/ack", AGENT, text, false);
    await centre.publish("agent/{agent}/refresh", AGENT, text, false);
    await centre.publish("agent/{agent}/time/answer", AGENT, text, false);
  }
  await centre.plan([order("o1", 300)]);
  await came("ended", "o1");
  expect(said("document-refused").length).toBeLessThanOrEqual(3);
  expect(board.broken).toEqual([]);
});

test("a clean stop says farewell, leaves no will, and is harmless twice", async () => {
  const board = await start();
  await births(1);
  const before = Date.now();
  await Promise.all([board.agent.stop(), board.agent.stop()]);
  expect(Date.now() - before).toBeLessThan(2_000);
  await until("the farewell", () => present("farewell").length === 1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(present("lost")).toEqual([]);
  expect(board.player.closed).toBe(true);
});
