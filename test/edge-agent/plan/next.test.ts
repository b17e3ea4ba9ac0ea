import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noFacts, type Timeline } from "../../../contract/facts.ts";
import type { Instant } from "../../../contract/time.ts";
import { timeline } from "../../../contract/timeline.ts";
import {
  AHEAD,
  type Given,
  next,
  stretches,
  waitUntil,
  withoutDoubts,
} from "../../../edge-agent/plan/next.ts";
import { crowdedWorld, theHour } from "../../support/crowded-worlds.ts";
import { lived } from "../../support/some-facts.ts";

const NOW = 100_000 as Instant;
type Span = readonly [occurrence: string, part: number, start: number, end: number];
const segmentsOf = (...spans: Span[]) =>
  spans.map(([occurrence, part, start, end]) => ({
    occurrence,
    part,
    offset: 0,
    start: NOW + start,
    end: NOW + end,
  }));
const line = (spans: Span[], refusals: object[] = []): Timeline =>
  ({
    window: { from: 0, to: 1e12 },
    segments: segmentsOf(...spans),
    refusals,
  }) as unknown as Timeline;
const given = (
  run: number,
  occurrence: string,
  start: number,
  end: number,
  begun = true,
  stopping = false,
): Given =>
  ({ run, occurrence, start: NOW + start, end: NOW + end, begun, stopping }) as unknown as Given;
const played = (timeline: Timeline, ...has: Given[]) =>
  next(timeline, NOW, has).play.map(({ occurrence }) => occurrence);
const stopped = (timeline: Timeline, ...has: Given[]) => next(timeline, NOW, has).stop;

test("segments of one occurrence that touch make one stretch", () => {
  const found = stretches(
    segmentsOf(["a", 0, 0, 10], ["a", 1, 10, 20], ["b", 0, 20, 30], ["a", 2, 40, 50]) as never,
  );
  expect(
    found.map(({ occurrence, start, end, segments }) => [
      occurrence,
      start - NOW,
      end - NOW,
      segments.length,
    ]),
  ).toEqual([
    ["a", 0, 20, 2],
    ["b", 20, 30, 1],
    ["a", 40, 50, 1],
  ]);
});

describe("what is given to the player", () => {
  test("what is due now", () => expect(played(line([["a", 0, 0, 5_000]]))).toEqual(["a"]));
  test("what comes soon", () => expect(played(line([["a", 0, AHEAD, 9_000]]))).toEqual(["a"]));
  test("not what comes later; then it asks again in time", () => {
    const todo = next(line([["a", 0, 60_000, 90_000]]), NOW, []);
    expect(todo.play).toEqual([]);
    expect(todo.wake).toBe(NOW + 60_000 - AHEAD);
  });
  test("not what is over", () => expect(played(line([["a", 0, -9_000, 0]]))).toEqual([]));
  test("not what it has", () =>
    expect(played(line([["a", 0, -1_000, 5_000]]), given(1, "a", -1_000, 5_000))).toEqual([]));
  test("the next one while the last sounds", () => {
    const two = line([
      ["a", 0, -1_000, 1_000],
      ["b", 0, 1_000, 3_000],
    ]);
    expect(played(two, given(1, "a", -1_000, 1_000))).toEqual(["b"]);
  });
  test("no third", () => {
    const three = line([
      ["a", 0, -1_000, 500],
      ["b", 0, 500, 900],
      ["c", 0, 900, 1_500],
    ]);
    expect(played(three, given(1, "a", -1_000, 500), given(2, "b", 500, 900, false))).toEqual([]);
  });
});

describe("what is stopped", () => {
  const emergency = line([
    ["a", 0, -1_000, 0],
    ["e", 0, 0, 5_000],
    ["a", 0, 5_000, 9_000],
  ]);
  test("what an emergency cuts, and the emergency is given at once", () => {
    expect(stopped(emergency, given(1, "a", -1_000, 9_000))).toEqual([
      { run: 1, why: "cut", by: "e" },
    ]);
    expect(played(emergency, given(1, "a", -1_000, 9_000))).toEqual(["e"]);
  });
  test("once only", () => {
    const todo = next(emergency, NOW, [
      given(1, "a", -1_000, 9_000, true, true),
      given(2, "e", 0, 5_000, false),
    ]);
    expect(todo).toMatchObject({ stop: [], play: [] });
  });
  test("what the emergency drops, with the reason and by whom", () => {
    const dropped = line(
      [["e", 0, 0, 5_000]],
      [{ occurrence: "a", reason: "cut-dropped", at: NOW }],
    );
    expect(stopped(dropped, given(1, "a", -1_000, 9_000))).toEqual([
      { run: 1, why: "cut-dropped", by: "e" },
    ]);
  });
  test("what was refused, with the reason", () => {
    const cancelled = line([], [{ occurrence: "a", reason: "cancelled", at: NOW }]);
    expect(stopped(cancelled, given(1, "a", -1_000, 9_000))).toEqual([
      { run: 1, why: "cancelled" },
    ]);
  });
  test("not because of a refusal that lies ahead", () => {
    const later = line(
      [["a", 0, -1_000, 9_000]],
      [{ occurrence: "a", reason: "expired", at: NOW + 9_000 }],
    );
    expect(stopped(later, given(1, "a", -1_000, 9_000))).toEqual([]);
  });
  test("what waits when its time has moved", () => {
    const moved = line([["a", 0, 1_500, 3_000]]);
    expect(stopped(moved, given(1, "a", 1_000, 2_500, false))).toEqual([{ run: 1, why: "cut" }]);
    expect(stopped(line([["a", 0, 1_005, 3_000]]), given(1, "a", 1_000, 2_500, false))).toEqual([]);
  });
  test("what the timeline does not know any more", () => {
    expect(stopped(line([]), given(1, "a", -1_000, 9_000))).toEqual([{ run: 1, why: "cut" }]);
  });
  test("not what plays its last milliseconds, but what runs on and on", () => {
    const over = line([["b", 0, 0, 5_000]]);
    expect(stopped(over, given(1, "a", -5_000, 0), given(2, "b", 0, 5_000, false))).toEqual([]);
    expect(stopped(over, given(1, "a", -9_000, -1_000))).toEqual([{ run: 1, why: "cut", by: "b" }]);
  });
});

