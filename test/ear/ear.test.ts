import { describe, expect, test } from "vitest";
import { type Heard, listen, RATE, secondsHeard, starts } from "../support/ear.ts";

/** Seeded noise with a slow envelope: every item is unlike every other. */
function clip(seed: number, seconds: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: seconds * RATE }, (_, i) => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return (state / 2 ** 31 - 1) * 0.3 * (0.6 + 0.4 * Math.sin(i / 900));
  });
}
const a = clip(1, 4);
const b = clip(2, 2);
const items = new Map([
  ["a", a],
  ["b", b],
]);

function tape(
  seconds: number,
  ...puts: [Float32Array, number, number?, number?, number?][]
): Float32Array {
  const out = new Float32Array(seconds * RATE);
  for (const [clipped, at, from = 0, to = clipped.length / RATE, gain = 1] of puts) {
    clipped.subarray(from * RATE, to * RATE).forEach((sample, i) => {
      out[Math.round(at * RATE) + i] = sample * gain;
    });
  }
  return out;
}
const brief = (heard: readonly Heard[]) =>
  heard.map(
    (one) => `${one.item}@${one.at.toFixed(2)}+${one.offset.toFixed(1)}:${one.length.toFixed(1)}`,
  );

describe("the ear", () => {
  test("names an item and places it, at any volume", () => {
    expect(brief(listen(tape(8, [a, 1.25, 0, 4, 0.1]), items))).toEqual(["a@1.25+0.0:4.0"]);
  });
  test("hears a cut and the resumption at the exact place", () => {
    const heard = listen(tape(10, [a, 1, 0, 1.5], [b, 2.5], [a, 4.5, 1.5, 4]), items);
    expect(brief(heard)).toEqual(["a@1.00+0.0:1.5", "b@2.50+0.0:2.0", "a@4.50+1.5:2.5"]);
    expect(secondsHeard(heard, "a")).toBeCloseTo(4, 1);
    expect(starts(heard, "a")).toBe(1);
  });
  test("is not fooled: a double play is two, a missing end is missing, silence and strangers are nothing", () => {
    expect(starts(listen(tape(12, [a, 1], [a, 6]), items), "a")).toBe(2);
    expect(secondsHeard(listen(tape(8, [a, 1, 0, 2.6]), items), "a")).toBeCloseTo(2.6, 1);
    expect(listen(tape(8), items)).toEqual([]);
    expect(listen(tape(8, [clip(9, 4), 1]), items)).toEqual([]);
  });
});
