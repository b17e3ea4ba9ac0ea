import { describe, expect, test } from "vitest";
import type { Occurrence } from "../../../contract/plan.ts";
import type { Receipt } from "../../../contract/receipt.ts";
import { instant } from "../../../contract/time.ts";
import { factsOf } from "../../../controller/playlog/facts.ts";

const NOW = instant(1_000_000);
const receipt = (kind: string, at: number, more: object = {}): Receipt =>
  ({ kind, sequence: 1, at, monotonic: at, occurrence: "a", ...more }) as unknown as Receipt;
const partOf = (length: number) => ({ kind: "audio", audio: { length } });
const facts = (...told: [string, Receipt[], ...number[]][]) =>
  factsOf(
    told.map(([id, receipts, ...lengths]) => ({
      order: { id, onCut: "resume", parts: lengths.map(partOf) } as unknown as Occurrence,
      receipts,
    })),
    NOW,
  );

describe("what receipts tell the timeline", () => {
  test("nothing told is nothing known", () => {
    expect(facts()).toEqual({ now: NOW, released: {}, sounded: [], ended: {}, clock: "sure" });
  });

  test("an emergency is released when its board had it ready", () => {
    expect(facts(["a", [receipt("armed", 5)]]).released).toEqual({ a: 5 });
  });

  test("what ended sounded in the stretches that say when they began", () => {
    const parts = [
      { part: 0, offset: 0, frames: 48_000, start: 100 },
      { part: 1, offset: 0, frames: 48_000 },
    ];
    const told = facts(["a", [receipt("ended", 9, { as: "preempted", reason: "cut", parts })]]);
    expect(told.sounded).toEqual([{ occurrence: "a", part: 0, offset: 0, start: 100, end: 1_100 }]);
    expect(told.ended).toEqual({ a: { as: "preempted", at: 9, reason: "cut" } });
  });

  test("an end without a reason has none, a refusal its own word", () => {
    const told = facts(
      ["a", [receipt("ended", 9, { as: "played", parts: [] })]],
      ["b", [receipt("refused", 8, { reason: "not-approved" })]],
    );
    expect(told.ended).toEqual({
      a: { as: "played", at: 9 },
      b: { as: "refused", at: 8, reason: "not-approved" },
    });
  });

  test("only the last that began, and has not ended, sounds now", () => {
    const told = facts(
      ["a", [receipt("started", 3, { start: 300 })], 9_000_000],
      [
        "b",
        [receipt("armed", 1), receipt("started", 2, { start: 20, occurrence: "b" })],
        9_000_000,
      ],
    );
    expect(told.sounded).toEqual([
      { occurrence: "a", part: 0, offset: 0, start: 300 },
      { occurrence: "b", part: 0, offset: 0, start: 20, end: 300 },
    ]);
  });

  test("what begins anew forgets what it had sounded before", () => {
    const starts = [
      receipt("started", 1, { start: 100_000, resumed: false }),
      receipt("started", 2, { start: 900_000, resumed: false, repeat: true, part: 0, offset: 0 }),
    ];
    expect(facts(["a", starts, 400_000]).sounded).toEqual([
      { occurrence: "a", part: 0, offset: 0, start: 900_000 },
    ]);
  });
});