describe("a clock that is set forward while an item sounds", () => {
  const over = given(1, "a", -10_000, -2_000);
  const past: Span = ["a", 0, -10_000, -2_000];
  test("lets it sound to its own end where nobody waits", () =>
    expect(stopped(line([past, ["b", 0, 5_000, 9_000]]), over)).toEqual([]));
  test("cuts it for what is due", () =>
    expect(stopped(line([past, ["b", 0, 0, 9_000]]), over)).toEqual([
      { run: 1, why: "cut", by: "b" },
    ]));
  test("stops what is refused, and what nobody orders any more", () => {
    const refusal = { occurrence: "a", reason: "expired", at: NOW };
    expect(stopped(line([past], [refusal]), over)).toEqual([{ run: 1, why: "expired" }]);
    expect(stopped(line([]), over)).toEqual([{ run: 1, why: "cut" }]);
  });
});

test("it asks again at every border that matters, and within the hour", () => {
  expect(next(line([]), NOW, []).wake).toBe(NOW + 3_600_000);
  expect(next(line([["a", 0, -10, 700]]), NOW, [given(1, "a", -10, 700)]).wake).toBe(NOW + 700);
  const refusal = line([], [{ occurrence: "x", reason: "expired", at: NOW + 50 }]);
  expect(next(refusal, NOW, []).wake).toBe(NOW + 50);
  expect(waitUntil((NOW + 5) as Instant, NOW)).toBe(5);
  expect(waitUntil(NOW, NOW)).toBe(1);
});

test("it wakes at every instant at which something begins, ends or is refused", () => {
  fc.assert(
    fc.property(crowdedWorld, ({ documents, cluster, facts }) => {
      const found = timeline(documents, cluster, facts, theHour);
      const wakes = new Set<number>();
      for (let now = facts.now; now < theHour.to; ) {
        const line = timeline(documents, cluster, lived(found, facts, now, true), theHour);
        now = next(line, now, hasAt(found, now)).wake;
        wakes.add(now);
      }
      const changes = [
        ...stretches(found.segments).flatMap(({ start, end }) => [start, end]),
        ...found.refusals.map(({ at }) => at),
      ];
      const coming = changes.filter((at) => at > facts.now && at < theHour.to);
      expect(coming.filter((at) => !wakes.has(at))).toEqual([]);
    }),
    { numRuns: 60, seed: 57 },
  );
});
/** What the player has at a moment, if it was given everything in time. */
const hasAt = ({ segments }: Timeline, now: Instant): Given[] =>
  stretches(segments)
    .filter(({ start, end }) => start - AHEAD <= now && end > now)
    .map(({ occurrence, start, end }, run) => {
      return { run, occurrence, start, end, begun: start <= now, stopping: false };
    });

test("asking twice gives nothing twice, and never more than two", () => {
  const spans = fc.array(
    fc.record({ gap: fc.nat(3_000), length: fc.integer({ min: 1, max: 9_000 }), id: fc.nat(4) }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(spans, (row) => {
      let at = -2_000;
      const all = row.map(({ gap, length, id }): Span => {
        const start = at + gap;
        at = start + length;
        return [`o${id}`, 0, start, at];
      });
      const timeline = line(all);
      const has: Given[] = [];
      for (let round = 0; round < 4; round++) {
        const todo = next(timeline, NOW, has);
        expect(todo.stop).toEqual([]);
        for (const { occurrence, start, end } of todo.play) {
          expect(has.some((one) => one.occurrence === occurrence)).toBe(false);
          has.push({
            run: has.length,
            occurrence,
            start,
            end,
            begun: start <= NOW,
            stopping: false,
          });
        }
      }
      expect(has.length).toBeLessThanOrEqual(2);
    }),
  );
});

test("in doubt what is put off from one moment to the next wakes nobody", () => {
  const put = { ...line([]), refusals: [5, NOW, NOW + 1].map((at) => refused("a", at)) };
  expect(withoutDoubts(put, doubt("sure")).refusals).toHaveLength(3);
  expect(withoutDoubts(put, doubt("doubtful")).refusals.map(({ at }) => at)).toEqual([5, NOW]);
});
const refused = (occurrence: string, at: number) =>
  ({ occurrence, at, reason: "clock-doubt" }) as never as Timeline["refusals"][number];
const doubt = (clock: "sure" | "doubtful") => ({ ...noFacts(NOW as Instant), clock });
