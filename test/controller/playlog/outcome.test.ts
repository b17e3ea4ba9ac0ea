import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Receipt } from "../../../contract/receipt.ts";
import { minutes } from "../../../contract/time.ts";
import {
  closed,
  closesAt,
  type PairEvidence,
  proves,
  reaches,
  reported,
  rungs,
} from "../../../controller/playlog/outcome.ts";

let sequence = 0;
const base = () => {
  sequence += 1;
  return {
    sequence,
    at: sequence,
    monotonic: sequence,
    clock: { source: "ntp", offset: 0, uncertainty: 1 },
    occurrence: "occ",
  };
};
const armed = (): Receipt => ({ kind: "armed", ...base() }) as never;
const started = (start = 100): Receipt =>
  ({ kind: "started", ...base(), planned: start, start, repeat: false, resumed: false }) as never;
const refused = (reason: string): Receipt => ({ kind: "refused", ...base(), reason }) as never;
const ended = (as: string, frames = 1_000, more: object = {}): Receipt =>
  ({
    kind: "ended",
    ...base(),
    as,
    start: 100,
    heard: frames / 48,
    frames,
    ofFrames: 1_000,
    parts: [],
    ...more,
  }) as never;
const pair = (receipts: Receipt[], more: Partial<PairEvidence> = {}): PairEvidence => ({
  delivered: false,
  cancelDelivered: false,
  receipts,
  ...more,
});
const said = (receipts: Receipt[], more: Partial<PairEvidence> = {}) => {
  const verdict = closed(pair(receipts, more));
  return [verdict.outcome, verdict.rung];
};

describe("a load test without loudspeakers", () => {
  const pretended = { simulated: true };
  const start = (): Receipt => ({ ...started(), ...pretended }) as never;
  test.for<[string, Receipt[], [string, string]]>([
    ["a whole play", [armed(), start(), ended("played", 1_000, pretended)], ["failed", "armed"]],
    ["half a play", [armed(), start(), ended("partial", 500, pretended)], ["failed", "armed"]],
    ["a cancel", [armed(), start(), ended("cancelled", 500, pretended)], ["cancelled", "armed"]],
    ["a start and silence", [armed(), start()], ["unreported", "armed"]],
    [
      "beside a real play",
      [start(), ended("played", 1_000, pretended), ended("played")],
      ["played", "completed"],
    ],
  ])("%s proves no sound", ([, receipts, expected]) => {
    expect(said(receipts)).toEqual(expected);
  });
  test("it says why, and counts no second", () => {
    const verdict = closed(pair([armed(), start(), ended("played", 1_000, pretended)]));
    expect(verdict).toMatchObject({ reason: "simulated", heard: 0, frames: 0, ofFrames: 1_000 });
    expect(verdict.startedAt).toBeUndefined();
    expect(closed(pair([ended("cancelled", 500, pretended)])).reason).toBeUndefined();
  });
});

describe("what receipts prove when the window is closed", () => {
  test.for<[string, Receipt[], Partial<PairEvidence>, [string, string]]>([
    ["silence", [], {}, ["unreported", "planned"]],
    ["a delivered plan and silence", [], { delivered: true }, ["unreported", "delivered"]],
    ["armed and silence", [armed()], {}, ["unreported", "armed"]],
    ["started and silence", [armed(), started()], {}, ["unreported", "started"]],
    ["a whole play", [armed(), started(), ended("played")], {}, ["played", "completed"]],
    ["98 % of a play", [ended("played", 980)], {}, ["played", "completed"]],
    ["a board that calls less a play", [ended("played", 979)], {}, ["partial", "started"]],
    ["a part", [started(), ended("partial", 500)], {}, ["partial", "started"]],
    ["cut by an emergency", [started(), ended("preempted", 300)], {}, ["preempted", "started"]],
    ["a power cut", [started(), ended("interrupted", 300)], {}, ["interrupted", "started"]],
    ["a missing sound card", [armed(), ended("failed", 0)], {}, ["failed", "armed"]],
    [
      "a refusal with its reason",
      [refused("quiet-hours")],
      { delivered: true },
      ["refused", "delivered"],
    ],
    ["too late", [refused("expired")], {}, ["expired", "delivered"]],
    ["a cancel that the board confirmed", [refused("cancelled")], {}, ["cancelled", "delivered"]],
    [
      "a cancel that reached the board",
      [],
      { delivered: true, cancelDelivered: true },
      ["cancelled", "delivered"],
    ],
    [
      "a cancel of what had begun, and silence",
      [started()],
      { cancelDelivered: true },
      ["unreported", "started"],
    ],
    [
      "current in the amplifier",
      [
        ended("played", 1_000, {
          evidence: { electric: { verdict: "yes", watts: 40, idleWatts: 3 } },
        }),
      ],
      {},
      ["played", "electric"],
    ],
    [
      "a weak current",
      [
        ended("played", 1_000, {
          evidence: { electric: { verdict: "weak", watts: 4, idleWatts: 3 } },
        }),
      ],
      {},
      ["played", "completed"],
    ],
    [
      "a microphone that knew it",
      [
        ended("played", 1_000, {
          evidence: { acoustic: { verdict: "heard", coverage: 1, score: 9, threshold: 5, lag: 0 } },
        }),
      ],
      {},
      ["played", "acoustic"],
    ],
    [
      "a microphone that heard it too well for air",
      [
        ended("played", 1_000, {
          evidence: {
            acoustic: {
              verdict: "heard",
              coverage: 1,
              score: 9,
              threshold: 5,
              lag: 0,
              suspicion: "no-echo",
            },
          },
        }),
      ],
      {},
      ["played", "completed"],
    ],
    [
      "a microphone that heard nothing",
      [
        ended("played", 1_000, {
          evidence: {
            acoustic: { verdict: "not-heard", coverage: 0, score: 1, threshold: 5, lag: 0 },
          },
        }),
      ],
      {},
      ["played", "completed"],
    ],
  ])("%s", ([, receipts, more, verdict]) => {
    expect(said(receipts, more)).toEqual(verdict);
  });
});

