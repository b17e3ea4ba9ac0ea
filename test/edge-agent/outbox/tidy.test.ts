import { expect, test } from "vitest";
import type { Instant } from "../../../contract/time.ts";
import { droppable } from "../../../edge-agent/outbox/tidy.ts";

const DAY = 86_400_000;
const NOW = (200 * DAY) as Instant;
const MB = 1_048_576;
const segment = (number: number, age: number, bytes = MB, owed = false) => ({
  number,
  bytes,
  newest: (NOW - age * DAY) as Instant,
  owed,
});

test("what is older than 90 days goes, oldest first, and the newest stays whatever its age", () => {
  expect(droppable([segment(1, 120), segment(2, 95), segment(3, 80), segment(4, 1)], NOW)).toEqual([
    1, 2,
  ]);
  expect(droppable([segment(7, 300)], NOW)).toEqual([]);
});

test("what is not acknowledged stays, and all after it", () => {
  expect(
    droppable([segment(1, 120), segment(2, 119, MB, true), segment(3, 118), segment(4, 1)], NOW),
  ).toEqual([1]);
});

test("without room what is older than a month goes too, and no more than must", () => {
  const many = [
    segment(1, 60, 6 * MB),
    segment(2, 50, 6 * MB),
    segment(3, 40, 6 * MB),
    segment(4, 20, 2 * MB),
  ];
  expect(droppable(many, NOW)).toEqual([1]);
  expect(droppable([segment(1, 29, 20 * MB), segment(2, 1)], NOW)).toEqual([]);
});
