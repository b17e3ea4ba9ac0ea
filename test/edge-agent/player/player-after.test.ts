import { beforeEach, describe, expect, test } from "vitest";
import type { AgentConfig } from "../../../contract/agent-config.ts";
import { minutes } from "../../../contract/time.ts";
import { audio, Board } from "../../support/virtual-board.ts";

let board: Board;
beforeEach(() => {
  board = new Board();
  board.conductor.start();
});

describe("after a crash", () => {
  test("an ordinary item that sounded is interrupted and never sounds again", async () => {
    board.plan(board.order({ id: "a", parts: [audio(20)] }));
    await board.time.advance(17_000);
    board.crash();
    await board.time.advance(600_000);
    expect(board.said("a")).toEqual(["started", "interrupted power-loss"]);
    expect(board.heard()).toEqual([]);
    expect(board.ended("a")).toMatchObject({ frames: 240_000, start: board.at(10) });
  });

  test("just after the intent was written, nobody knows: it does not sound again either", async () => {
    board.plan(board.order({ id: "a" }));
    await board.time.advance(9_990);
    const rows = board.rows.splice(0);
    board.player.die();
    await board.time.advance(20);
    board.boot(rows);
    board.conductor.start();
    await board.time.advance(60_000);
    expect([board.heard(), board.said("a")]).toEqual([[], ["interrupted power-loss"]]);
  });

  test("before its instant it sounds as ordered", async () => {
    board.plan(board.order({ id: "a" }));
    await board.time.advance(9_000);
    board.crash();
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["a", 10, 15]]);
    expect(board.said("a")).toEqual(["started", "played"]);
  });

  test("an emergency sounds once more, marked as a repeat, and not a third time", async () => {
    board.urgent([board.alarm({ id: "e", parts: [audio(20)] })]);
    await board.time.advance(7_000);
    board.crash();
    await board.time.advance(5_000);
    const starts = board.reports.filter((one) => one.kind === "started");
    expect(starts.map((one) => one.kind === "started" && [one.repeat, one.resumed])).toEqual([
      [false, false],
      [true, false],
    ]);
    board.crash();
    await board.time.advance(600_000);
    expect(board.said("e")).toEqual(["started", "started", "interrupted power-loss"]);
  });

  test("an emergency whose window passed meanwhile is interrupted", async () => {
    board.urgent([board.alarm({ id: "e", parts: [audio(20)], notAfter: board.at(30) })]);
    await board.time.advance(10_000);
    const rows = board.rows.splice(0);
    board.player.die();
    await board.time.advance(60_000);
    board.boot(rows);
    board.conductor.start();
    await board.time.advance(1_000);
    expect([board.heard(), board.said("e")]).toEqual([[], ["started", "interrupted power-loss"]]);
  });

  test("what was played is not played again", async () => {
    board.plan(board.order({ id: "a" }));
    await board.time.advance(30_000);
    board.crash();
    await board.time.advance(60_000);
    expect([board.heard(), board.said("a")]).toEqual([[], ["started", "played"]]);
  });
});

describe("a clean stop", () => {
  test("fades out and tells an ordinary item as interrupted", async () => {
    board.plan(board.order({ id: "a" }));
    await board.time.advance(12_000);
    const stopped = board.conductor.stop();
    await board.time.advance(500);
    await stopped;
    expect(board.said("a")).toEqual(["started", "interrupted power-loss"]);
    await board.conductor.stop();
  });

  test("leaves an emergency open, for the next start", async () => {
    board.urgent([board.alarm({ id: "e", parts: [audio(60)] })]);
    await board.time.advance(7_000);
    const stopped = board.conductor.stop();
    await board.time.advance(500);
    await stopped;
    expect(board.said("e")).toEqual(["started"]);
  });
});

test("a storm of orders is held by the board's own cap, with an alarm", async () => {
  board.config = { ...board.config, soundsPerHour: 3 };
  board.plan(
    ...[1, 2, 3, 4, 5].map((n) =>
      board.order({ id: `o${n}`, placement: { kind: "at", at: board.at(n * 20) } }),
    ),
  );
  await board.time.advance(200_000);
  expect(board.heard().map(([label]) => label)).toEqual(["o1", "o2", "o3"]);
  expect(board.said("o4")).toEqual(["refused sound-cap"]);
  expect(
    board.reports.filter((one) => one.kind === "alarm" && one.alarm === "sound-cap"),
  ).toHaveLength(2);
  board.plan(
    board.order({
      id: "o9",
      placement: { kind: "at", at: board.at(3_700) },
      notAfter: board.at(4_000),
    }),
  );
  await board.time.advance(3_700_000);
  expect(board.said("o9")).toEqual(["started", "played"]);
});

test("gain follows the cluster's curve", async () => {
  const volume = [{ start: 0, gain: -3 }] as AgentConfig["cluster"]["volume"];
  board.config = { ...board.config, cluster: { ...board.config.cluster, volume } };
  board.plan(board.order({ id: "a" }));
  await board.time.advance(60_000);
  expect(board.player.heard[0]?.gain).toBe(-3);
});

test("the amplifier is on exactly while an item is coming, sounds or has just ended, with its warm-up before", async () => {
  board.warmUp = 400;
  board.boot();
  board.conductor.start();
  board.plan(board.order({ id: "a" }));
  await board.time.advance(9_500);
  expect(board.relay).toEqual([]);
  await board.time.advance(200);
  expect(board.relay).toEqual([true]);
  await board.time.advance(10_000);
  expect(board.heard()).toEqual([["a", 10, 15]]);
  expect(board.relay.at(-1)).toBe(false);
  await board.time.advance(minutes(5));
  expect(board.relay.at(-1)).toBe(false);
});

test("an emergency waits for a cold amplifier to warm", async () => {
  board.warmUp = 400;
  board.boot();
  board.conductor.start();
  board.urgent([board.alarm({ id: "e" })]);
  await board.time.advance(60_000);
  expect(board.heard()).toEqual([["e", 0.4, 5.4]]);
});
