import { expect, test } from "vitest";
import { away } from "./away.ts";
import { simulate } from "./simulate.ts";

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
  const { before, ...found } = await away(21, 2);
  const due = 2 * 14 * 2;
  expect(found).toEqual({
    ...{ days: 14, boards: 2, due, heard: due, onTime: due, doubled: 0, findings: [] },
    after: { played: due },
  });
  expect(before["unreported"]).toBeGreaterThan(40);
}, 240_000);
