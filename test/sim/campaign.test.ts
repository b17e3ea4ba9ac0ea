import { expect, test } from "vitest";
import { days, hours, type Instant, later, minutes } from "../../contract/time.ts";
import { heal } from "./faults.ts";
import { judge } from "./judge.ts";
import { simulate } from "./simulate.ts";
import { newWorld } from "./world.ts";

test("a day of crashes, bad weather, wrong clocks and full disks breaks no invariant", async () => {
  const found = await simulate(11, { days: 1, agents: 3 });
  expect(found.findings.map((one) => [one.rule, one.what, ...found.story(one)])).toEqual([]);
  expect(found.errors).toEqual([]);
  expect(found.sounds).toBeGreaterThan(10);
}, 120_000);

test("the same seed replays exactly, another does not", async () => {
  const short = { days: 0.2, agents: 2, acts: 60 };
  const [one, again, other] = [
    await simulate(12, short),
    await simulate(12, short),
    await simulate(13, short),
  ];
  expect(again.hash).toBe(one.hash);
  expect(again.events).toBe(one.events);
  expect(other.hash).not.toBe(one.hash);
}, 120_000);

test("14 days with the network down from day 2: every occurrence sounds at its time, every receipt arrives afterwards, none twice", async () => {
  const world = await newWorld(21, { agents: 2, wakeEvery: minutes(10) });
  try {
    const { kernel, staff, net, boards, start } = world;
    await kernel.until(later(start, minutes(5)));
    for (const time of ["05:10:00", "17:20:00"]) {
      const message = await staff.message(600);
      const when = { start: `2026-09-28T${time}+07:00`, rrule: "FREQ=DAILY;COUNT=14" };
      await staff.order("soan", { messageIds: [message], when });
    }
    await kernel.until(later(start, days(1.5)));
    for (const board of boards) {
      net.weather(board.name).up = false;
      net.cut(board.name);
    }
    await kernel.until(later(start, days(14)));
    const before = await judge(world, false);
    expect(before.findings.map(({ rule, what }) => `${rule} ${what}`)).toEqual([]);
    const due = before.run.pairs.length;
    expect(due).toBe(2 * 14 * 2);
    const starts = before.run.sounds.map(({ start: at }) => at);
    expect(starts).toHaveLength(due);
    // On the second, by true time: each at 5:10 or 17:20.
    const wrong = starts.filter((at) => {
      const second = ((at + hours(7)) % days(1)) / 1_000;
      return Math.min(Math.abs(second - 18_600), Math.abs(second - 62_400)) > 0.25;
    });
    expect(wrong).toEqual([]);
    expect(before.outcomes["unreported"]).toBeGreaterThan(40);

    await heal(world);
    await kernel.until(later(kernel.now() as Instant, hours(2)));
    const after = await judge(world, true);
    expect(after.findings).toEqual([]);
    expect(after.outcomes).toEqual({ played: due });
    expect(after.run.sounds).toHaveLength(due);
  } finally {
    await world.close();
  }
}, 120_000);
