import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Duration, Instant } from "../../../contract/time.ts";
import {
  type BoardClock,
  clockState,
  correction,
  isSure,
  keptOf,
  learnFloor,
  learnKeeping,
  learnOffset,
  startClock,
  timeOf,
  watchSteps,
} from "../../../edge-agent/link/board-clock.ts";
import type { KeptTime } from "../../../edge-agent/link/kept-time.ts";

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
const hour = 60 * minute;
const day = 24 * hour;
/** What an earlier run left that knew the time at `T`. */
const kept = (more: object = {}): KeptTime =>
  ({ floor: T - day, seen: T, unconfirmed: 0, wrong: false, ...more }) as KeptTime;
/** The clock a while after a start, having been looked at all the time. */
function running(wait: number, clock: BoardClock, wall: number): BoardClock {
  let now = clock;
  for (let passed = 0; passed <= wait; passed += 5_000)
    now = watchSteps(now, look(wall + passed, passed)).clock;
  return now;
}

describe("trust in the system's clock after a power cut", () => {
  const long = 15 * day;
  test.each([
    ["a board that knows nothing doubts", kept({ floor: 0, seen: 0 }), T, "never"],
    ["a clock where it was is right", kept(), T + minute, "at once"],
    ["a clock just behind the last look is right", kept(), T - 4 * minute, "at once"],
    [
      "a clock well behind it is not, and does not become right by running",
      kept(),
      T - 6 * minute,
      "never",
    ],
    ["1970 is not", kept(), 0, "never"],
    ["a year behind is not", kept(), T - 365 * day, "never"],
    ["a jump of hours may be a power cut", kept(), T + 5 * hour, "after a minute"],
    ["three days are a long power cut", kept(), T + 3 * day - hour, "after a minute"],
    ["30 days ahead is not, although the plan reaches that far", kept(), T + 30 * day, "never"],
    ["a year ahead is not", kept(), T + 365 * day, "never"],
    ["what other cuts took is not left", kept({ unconfirmed: 2 * day }), T + 2 * day, "never"],
    ["a short one is", kept({ unconfirmed: 3 * day }), T + minute, "at once"],
    [
      "a battery is believed for two weeks",
      kept({ keepsTime: true }),
      T + 13 * day,
      "after a minute",
    ],
    ["and no longer", kept({ keepsTime: true }), T + long, "never"],
    [
      "without a battery it waits for a signed time",
      kept({ keepsTime: false }),
      T + minute,
      "never",
    ],
    [
      "a clock that was wrong when it was last compared",
      kept({ wrong: true }),
      T + minute,
      "never",
    ],
  ])("%s", (_name, before, wall, trusted) => {
    const clock = startClock(before, look(wall, 0));
    expect(isSure(clock)).toBe(trusted === "at once");
    expect(isSure(running(55_000, clock, wall))).toBe(trusted === "at once");
    const later = running(2 * hour, clock, wall);
    expect(isSure(later)).toBe(trusted !== "never");
    const end = look(wall + 2 * hour, 2 * hour);
    if (trusted !== "never") expect(timeOf(later, end)).toBe(Math.max(wall, T) + 2 * hour);
    expect(clockState(later, end).source).toBe(trusted === "never" ? "none" : "system");
  });

  test("a jump is counted until a signed time comes", () => {
    const clock = running(
      2 * minute,
      startClock(kept({ unconfirmed: hour }), look(T + day, 0)),
      T + day,
    );
    expect(keptOf(clock, look(T + day + hour, hour))).toMatchObject({
      seen: T + day + hour,
      unconfirmed: day + hour,
      wrong: false,
    });
    const signed = learnOffset(clock, offset(T + day), look(T + day + hour, hour));
    expect(keptOf(signed, look(T + day + hour, hour)).unconfirmed).toBe(0);
  });

  test("a verified document makes a plausible clock trusted", () => {
    const clock = startClock(kept({ floor: 0, seen: 0 }), look(T, 0));
    expect(isSure(learnFloor(clock, (T - 1_000) as Instant, look(T, 10)))).toBe(true);
    const old = learnFloor(startClock(kept(), look(0, 0)), (T - day) as Instant, look(0, 10));
    expect(timeOf(old, look(0, 10))).toBe(T + 10);
  });

  test("the configuration says whether it may be", () => {
    const clock = startClock(kept({ keepsTime: false }), look(T, 0));
    expect(keptOf(clock, look(T, 0)).keepsTime).toBe(false);
    expect(isSure(learnKeeping(clock, true, look(T, 10)))).toBe(true);
    const said = keptOf(learnKeeping(clock, undefined, look(T, 10)), look(T, 10));
    expect("keepsTime" in said).toBe(false);
  });
});

