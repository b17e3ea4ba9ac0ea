import { expect, test } from "vitest";
import { calibrate } from "../../../edge-agent/evidence/calibrate.ts";
import { thresholdFor } from "../../../edge-agent/evidence/threshold.ts";
import { dice } from "../../support/dice.ts";

const hiss = (seed: number, seconds: number): Float32Array =>
  Float32Array.from({ length: seconds * 8_000 }, dice(seed).gauss);

test("a board measures its own thresholds from captures and messages that did not sound", () => {
  const captures = [1, 2, 3, 4].map((seed) => hiss(seed, 10));
  const messages = [11, 12, 13, 14, 15].map((seed) => hiss(seed, 13));
  const tails = calibrate(captures, messages, 0.1);
  // Ten seconds have five blocks: nothing is known about more, and five serve for them.
  expect(tails.map((tail) => tail.liveBlocks)).toEqual([4, 5]);
  const search = { liveBlocks: 5, lags: 1_601, drifts: 21 };
  const threshold = thresholdFor(search, 1e-3, tails) ?? 0;
  expect(threshold).toBeGreaterThan(5);
  expect(threshold).toBeLessThan(10);
  expect(thresholdFor({ ...search, liveBlocks: 12 }, 1e-3, tails)).toBe(threshold);
});

test("without enough pairs there is no calibration", () => {
  expect(calibrate([hiss(1, 10)], [hiss(2, 12)], 0.1)).toEqual([]);
  expect(calibrate([], [])).toEqual([]);
});
