// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import fc from "fast-check";
import { expect, test } from "vitest";
import { resample, resampler } from "../../../edge-agent/evidence/resample.ts";
import { dice } from "../../support/dice.ts";
import { joined, power } from "../../support/filters.ts";

const tone = (hertz: number, rate: number, seconds = 1): Float32Array =>
  Float32Array.from({ length: rate * seconds }, (_, n) =>
    Math.sin((2 * Math.PI * hertz * n) / rate),
  );

test.each([
  [48_000, 8_000],
  [44_100, 8_000],
  [22_050, 16_000],
  [16_000, 8_000],
  [8_000, 48_000],
])("a tone keeps its place and level from %i to %i Hz", (from, to) => {
  const out = resample(tone(1_000, from), from, to);
  expect(out.length).toBe(to);
  const wanted = tone(1_000, to);
  const wrong = out.map((x, n) => x - wanted[n]!).slice(to / 4, (3 * to) / 4);
  expect(10 * Math.log10(power(wrong) / 0.5)).toBeLessThan(-55);
});

test("what the lower rate cannot hold is gone instead of folded back", () => {
  for (const hertz of [4_600, 6_000, 11_000, 20_000]) {
    const out = resample(tone(hertz, 48_000), 48_000, 8_000).slice(500, 7_500);
    expect(10 * Math.log10(power(out) / 0.5)).toBeLessThan(-40);
  }
});

test("pieces of any size give the same samples as the whole", () => {
  const rates = fc.constantFrom([48_000, 8_000], [44_100, 8_000], [8_000, 16_000], [8_000, 8_000]);
  fc.assert(
    fc.property(rates, fc.array(fc.nat({ max: 700 }), { maxLength: 12 }), ([from, to], sizes) => {
      const length = sizes.reduce((a, b) => a + b, 0);
      const signal = Float32Array.from({ length }, dice(length).gauss);
      const machine = resampler(from!, to!);
      let at = 0;
      const pieces = sizes.map((size) => {
        at += size;
        return machine.push(signal.slice(at - size, at));
      });
      const whole = resample(signal, from!, to!);
      expect(joined(...pieces, machine.end())).toEqual(whole);
      expect(whole.length).toBe(Math.ceil((length * to!) / from!));
    }),
    { numRuns: 60 },
  );
});
