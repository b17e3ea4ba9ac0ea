import fc from "fast-check";
import { expect, test } from "vitest";
import { best, type Exchange, offsetOf, roundTrip } from "../../../edge-agent/link/clock-offset.ts";

const exchange = (sent: number, received: number, answered: number, got: number): Exchange =>
  ({ sent, received, answered, got }) as Exchange;

test("a symmetric way gives the exact offset", () => {
  const e = exchange(1_000, 501_050, 501_060, 1_110);
  expect(roundTrip(e)).toBe(100);
  expect(offsetOf(e)).toEqual({ value: 500_000, uncertainty: 51 });
});

test("the smallest round trip wins, and impossible answers are left out", () => {
  const slow = exchange(0, 900, 900, 1_000);
  const quick = exchange(2_000, 2_505, 2_505, 2_010);
  const backwards = exchange(10, 500, 500, 5);
  const confused = exchange(10, 500, 400, 12);
  expect(best([slow, backwards, quick, confused])).toEqual(offsetOf(quick));
  expect(best([])).toBeUndefined();
  expect(best([backwards])).toBeUndefined();
});

test("the truth lies within the uncertainty, whatever the two ways took", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.nat(5_000),
      fc.nat(5_000),
      fc.nat(500),
      (offset, there, back, work) => {
        const sent = 10_000;
        const received = sent + there + offset;
        const e = exchange(sent, received, received + work, sent + there + work + back);
        const found = offsetOf(e);
        expect(Math.abs(found.value - offset)).toBeLessThanOrEqual(found.uncertainty);
      },
    ),
  );
});
