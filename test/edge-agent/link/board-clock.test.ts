import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Duration, Instant } from "../../../contract/time.ts";
import {
  type BoardClock,
  clockState,
  isSure,
  learnFloor,
  learnOffset,
  startClock,
  timeOf,
  watchSteps,
} from "../../../edge-agent/link/board-clock.ts";

const T = 1_790_000_000_000;
const look = (wall: number, monotonic: number) => ({
  wall: wall as Instant,
  monotonic: monotonic as Duration,
});
const offset = (value: number, uncertainty = 10) => ({
  value,
  uncertainty: uncertainty as Duration,
});
const minute = 60_000;
const day = 24 * 60 * minute;

describe("trust in the system's clock", () => {
  test.each([
    ["a board that knows nothing doubts", 0, T, false],
    ["a clock just behind the newest document is plausible", T, T - 4 * minute, true],
    ["a clock well behind it is not", T, T - 6 * minute, false],
    ["1970 is not", T, 0, false],
    ["a clock inside the horizon is plausible", T, T + 50 * day, true],
    ["a clock a year ahead is not", T, T + 365 * day, false],
  ])("%s", (_name, floor, wall, sure) => {
    const clock = startClock(floor as Instant, look(wall, 5));
    expect(isSure(clock)).toBe(sure);
    expect(clockState(clock, look(wall, 5)).source).toBe(sure ? "system" : "none");
  });

  test("a verified document makes a plausible clock trusted", () => {
    const clock = startClock(0 as Instant, look(T, 0));
    expect(isSure(learnFloor(clock, (T - 1_000) as Instant, look(T, 10)))).toBe(true);
  });
});

test("while in doubt it is never earlier than the newest document, and time passes", () => {
  const clock = startClock(T as Instant, look(0, 100));
  expect(timeOf(clock, look(0, 100))).toBe(T);
  expect(timeOf(clock, look(50, 5_100))).toBe(T + 5_000);
  expect(clockState(clock, look(0, 100)).uncertainty).toBeGreaterThan(day);
});

test("a signed answer corrects a wrong clock, and drift widens the bound", () => {
  const clock = learnOffset(startClock(T as Instant, look(0, 0)), offset(T + 500), look(0, 0));
  expect(timeOf(clock, look(0, 1_000))).toBe(T + 1_500);
  expect(clockState(clock, look(1_000, 1_000))).toEqual({
    source: "controller",
    offset: T + 500,
    uncertainty: 11,
  });
  expect(clockState(clock, look(0, 7 * day)).uncertainty).toBe(10 + 60_480);
});

test("a clock that agrees within the measurement is left alone", () => {
  const start = startClock(T as Instant, look(T, 1_000));
  const clock = learnOffset(start, offset(T - 1_000 + 6, 8), look(T, 1_000));
  expect(timeOf(clock, look(T, 1_000))).toBe(T);
  expect(clockState(clock, look(T, 1_000)).uncertainty).toBe(14);
});

describe("a step of the wall clock", () => {
  const trusted = (): BoardClock =>
    learnOffset(startClock(T as Instant, look(T, 0)), offset(T), look(T, 0));

  test("is told once and moves nothing", () => {
    const stepped = watchSteps(trusted(), look(T + 3_600_000, 10));
    expect(stepped.step).toBe(3_599_990);
    expect(timeOf(stepped.clock, look(T + 3_600_000, 10))).toBe(T + 10);
    expect(watchSteps(stepped.clock, look(T + 3_600_010, 20)).step).toBeUndefined();
  });

  test("of less than half a second is no step", () => {
    expect(watchSteps(trusted(), look(T + 400, 10)).step).toBeUndefined();
  });

  test("corrects the system's own time when it is small", () => {
    const system = startClock(T as Instant, look(T, 0));
    const { clock } = watchSteps(system, look(T + 2 * minute, 0));
    expect(timeOf(clock, look(T + 2 * minute, 0))).toBe(T + 2 * minute);
  });

  test("does not carry the system's own time far away", () => {
    const system = startClock(T as Instant, look(T, 0));
    const { clock, step } = watchSteps(system, look(T + day, 0));
    expect(step).toBe(day);
    expect(timeOf(clock, look(T + day, 0))).toBe(T);
  });

  test("can bring a doubtful clock into range", () => {
    const doubtful = startClock(T as Instant, look(0, 0));
    const { clock } = watchSteps(doubtful, look(T + 1_000, 10));
    expect(isSure(clock)).toBe(true);
  });
});

test("with a trusted clock time never goes back, whatever the wall clock does", () => {
  const steps = fc.array(
    fc.record({ wall: fc.integer({ min: 0, max: 4e12 }), pass: fc.nat(100_000) }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(steps, (walls) => {
      let monotonic = 0;
      let clock = learnOffset(startClock(T as Instant, look(T, 0)), offset(T), look(T, 0));
      let last = 0;
      for (const { wall, pass } of walls) {
        monotonic += pass;
        clock = watchSteps(clock, look(wall, monotonic)).clock;
        const now = timeOf(clock, look(wall, monotonic));
        expect(now).toBe(T + monotonic);
        expect(now).toBeGreaterThanOrEqual(last);
        last = now;
      }
    }),
  );
});
