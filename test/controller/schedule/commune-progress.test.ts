import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countOf,
  progressOf,
  roundOf,
  type Step,
} from "../../../controller/schedule/commune-progress.ts";

const step = (
  commune: string,
  state: string,
  outcome: string | null = null,
  more: object = {},
): Step =>
  ({
    commune,
    delivered: state !== "planned",
    armed: ["armed", "playing", "ended"].includes(state),
    pair: { state, outcome, reason: null, reasonText: null, ...more },
  }) as never;
const names = new Map([["21024", "Xã Trà Sơn"]]);

describe("how far an airing is", () => {
  test("armed on all of fourteen clusters, played on one", () => {
    const steps = [
      ...Array.from({ length: 13 }, () => step("21024", "armed")),
      step("21024", "ended", "played"),
    ];
    expect(countOf(steps)).toEqual({
      clusters: 14,
      delivered: 14,
      armed: 14,
      playing: 0,
      played: 1,
      partly: 0,
      notPlayed: 0,
      waiting: 13,
    });
  });
  test("who has not played comes first, with the reasons", () => {
    const quiet = { reason: "quiet-hours", reasonText: "Rơi vào giờ yên tĩnh." };
    const { communes, total } = progressOf(
      [
        step("21024", "ended", "played"),
        step("21025", "refused", "refused", quiet),
        step("21025", "refused", "refused", { reason: "expired", reasonText: null }),
        step("21025", "refused", "refused", quiet),
        step("21025", "ended", "partial"),
        step("21025", "playing"),
      ],
      [],
      names,
    );
    expect(communes.map((one) => [one.commune, one.name])).toEqual([
      ["21025", "21025"],
      ["21024", "Xã Trà Sơn"],
    ]);
    expect(communes[0]).toMatchObject({ playing: 1, partly: 1, notPlayed: 3, waiting: 0 });
    expect(communes[0]?.reasons).toEqual([
      { reason: "quiet-hours", text: "Rơi vào giờ yên tĩnh.", clusters: 2 },
      { reason: "expired", text: "expired", clusters: 1 },
    ]);
    expect(total.played).toBe(1);
  });
  test("a commune that has not answered an offer stands before all others", () => {
    const offer = (commune: string, state: string, scheduled: string | null = null) =>
      ({ commune, state, reason: null, scheduled }) as never;
    const { communes } = progressOf(
      [step("21024", "planned")],
      [offer("21024", "accepted", "b-2"), offer("21025", "waiting")],
      names,
    );
    expect(communes.map((one) => [one.commune, one.offer?.state, one.clusters])).toEqual([
      ["21025", "waiting", 0],
      ["21024", "accepted", 1],
    ]);
  });
  test("every cluster is counted once", () => {
    const some = fc.array(
      fc
        .tuple(
          fc.constantFrom("planned", "armed", "playing", "cut", "ended"),
          fc.constantFrom(null, "played", "partial", "refused", "unreported", "preempted"),
        )
        .map(([state, outcome]) => step("21024", state, outcome)),
    );
    fc.assert(
      fc.property(some, (steps) => {
        const { playing, played, partly, notPlayed, waiting } = countOf(steps);
        expect(playing + played + partly + notPlayed + waiting).toBe(steps.length);
      }),
    );
  });
});

test("the airing now or next is meant, else the last, else the one that is asked for", () => {
  const airings = [5, 1, 3, 3].map((at) => ({ not_before: at, not_after: at + 1 }));
  const starts = (now: number, at?: number) =>
    roundOf(airings, now, at).map((one) => one.not_before);
  expect(starts(0)).toEqual([1]);
  expect(starts(2)).toEqual([3, 3]);
  expect(starts(9)).toEqual([5]);
  expect(starts(0, 5)).toEqual([5]);
  expect(roundOf([], 0, undefined)).toEqual([]);
});
