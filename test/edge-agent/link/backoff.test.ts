import fc from "fast-check";
import { expect, test } from "vitest";
import { minutes, seconds } from "../../../contract/time.ts";
import { backoff } from "../../../edge-agent/link/backoff.ts";

test("waits double from a second to a minute", () => {
  const waits = backoff(() => 1);
  const first = Array.from({ length: 9 }, () => waits.next().value);
  expect(first).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map(seconds));
});

test("each wait lies between half and the whole, and never above the longest", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 12, maxLength: 12 }),
      (dice) => {
        let i = 0;
        const waits = backoff(() => dice[i++ % dice.length] as number, seconds(1), minutes(1));
        for (let whole = 1_000, n = 0; n < 12; n++, whole = Math.min(60_000, whole * 2)) {
          const wait = waits.next().value;
          expect(wait).toBeGreaterThanOrEqual(whole / 2);
          expect(wait).toBeLessThanOrEqual(whole);
        }
      },
    ),
  );
});
