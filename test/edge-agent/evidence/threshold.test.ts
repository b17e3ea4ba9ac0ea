// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { expect, test } from "vitest";
import { SIMULATED, tailOf, thresholdFor } from "../../../edge-agent/evidence/threshold.ts";
import { dice } from "../../support/dice.ts";

const search = { liveBlocks: 5, lags: 32_001, drifts: 21 };

test("under four live blocks nothing can be decided, nor without a calibration", () => {
  expect(thresholdFor({ ...search, liveBlocks: 3 })).toBeUndefined();
  expect(thresholdFor(search, 1e-3, [])).toBeUndefined();
});

test("more live blocks need less; more lags, more drifts and a stricter rate need more", () => {
  for (let liveBlocks = 4; liveBlocks < 15; liveBlocks++) {
    const [fewer, more] = [
      thresholdFor({ ...search, liveBlocks })!,
      thresholdFor({ ...search, liveBlocks: liveBlocks + 1 })!,
    ];
    expect(more).toBeLessThanOrEqual(fewer);
  }
  const usual = thresholdFor(search)!;
  expect(thresholdFor({ ...search, lags: 8_001 })!).toBeLessThan(usual);
  expect(thresholdFor({ ...search, lags: 64_001 })!).toBeGreaterThan(usual);
  expect(thresholdFor({ ...search, drifts: 41 })!).toBeGreaterThan(usual);
  expect(thresholdFor(search, 1e-4)!).toBeGreaterThan(usual);
  expect(thresholdFor(search, 1e-2)!).toBeLessThan(usual);
});

test("the built-in table covers both searches that the product makes", () => {
  for (const lags of [8_001, 32_001]) {
    expect(SIMULATED.filter((tail) => tail.lags === lags).map((tail) => tail.liveBlocks)).toContain(
      5,
    );
  }
});

test("the tail of wrong scores gives a threshold that less than one in a thousand passes", () => {
  const d = dice(4);
  const wrong = (): number => 8 - 0.7 * Math.log(1 - d.unit());
  const tail = tailOf(Array.from({ length: 3_000 }, wrong), search)!;
  const threshold = thresholdFor(search, 1e-3, [tail])!;
  const passed = Array.from({ length: 100_000 }, wrong).filter((score) => score > threshold).length;
  expect(passed).toBeGreaterThan(5);
  expect(passed).toBeLessThan(100);
});

test("too few scores are no calibration", () => {
  expect(tailOf([9, 8, 7], search)).toBeUndefined();
});
