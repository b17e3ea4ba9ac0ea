import { beforeEach, describe, expect, test } from "vitest";
import type { Document } from "../../../contract/plan.ts";
import { SCOPE } from "../../support/small-centre.ts";
import { audio, Board } from "../../support/virtual-board.ts";

let board: Board;
beforeEach(() => {
  board = new Board();
  board.conductor.start();
});

describe("an ordinary item", () => {
  test("sounds at its instant, once, and is told with its frames", async () => {
    board.plan(
      board.order({ id: "a", parts: [audio(3), { kind: "pause", length: 500 }, audio(2)] }),
    );
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["a", 10, 15.5]]);
    expect(board.said("a")).toEqual(["started", "played"]);
    expect(board.ended("a")).toMatchObject({
      frames: 264_000,
      ofFrames: 264_000,
      heard: 5_500,
      start: board.at(10),
      parts: [
        { part: 0, frames: 144_000, start: board.at(10) },
        { part: 1, frames: 24_000, start: board.at(13) },
        { part: 2, frames: 96_000, start: board.at(13.5) },
      ],
    });
    await board.time.advance(3_600_000);
    expect(board.heard()).toHaveLength(1);
  });

  test("is followed by the next one without a gap", async () => {
    board.plan(
      board.order({ id: "a" }),
      board.order({ id: "b", placement: { kind: "at", at: board.at(12) } }),
    );
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([
      ["a", 10, 15],
      ["b", 15, 20],
    ]);
  });

  test("that was never armed is told when its time is over, with the reason", async () => {
    const one = board.order({ id: "a", notAfter: board.at(20) });
    board.documents = [
      {
        kind: "plan",
        scope: SCOPE,
        epoch: 1,
        revision: 1,
        issued: board.time.now(),
        horizon: { from: 0, to: board.at(1e6) },
        occurrences: [one],
        tombstones: [],
      } as unknown as Document,
    ];
    board.conductor.look();
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([]);
    expect(board.said("a")).toEqual(["expired not-armed"]);
  });

  test("armed too late for its instant begins then, inside its window", async () => {
    const one = board.order({ id: "a", notAfter: board.at(40) });
    board.documents = [
      {
        kind: "plan",
        scope: SCOPE,
        epoch: 1,
        revision: 1,
        issued: board.time.now(),
        horizon: { from: 0, to: board.at(1e6) },
        occurrences: [one],
        tombstones: [],
      } as unknown as Document,
    ];
    board.conductor.look();
    await board.time.advance(20_000);
    board.report({ kind: "armed", occurrence: one.id });
    board.conductor.look();
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["a", 20, 25]]);
    expect(board.said("a")).toEqual(["started", "played"]);
  });

  test("waits for a trusted clock, and does not sound without one", async () => {
    board.sure = false;
    board.plan(board.order({ id: "a", notAfter: board.at(30) }));
    await board.time.advance(60_000);
    // By a clock that is not trusted nothing is over: the board keeps silent and writes nothing off.
    expect([board.heard(), board.said("a")]).toEqual([[], []]);
  });

  test("whose window is over when the board learns of it is told as expired", async () => {
    board.plan(
      board.order({
        id: "a",
        notBefore: board.at(-100),
        placement: { kind: "at", at: board.at(-90) },
        notAfter: board.at(-50),
      }),
    );
    await board.time.advance(1_000);
    expect([board.heard(), board.said("a")]).toEqual([[], ["expired"]]);
  });

  test("from the microphone at the pole is refused where the configuration does not allow it", async () => {
    board.plan(board.order({ id: "a", parts: [{ kind: "local", length: 5_000 }] }));
    await board.time.advance(60_000);
    expect([board.heard(), board.said("a")]).toEqual([[], ["refused input-not-allowed"]]);
  });

  test("that its device refuses is a failure with its reason, not a play", async () => {
    board.player.failNext("device-busy");
    board.plan(board.order({ id: "a" }));
    await board.time.advance(60_000);
    expect(board.said("a")).toEqual(["failed device-busy"]);
  });

  test("that the device drops while it sounds has failed with what was heard", async () => {
    board.plan(board.order({ id: "a" }));
    await board.time.advance(12_000);
    board.player.breakNow("device-stalled");
    await board.time.advance(60_000);
    expect(board.ended("a")).toMatchObject({
      as: "failed",
      reason: "device-stalled",
      frames: 96_000,
    });
  });
});

