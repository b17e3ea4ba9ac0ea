// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import fc from "fast-check";
import { expect, test } from "vitest";
import { powerOfTwoFor, realFft } from "../../../edge-agent/evidence/fft.ts";
import { dice } from "../../support/dice.ts";

const SIZES = [4, 8, 16, 32, 64, 128] as const;
const someSignal = fc
  .tuple(fc.constantFrom(...SIZES), fc.integer())
  .map(([size, seed]) => Float64Array.from({ length: size }, dice(seed).gauss));

test("every bin is the sum that defines it", () => {
  fc.assert(
    fc.property(someSignal, (signal) => {
      const size = signal.length;
      const spectrum = new Float64Array(size + 2);
      realFft(size).forward(signal, spectrum);
      for (let k = 0; k <= size / 2; k++) {
        const turn = (n: number): number => (2 * Math.PI * k * n) / size;
        const re = signal.reduce((sum, x, n) => sum + x * Math.cos(turn(n)), 0);
        const im = signal.reduce((sum, x, n) => sum - x * Math.sin(turn(n)), 0);
        expect(spectrum[2 * k]!).toBeCloseTo(re, 9);
        expect(spectrum[2 * k + 1]!).toBeCloseTo(im, 9);
      }
    }),
    { numRuns: 40 },
  );
});

test("there and back is the same signal, and the spectrum is left alone", () => {
  fc.assert(
    fc.property(someSignal, (signal) => {
      const fft = realFft(signal.length);
      const spectrum = new Float64Array(signal.length + 2);
      const back = new Float64Array(signal.length);
      fft.forward(signal, spectrum);
      const kept = spectrum.slice();
      fft.inverse(spectrum, back);
      for (const [n, x] of back.entries()) expect(x).toBeCloseTo(signal[n]!, 12);
      expect(spectrum).toEqual(kept);
    }),
  );
});

test("a size that is no power of two is a mistake of the caller", () => {
  expect(() => realFft(12)).toThrow(RangeError);
  expect(() => realFft(2)).toThrow(RangeError);
});

test("the next power of two holds what it was asked for", () => {
  expect([1, 4, 5, 16_384, 16_385].map(powerOfTwoFor)).toEqual([4, 4, 8, 16_384, 32_768]);
});
