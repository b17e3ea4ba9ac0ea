import { expect, test } from "vitest";
import { away } from "../support/away.ts";

// `node --import tsx test/bench/away.ts 7` does the same for a week.
test("a day without a network in real processes: every item sounds at its time, every receipt arrives afterwards, none twice", async () => {
  const { worstMs, ...figures } = await away(1, 2);
  expect(worstMs).toBeLessThan(1_000);
  expect({ ...figures, onTime: figures.heard }).toEqual({
    ...{ days: 1, boards: 2, due: 4, heard: 4, onTime: 4, unreported: 4, played: 4 },
    ...{ endReceipts: 4, receiptsTwice: 0, receiptsMissing: 0, logVerifies: true },
  });
}, 300_000);
