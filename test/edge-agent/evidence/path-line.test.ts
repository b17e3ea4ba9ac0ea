import { expect, test } from "vitest";
import {
  AFTER_LOCK,
  type Line,
  lagAt,
  peakNear,
  refit,
  type Seen,
} from "../../../edge-agent/evidence/path-line.ts";

const STEP = 15_000;

/** A stretch whose score peaks at `lag`, seen around `centre`. */
function seen(k: number, lag: number, z2 = 80, centre = 100): Seen {
  const row = new Float32Array(801).fill(1);
  row[400 + lag - centre] = z2;
  return { at: k * STEP, centre, z2: row, live: true };
}

const level: Line = { at: 0, lag: 100, slope: 0 };

test("after a lock the slope is found from the stretches themselves", () => {
  const line = refit(
    level,
    [0, 1, 2, 3, 4].map((k) => seen(k, 101 + 2 * k)),
    AFTER_LOCK,
  );
  expect(lagAt(line, 4 * STEP)).toBeCloseTo(109, 6);
  expect(lagAt(line, 10 * STEP)).toBeCloseTo(121, 6);
});

test("one stretch more may bend the line only a little", () => {
  const straight = [0, 1, 2, 3, 4, 5, 6].map((k) => seen(k, 100));
  const line = refit(level, [...straight, seen(7, 140)]);
  expect(Math.abs(lagAt(line, 8 * STEP) - 100)).toBeLessThan(1);
});

test("noise teaches nothing, nor does a pause", () => {
  expect(
    refit(
      level,
      [0, 1, 2, 3].map((k) => seen(k, 103, 6)),
    ),
  ).toBe(level);
  expect(refit(level, [{ ...seen(0, 103), live: false }])).toBe(level);
  expect(refit(level, [])).toBe(level);
});

test("one stretch alone moves the line without bending it", () => {
  const line = refit(level, [seen(3, 102)]);
  expect(lagAt(line, 3 * STEP)).toBe(102);
});

test("a walk back in time bends the same way", () => {
  const line = refit(
    level,
    [6, 5, 4, 3, 2].map((k) => seen(k, 100 + k)),
    AFTER_LOCK,
  );
  expect(lagAt(line, 0)).toBeCloseTo(100, 6);
});

test("only what is near the line belongs to it", () => {
  expect(peakNear(seen(0, 102), 100, 3)).toEqual({ z2: 80, lag: 102 });
  expect(peakNear(seen(0, 104), 100, 3).z2).toBe(1);
  expect(peakNear(seen(0, 100), 1_000, 3).z2).toBe(0); // outside what was searched
});
