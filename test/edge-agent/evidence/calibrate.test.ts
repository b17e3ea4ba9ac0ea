import { expect, test } from "vitest";
import { calibrate } from "../../../edge-agent/evidence/calibrate.ts";
import { thresholdFor } from "../../../edge-agent/evidence/threshold.ts";
import { dice } from "../../support/dice.ts";

const hiss = (seed: number, seconds: number): Float32Array =>
  Float32Array.from({ length: seconds * 8_000 }, dice(seed).gauss);

test("a board measures its own thresholds from captures and messages that did not sound", () => {
  const captures = [hiss(1, 8), hiss(2, 8)];
  const messages = [11, 12, 13, 14].map((seed) => hiss(seed, 9.3));
  const tails = calibrate(captures, messages, 0.02);
  // Eight seconds have four blocks: nothing is known about more, and four serve for them.
  expect(tails.map((tail) => tail.liveBlocks)).toEqual([4]);
  const search = { liveBlocks: 4, lags: 321, drifts: 17 };
  const threshold = thresholdFor(search, 1e-3, tails) ?? 0;
  expect(threshold).toBeGreaterThan(5);
  expect(threshold).toBeLessThan(11);
  expect(thresholdFor({ ...search, liveBlocks: 12 }, 1e-3, tails)).toBe(threshold);
});

test("without enough pairs there is no calibration", () => {
  expect(calibrate([hiss(1, 10)], [hiss(2, 12)], 0.1)).toEqual([]);
  expect(calibrate([], [])).toEqual([]);
});
