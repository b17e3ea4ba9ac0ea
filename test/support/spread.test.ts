import { expect, test } from "vitest";
import { quantile, spread } from "./spread.ts";

test("a quantile is a value that was measured, by nearest rank, whatever the order", () => {
  const all = [5, 1, 4, 2, 3.14159];
  expect(spread(all)).toEqual({ n: 5, p50: 3.1, p95: 5, p99: 5, max: 5 });
  expect(quantile(all, 0.5, 0.01)).toBe(3.14);
  expect(quantile([7], 0.01)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
});
