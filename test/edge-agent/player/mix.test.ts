import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applyRamp,
  framesLeft,
  gainOf,
  linear,
  rampTo,
  still,
} from "../../../edge-agent/player/mix.ts";

test("decibels become factors", () => {
  expect(linear(0)).toBe(1);
  expect(linear(-6)).toBeCloseTo(0.501, 3);
  expect(linear(6)).toBeCloseTo(1.995, 3);
});

test("full gain leaves the samples alone", () => {
  const samples = Int16Array.of(1, -2, 32_767);
  const ramp = still(1);
  expect(applyRamp(ramp, samples, 0, 3)).toBe(ramp);
  expect([...samples]).toEqual([1, -2, 32_767]);
});

test("a fade goes from nothing to full in a straight line, also across chunks", () => {
  const samples = new Int16Array(8).fill(1_000);
  let ramp = rampTo(still(0), 1, 4);
  ramp = applyRamp(ramp, samples, 0, 2);
  expect([gainOf(ramp), framesLeft(ramp)]).toEqual([0.5, 2]);
  ramp = applyRamp(ramp, samples, 2, 8);
  expect([...samples]).toEqual([250, 500, 750, 1_000, 1_000, 1_000, 1_000, 1_000]);
  expect([gainOf(ramp), framesLeft(ramp)]).toEqual([1, 0]);
});

test("a fade out ends in silence and stays there", () => {
  const samples = new Int16Array(4).fill(-1_000);
  const ramp = applyRamp(rampTo(still(1), 0, 2), samples, 0, 4);
  expect([...samples].map((sample) => sample + 0)).toEqual([-500, 0, 0, 0]);
  expect(gainOf(ramp)).toBe(0);
});

test("gain above one clips instead of wrapping", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -32_768, max: 32_767 }),
      fc.double({ min: 0, max: 4, noNaN: true }),
      (sample, gain) => {
        const samples = Int16Array.of(sample);
        applyRamp(still(gain), samples, 0, 1);
        const exact = Math.round(sample * gain);
        expect((samples[0] ?? 0) + 0).toBe(Math.max(-32_768, Math.min(32_767, exact)) + 0);
      },
    ),
  );
});