describe("what only the wall clock says", () => {
  const doubt = (before: KeptTime, wall: number) => {
    const clock = running(2 * minute, startClock(before, look(wall, 0)), wall);
    return clockState(clock, look(wall + 2 * minute, 2 * minute));
  };
  test("may be wrong by what was taken from it, or by as long as it may have stood still", () => {
    expect(doubt(kept({ keepsTime: true }), T + 5 * hour)).toMatchObject({
      source: "system",
      uncertainty: 5 * hour + minute + 6,
    });
    expect(doubt(kept(), T + 5 * hour).uncertainty).toBeGreaterThan(3 * day);
    expect(doubt(kept(), T).uncertainty).toBeGreaterThan(3 * day);
  });

  test("some minutes behind what is known is not gone back to", () => {
    const clock = startClock(kept(), look(T - 4 * minute, 0));
    expect(isSure(clock)).toBe(true);
    expect(timeOf(clock, look(T - 4 * minute, 0))).toBe(T);
    expect(timeOf(clock, look(T - 3 * minute, minute))).toBe(T + minute);
  });

  test("is put right by a signed time, which says by how much it was wrong", () => {
    const wrong = running(2 * minute, startClock(kept(), look(T + 2 * hour, 0)), T + 2 * hour);
    const at = look(T + 2 * hour + 3 * minute, 3 * minute);
    const right = learnOffset(wrong, offset(T), at);
    expect(correction(wrong, right, at)).toBe(-2 * hour);
    expect(correction(right, learnOffset(right, offset(T - day), at), at)).toBeUndefined();
    const near = learnOffset(wrong, offset(T + 2 * hour + 30_000), at);
    expect(correction(wrong, near, at)).toBeUndefined();
  });
});

describe("a restart of the program alone", () => {
  const machine = (uptime: number, boot = "one") => ({ boot, uptime: uptime as Duration });
  const before = kept({ machine: machine(hour) });

  test.each([0, T - 365 * day, T + 2 * hour, T + 365 * day])(
    "goes on with the machine's steady clock, whatever the wall clock says: %i",
    (wall) => {
      const clock = startClock(before, look(wall, 7), machine(2 * hour));
      expect(isSure(clock)).toBe(true);
      expect(timeOf(clock, look(wall, 7))).toBe(T + hour);
    },
  );

  test("leaves confirmed what a signed time had confirmed, a little less well", () => {
    const signed = learnOffset(startClock(kept(), look(T, 0)), offset(T), look(T, 0));
    const left = keptOf(signed, look(T + hour, hour), machine(hour));
    expect(left.uncertainty).toBe(10 + 360);
    const next = startClock(left, look(0, 7), machine(3 * hour));
    expect(timeOf(next, look(0, 7))).toBe(T + 3 * hour);
    expect(clockState(next, look(0, 7))).toMatchObject({
      source: "controller",
      uncertainty: 10 + 360 + 720,
    });
    expect(clockState(startClock(before, look(0, 7), machine(3 * hour)), look(0, 7)).source).toBe(
      "system",
    );
  });

  test("is told from one of the machine", () => {
    expect(isSure(startClock(before, look(0, 7), machine(2 * hour, "two")))).toBe(false);
    expect(isSure(startClock(before, look(0, 7), machine(minute)))).toBe(false);
  });

  test("keeps the machine's clock only with a time that is sure, and says when the wall is wrong", () => {
    const sure = learnOffset(startClock(kept(), look(0, 0)), offset(T), look(0, 0));
    expect(keptOf(sure, look(5, 5), machine(9))).toMatchObject({
      seen: T + 5,
      wrong: true,
      machine: machine(9),
    });
    const doubtful = keptOf(startClock(kept(), look(0, 0)), look(5, 5), machine(9));
    expect(doubtful).toEqual(kept({ seen: T + 5 }));
  });
});

test("while in doubt it is never earlier than what is known, and time passes", () => {
  const clock = startClock(kept(), look(0, 100));
  expect(timeOf(clock, look(0, 100))).toBe(T);
  expect(timeOf(clock, look(50, 5_100))).toBe(T + 5_000);
  expect(clockState(clock, look(0, 100)).uncertainty).toBeGreaterThan(day);
  expect(timeOf(startClock(kept({ floor: 0, seen: 0 }), look(7, 0)), look(9, 2))).toBe(9);
});

test("a signed answer corrects a wrong clock, and drift widens the bound", () => {
  const clock = learnOffset(startClock(kept(), look(0, 0)), offset(T + 500), look(0, 0));
  expect(timeOf(clock, look(0, 1_000))).toBe(T + 1_500);
  expect(clockState(clock, look(1_000, 1_000))).toEqual({
    source: "controller",
    offset: T + 500,
    uncertainty: 11,
  });
  expect(clockState(clock, look(0, 7 * day)).uncertainty).toBe(10 + 60_480);
});

test("a clock that agrees within the measurement is left alone", () => {
  const start = startClock(kept(), look(T, 1_000));
  const clock = learnOffset(start, offset(T - 1_000 + 6, 8), look(T, 1_000));
  expect(timeOf(clock, look(T, 1_000))).toBe(T);
  expect(clockState(clock, look(T, 1_000)).uncertainty).toBe(14);
});

describe("a step of the wall clock", () => {
  const trusted = (): BoardClock =>
    learnOffset(startClock(kept(), look(T, 0)), offset(T), look(T, 0));

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
    const system = startClock(kept(), look(T, 0));
    const { clock } = watchSteps(system, look(T + 2 * minute, 0));
    expect(timeOf(clock, look(T + 2 * minute, 0))).toBe(T + 2 * minute);
  });

  test("does not carry the system's own time far away", () => {
    const system = startClock(kept(), look(T, 0));
    const { clock, step } = watchSteps(system, look(T + day, 0));
    expect(step).toBe(day);
    expect(timeOf(clock, look(T + day, 0))).toBe(T);
  });

  test("can bring a doubtful clock into range", () => {
    const doubtful = startClock(kept(), look(0, 0));
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
      let clock = learnOffset(startClock(kept(), look(T, 0)), offset(T), look(T, 0));
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
