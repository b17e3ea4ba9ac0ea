import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { dateOfDay } from "../../../contract/station-time.ts";
import * as almanac from "../../../controller/schedule/almanac.adapter.ts";
import * as astronomy from "../../../controller/schedule/lunar.adapter.ts";

test("the thread answers what the library answers, each question its own", async () => {
  const dates = Array.from({ length: 60 }, (_, at) => dateOfDay(20_600 + at));
  const [days, more, holidays] = await Promise.all([
    almanac.lunarOf(dates),
    almanac.lunarOf(dates.slice(0, 1)),
    almanac.holidaysIn(2026),
  ]);
  expect(days).toEqual(dates.map(astronomy.lunarOf));
  expect(more).toEqual(days.slice(0, 1));
  expect(holidays).toEqual(await astronomy.holidaysIn(2026));
  expect(almanac.holidaysIn(2026)).toBe(almanac.holidaysIn(2026));
}, 60_000);

const turns = async (way: string): Promise<{ longest: number; turns: number }> => {
  const run = ["--import", "tsx", "test/support/almanac-turns.ts", way];
  return JSON.parse((await promisify(execFile)(process.execPath, run)).stdout);
};

// Processor time of the thread that answers, as the kernel counts it: a busy machine changes nothing of it.
test.runIf(existsSync("/proc/self/schedstat"))(
  "the first question of all keeps no turn of the event loop for 50 ms",
  async () => {
    expect((await turns("almanac")).longest).toBeLessThan(50);
    // And the measure can tell: computed here, it does.
    expect((await turns("here")).longest).toBeGreaterThan(50);
  },
  60_000,
);