test("while a board is silent or under way there is no outcome", () => {
  expect(reported(pair([]))).toBeUndefined();
  expect(reported(pair([armed(), started()], { delivered: true }))).toBeUndefined();
});

test("the controller waits for the window and the grace", () => {
  expect(closesAt(1_000 as never, minutes(15))).toBe(901_000);
});

test("the verdict names the receipt behind it, and the first start", () => {
  const best = ended("played");
  const verdict = reported(pair([started(300), ended("partial", 10), best, started(200)]));
  expect(verdict?.source).toBe(best);
  expect(
    reported(pair([started(300), started(200), ended("partial", 10, { start: undefined })]))
      ?.startedAt,
  ).toBe(200);
});

const some = fc.array(
  fc.oneof(
    fc.constant(0).map(armed),
    fc.integer({ min: 1, max: 900 }).map(started),
    fc.constantFrom("quiet-hours", "expired", "cancelled", "wrong-hash").map(refused),
    fc
      .tuple(
        fc.constantFrom(
          "played",
          "partial",
          "preempted",
          "interrupted",
          "cancelled",
          "expired",
          "failed",
        ),
        fc.integer({ min: 0, max: 1_000 }),
      )
      .map(([as, frames]) => ended(as, frames)),
  ),
  { maxLength: 7 },
);

test("the order in which receipts arrive does not matter", () => {
  fc.assert(
    fc.property(
      some.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
      ),
      ([one, other]) => {
        expect(closed(pair(other))).toEqual(closed(pair(one)));
      },
    ),
  );
});

test("more receipts never prove less, and a row is added only when they prove more", () => {
  fc.assert(
    fc.property(some, some, (before, more) => {
      const first = closed(pair(before));
      const later = closed(pair([...before, ...more]));
      expect(proves(first, later)).toBe(false);
      expect(proves(first, first)).toBe(false);
    }),
  );
});

test("the ladder: each rung includes those before it", () => {
  expect(reaches("acoustic", "completed")).toBe(true);
  expect(reaches("started", "completed")).toBe(false);
  expect(rungs.every((rung) => reaches(rung, rung))).toBe(true);
});

test("that a silent board began at all is news; how far it had got before is not", () => {
  const unreported = { outcome: "unreported", rung: "planned" };
  expect(proves(closed(pair([armed()])), unreported)).toBe(false);
  expect(proves(closed(pair([started()])), unreported)).toBe(true);
  expect(proves(closed(pair([ended("failed", 0)])), unreported)).toBe(true);
  expect(proves(closed(pair([])), { outcome: "played", rung: "completed" })).toBe(false);
});

test("of two whole ends the one with more evidence speaks, the microphone before the current", () => {
  const acoustic = { acoustic: { verdict: "heard", coverage: 1, score: 9, threshold: 5, lag: 0 } };
  const electric = { electric: { verdict: "yes", watts: 40, idleWatts: 3 } };
  const ends = [{}, electric, acoustic].map((evidence) => ended("played", 1_000, { evidence }));
  const rungOf = (...some: (Receipt | undefined)[]) => said(some as Receipt[])[1];
  expect(rungOf(ends[0], ends[1])).toBe("electric");
  expect(rungOf(ends[2], ends[1], ends[0])).toBe("acoustic");
});