describe("a cancel", () => {
  test("before the start leaves silence", async () => {
    const one = board.order({ id: "a" });
    board.plan(one);
    await board.time.advance(9_000);
    board.put({
      kind: "plan",
      horizon: { from: 0, to: board.at(1e6) },
      occurrences: [one],
      tombstones: [{ occurrence: "a", at: board.at(9), until: board.at(900) }],
    });
    await board.time.advance(60_000);
    expect([board.heard(), board.said("a")]).toEqual([[], ["cancelled"]]);
  });

  test("while it sounds cuts it off at once, and is told with what was heard", async () => {
    const one = board.order({ id: "a" });
    board.plan(one);
    await board.time.advance(12_000);
    board.urgent([], [{ occurrence: "a", at: board.at(12), until: board.at(900) }]);
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["a", 10, 12]]);
    expect(board.ended("a")).toMatchObject({ as: "cancelled", frames: 96_000, ofFrames: 240_000 });
  });

  test("of everything silences everything that was ordered before it", async () => {
    board.plan(
      board.order({ id: "a" }),
      board.order({ id: "b", placement: { kind: "at", at: board.at(30) } }),
    );
    await board.time.advance(12_000);
    board.urgent([], [{ at: board.at(12), until: board.at(900) }]);
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["a", 10, 12]]);
    expect([board.said("a"), board.said("b")]).toEqual([["started", "cancelled"], ["cancelled"]]);
  });
});

describe("an emergency", () => {
  test("sounds at once in an idle board", async () => {
    await board.time.advance(1_000);
    board.urgent([board.alarm({ id: "e" })]);
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([["e", 1, 6]]);
    expect(board.said("e")).toEqual(["started", "played"]);
  });

  test("cuts in, and what it cut goes on at the very frame", async () => {
    board.plan(board.order({ id: "a", onCut: "resume" }));
    await board.time.advance(12_000);
    board.urgent([board.alarm({ id: "e" })]);
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([
      ["a", 10, 12],
      ["e", 12, 17],
      ["a", 17, 20],
    ]);
    expect(board.said("a")).toEqual(["started", "started", "played"]);
    expect(
      board.reports
        .filter((one) => one.kind === "started" && one.occurrence === "a")
        .map((one) => one.kind === "started" && one.resumed),
    ).toEqual([false, true]);
    expect(board.ended("a")).toMatchObject({
      frames: 240_000,
      heard: 5_000,
      parts: [
        { offset: 0, frames: 96_000 },
        { offset: 2_000, frames: 144_000 },
      ],
    });
  });

  test("ends for good what shall be dropped when it is cut", async () => {
    board.plan(board.order({ id: "a", onCut: "drop" }));
    await board.time.advance(12_000);
    board.urgent([board.alarm({ id: "e" })]);
    await board.time.advance(60_000);
    expect(board.heard()).toEqual([
      ["a", 10, 12],
      ["e", 12, 17],
    ]);
    expect(board.ended("a")).toMatchObject({
      as: "preempted",
      reason: "cut-dropped",
      by: "e",
      frames: 96_000,
    });
  });

  test("passes the doubt of the clock", async () => {
    board.sure = false;
    board.urgent([board.alarm({ id: "e" })]);
    await board.time.advance(10_000);
    expect(board.said("e")).toEqual(["started", "played"]);
  });

  test("that the device refuses is tried again, and a failure only in the end", async () => {
    board.player.failNext("device-busy");
    board.urgent([board.alarm({ id: "e" })]);
    await board.time.advance(30_000);
    expect(board.heard()).toEqual([["e", 2, 7]]);
    for (let n = 0; n < 5; n++) board.player.failNext("device-busy");
    board.urgent([board.alarm({ id: "f" })]);
    await board.time.advance(60_000);
    expect(board.said("f")).toEqual(["failed device-busy"]);
  });

  test("of the centre goes before one of the commune, which follows", async () => {
    board.urgent([board.alarm({ id: "low", authority: "commune" })]);
    await board.time.advance(2_000);
    const low = board.documents.flatMap((one) => (one.kind === "urgent" ? one.emergencies : []));
    board.urgent([...low, board.alarm({ id: "high", authority: "centre" })]);
    await board.time.advance(60_000);
    expect(board.heard().map(([label]) => label)).toEqual(["low", "high", "low"]);
    expect([board.said("low").at(-1), board.said("high").at(-1)]).toEqual(["played", "played"]);
  });
});
