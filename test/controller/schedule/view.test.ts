import { describe, expect, test } from "vitest";
import { seconds } from "../../../contract/time.ts";
import { decide, second } from "../../../controller/schedule/approval.ts";
import { airing, partLength, spellOut } from "../../../controller/schedule/broadcast.ts";
import { stateAfter } from "../../../controller/schedule/progress.ts";
import { broadcastDetail, broadcastView, pairView } from "../../../controller/schedule/view.ts";

const iso = (at: number) => `t${at}`;
const receipt = (kind: string, more: object = {}) => ({ kind, ...more }) as never;

describe("where an occurrence stands on a cluster", () => {
  const states = (...kinds: string[]) => stateAfter(kinds.map((kind) => receipt(kind)));
  test("goes forward with what the board says", () => {
    expect(states()).toBe("planned");
    expect(states("delivered", "armed")).toBe("armed");
    expect(states("armed", "delivered")).toBe("armed");
    expect(states("armed", "started")).toBe("playing");
    expect(states("started", "ended")).toBe("ended");
    expect(states("clock", "refused")).toBe("refused");
  });
  test("cut by an emergency it is cut, and goes on", () => {
    const cut = receipt("ended", { as: "preempted" });
    expect(stateAfter([receipt("started"), cut])).toBe("cut");
    expect(stateAfter([receipt("started"), cut, receipt("started")])).toBe("playing");
  });
  test("is told with its rung and its reason in words", () => {
    expect(pairView("k", undefined, iso)).toMatchObject({
      state: "planned",
      rung: "planned",
      outcome: null,
      startedAt: null,
    });
    const rung = (...receipts: object[]) =>
      pairView("k", { receipts: receipts as never[] }, iso).rung;
    expect(rung(receipt("started", { start: 5 }))).toBe("started");
    expect(rung(receipt("refused"))).toBe("delivered");
    expect(rung(receipt("started"), receipt("ended", { as: "preempted", parts: [] }))).toBe(
      "started",
    );
    expect(rung(receipt("ended", { as: "played", parts: [] }))).toBe("delivered");
    const started = pairView("k", { receipts: [receipt("started", { start: 5 })] }, iso);
    expect(started.startedAt).toBe("t5");
    const outcome = {
      outcome: "refused",
      reason: "quiet-hours",
      rung: "delivered",
      startedAt: null,
      heard: 1_500,
    };
    expect(pairView("k", { receipts: [], outcome }, iso)).toMatchObject({
      reason: "quiet-hours",
      reasonText: "Rơi vào giờ yên tĩnh.",
      seconds: 1.5,
    });
    const strange = { ...outcome, reason: "no-word" };
    expect(pairView("k", { receipts: [], outcome: strange }, iso).reasonText).toBeNull();
  });
});

const row = (spec: object, more: object = {}) =>
  ({
    id: "b",
    title: "T",
    approvals: "[]",
    created_at: 1,
    cancelled_at: null,
    spec: JSON.stringify({ where: { all: true }, when: { now: true }, ...spec }),
    ...more,
  }) as never;

test("an order is told with where it ends and what is not as its rule makes it", () => {
  const except = [
    { instant: 1, skip: true },
    { instant: 2, at: 3 },
  ];
  const told = broadcastDetail(row({ until: 9, except }), [], new Map(), new Map(), iso);
  expect([told.until, told.exceptions]).toEqual([
    "t9",
    [
      { instant: "t1", skipped: true, at: null },
      { instant: "t2", skipped: false, at: "t3" },
    ],
  ]);
  const airing = { id: "o", scope: "c-21024", not_before: 1, not_after: 2, cancelled_at: null };
  const lone = broadcastDetail(row({}), [airing as never], new Map(), new Map(), iso);
  expect([lone.until, lone.exceptions, lone.occurrences[0]?.clusters]).toEqual([null, [], []]);
  expect(broadcastView(row({}, { cancelled_at: 4 }), 1, iso).cancelledAt).toBe("t4");
});

test("an order without words of its own, and parts that say nothing", () => {
  expect(spellOut({}, new Map(), 1 as never)).toEqual({ ok: false, code: "order-empty" });
  const gone = spellOut({ parts: [{ kind: "message", id: "" as never }] }, new Map(), 1 as never);
  expect(gone).toEqual({ ok: false, code: "message-unknown", message: "" });
  expect(partLength({ kind: "pause", length: seconds(2) })).toBe(2_000);
});

describe("what becomes of an item that is cut", () => {
  const order = (more: object) =>
    ({ level: "normal", where: { all: true }, when: { now: true }, ...more }) as never;
  const cut = (more: object, ...kinds: string[]) =>
    airing(order(more), {
      slot: {},
      parts: kinds.map((kind) => ({ kind })),
      scope: "c-21024",
    } as never);
  test("what is live is joined again, a warning is said again, the rest goes on", () => {
    expect(cut({}, "audio", "relay").onCut).toBe("rejoin");
    expect(cut({}, "audio").onCut).toBe("resume");
    expect(cut({ level: "emergency" }, "relay").onCut).toBe("restart");
    expect(cut({ onCut: "drop" }, "relay").onCut).toBe("drop");
    expect(cut({ status: "exercise" }, "audio").status).toBe("exercise");
  });
});

test("words that nobody approved add no second person", () => {
  const by = {
    person: "an",
    orderIn: ["centre"],
    approveIn: ["centre"],
    emergencyIn: ["centre"],
  } as never;
  const said = [{ approvedBy: null }] as never[];
  expect(decide({ level: "emergency" }, said, [], by)).toEqual({ state: "proposed" });
  const proposal = { state: "proposed", author: "binh", level: "normal", contentHash: "h" };
  expect(second(proposal, "h", said, [], by)).toEqual({ ok: true, approvers: ["binh", "an"] });
});
