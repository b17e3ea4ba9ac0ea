import fc from "fast-check";
import { expect, test } from "vitest";
import { applyCurve, limiterCurve, PEAK_BLOCK } from "../../../audio-library/render/limiter.ts";
import { truePeaks } from "../../../audio-library/render/true-peak.ts";
import { noise, tone } from "../../support/audio.ts";

const settings = { ceiling: 0.5, attack: 0.002, release: 0.06 };

test("no block exceeds the ceiling at either edge, whatever the peaks", () => {
  const peaks = fc.array(fc.float({ min: 0, max: 4, noNaN: true }), {
    minLength: 1,
    maxLength: 300,
  });
  fc.assert(
    fc.property(peaks, fc.double({ min: 0.1, max: 20, noNaN: true }), (raw, gain) => {
      const edges = limiterCurve(Float32Array.from(raw), gain, 48_000, settings);
      expect(edges).toHaveLength(raw.length + 1);
      for (const [block, peak] of raw.entries()) {
        const most = Math.max(edges[block] as number, edges[block + 1] as number);
        expect(peak * gain * most).toBeLessThanOrEqual(settings.ceiling * 1.000_01);
      }
    }),
  );
});

test("soft sound passes untouched", () => {
  const edges = limiterCurve(new Float32Array(50).fill(0.2), 1, 48_000, settings);
  expect([...edges]).toEqual(Array.from({ length: 51 }, () => 1));
});

test("the gain goes down before a peak and comes back after it", () => {
  const peaks = new Float32Array(1_000).fill(0.1);
  peaks[500] = 1;
  const edges = limiterCurve(peaks, 1, 48_000, settings);
  expect(edges[500]).toBeCloseTo(0.5, 5);
  expect(edges[498]).toBeLessThan(0.8);
  expect(edges[480]).toBeGreaterThan(0.99);
  expect(edges[520]).toBeLessThan(0.8);
  expect(edges[800]).toBeGreaterThan(0.98);
});

test("limited noise stays under the ceiling sample by sample", () => {
  const sound = noise(0.5, 0.9, 4);
  const finder = truePeaks(sound.length, PEAK_BLOCK, 0);
  finder.push(sound);
  const edges = limiterCurve(finder.blocks(), 3, 48_000, settings);
  for (let at = 0; at < sound.length; at += 160)
    applyCurve(sound.subarray(at, at + 160), at, 3, edges);
  expect(sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThanOrEqual(
    0.501,
  );
});

test("a tone under the ceiling is only made louder", () => {
  const sound = tone(500, 0.1, 0.1);
  const edges = limiterCurve(new Float32Array(300).fill(0.1), 2, 48_000, settings);
  const before = sound[1_000] as number;
  applyCurve(sound, 0, 2, edges);
  expect(sound[1_000]).toBeCloseTo(before * 2, 6);
});
