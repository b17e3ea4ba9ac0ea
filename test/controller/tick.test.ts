import fc from "fast-check";
import { expect, test } from "vitest";
import { dayNumber, startOfDay } from "../../contract/station-time.ts";
import { days, hours, type Instant, later, minutes, seconds } from "../../contract/time.ts";
import { cronWake } from "../../controller/tick.adapter.ts";
import { createTick } from "../../controller/tick.service.ts";
import { dayBegan, type Job } from "../../controller/tick.ts";

const midnight = startOfDay(dayNumber(1_790_000_000_000 as Instant));

test("a day begins once, however the ticks fall", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 20 * 3_600_000 }), { minLength: 1, maxLength: 60 }),
      (steps) => {
        let at = (midnight - hours(1)) as Instant;
        let begun = 0;
        for (const step of steps) {
          const next = (at + step) as Instant;
          if (dayBegan(at, next, minutes(10))) begun += 1;
          at = next;
        }
        const whole =
          dayNumber((at - minutes(10)) as Instant) -
          dayNumber((midnight - hours(1) - minutes(10)) as Instant);
        expect(begun).toBe(whole);
      },
    ),
  );
});

function world(start: Instant, kept?: string) {
  let now = start;
  const memory = new Map<string, string>(kept === undefined ? [] : [["tick-last", kept]]);
  const spans: [number, number][] = [];
  const errors: string[] = [];
  let fail = false;
  let wake: (() => void) | undefined;
  const job: Job = {
    name: "x",
    due: () => true,
    run: async (from, to) => {
      if (fail) throw new Error("disk");
      spans.push([from, to]);
    },
  };
  const tick = createTick({
    clock: { now: () => now, monotonic: () => 0 as never },
    wake: {
      start: (run) => {
        wake = run;
      },
      stop: () => {
        wake = undefined;
      },
    },
    jobs: [job, { ...job, name: "never", due: () => false }],
    remember: {
      get: async (name) => memory.get(name),
      set: async (name, value) => void memory.set(name, value),
    },
    log: {
      error: (_, text) => void errors.push(text),
      warn: () => undefined,
      info: () => undefined,
      debug: () => undefined,
    },
  });
  return {
    tick,
    spans,
    errors,
    move: (by: number) => {
      now = later(now, seconds(by));
    },
    fail: (so: boolean) => {
      fail = so;
    },
    woken: () => wake?.(),
    running: () => wake !== undefined,
  };
}

test("spans follow each other without a hole or an overlap, across failures and restarts", async () => {
  const { tick, spans, errors, move, fail } = world(midnight, String(midnight - 5_000));
  await tick.start();
  move(10);
  fail(true);
  await tick.now();
  fail(false);
  move(10);
  await tick.now();
  expect(errors).toEqual(["tick"]);
  expect(spans).toEqual([
    [midnight - 5_000, midnight],
    [midnight, midnight + 20_000],
  ]);
  move(-3_600);
  await tick.now();
  expect(spans).toHaveLength(2);
});

test("a new database looks back one day, a stopped tick wakes no more", async () => {
  const { tick, spans, woken, running, move } = world(midnight);
  await tick.start();
  expect(spans).toEqual([[midnight - days(1), midnight]]);
  move(1);
  woken();
  await tick.stop();
  expect(spans).toHaveLength(2);
  expect(running()).toBe(false);
});

test("the clockwork wakes by itself", async () => {
  const wake = cronWake("* * * * * *");
  let count = 0;
  wake.start(() => {
    count += 1;
  });
  await new Promise((go) => setTimeout(go, 2_300));
  wake.stop();
  const before = count;
  expect(before).toBeGreaterThanOrEqual(1);
  await new Promise((go) => setTimeout(go, 1_200));
  expect(count).toBe(before);
});
