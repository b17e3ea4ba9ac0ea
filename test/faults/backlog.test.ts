import { expect, test } from "vitest";
import { drainBacklog } from "../support/backlog.ts";

// 10,000 boards: node --import tsx test/bench/backlog.ts
test("the backlog of a day drains whole while other boards are acknowledged before it", async () => {
  const found = await drainBacklog({
    boards: 250,
    receiptsPerBoard: 60,
    liveBoards: 20,
    everyMs: 500,
    quietMs: 1_000,
  });
  expect(found).toMatchObject({ missing: 0, doubledPlays: 0, gaps: 0, chainOk: true });
  expect(found.stored).toBe(250 * 60 + found.live);
  expect(found.during.count).toBeGreaterThan(0);
  // Behind the whole backlog it would be the whole drain.
  expect(found.during.p50).toBeLessThan(Math.max(2_000, found.drainSeconds * 500));
}, 180_000);
