import { expect, test } from "vitest";
import { thousandPlays } from "./thousand.ts";

// All of them: npm run faults -- thousand
test("plays through kills, lost and doubled batches and stepping clocks are stored once, and doubt is marked", async () => {
  const found = await thousandPlays(40, 7, 2);
  expect(found).toMatchObject({ stored: 40, missing: 0, doubled: 0, mistimed: 0, verified: true });
  expect(found.marked).toBeGreaterThan(0);
}, 180_000);
