import { expect, test } from "vitest";
import type { Part } from "../../contract/plan.ts";
import {
  isLive,
  lengthOf,
  restOfAll,
  restOfPart,
  settle,
  TOLERANCE,
} from "../../contract/programme.ts";
import { milliseconds, minutes, seconds } from "../../contract/time.ts";
import { message } from "../support/orders.ts";

const relay = { kind: "relay", sources: ["http://a/"], length: minutes(30) };
const parts = [
  message(seconds(10)),
  { kind: "pause", length: seconds(0) },
  relay,
  { kind: "local", length: seconds(5) },
] as unknown as Part[];
const at = (part: number, offset: number) => ({ part, offset: milliseconds(offset) });

test("a programme is as long as its parts, pauses included", () => {
  expect(lengthOf({ parts })).toBe(minutes(30) + seconds(15));
});

test("what runs on elsewhere is live, what is recorded waits", () => {
  expect(parts.map(isLive)).toEqual([false, false, true, true]);
  expect(isLive({ kind: "live", source: "/live/a", length: seconds(1) })).toBe(true);
});

test("a place that has something left stays, one at an end moves on past empty parts", () => {
  expect(settle(parts, at(0, 0))).toEqual(at(0, 0));
  expect(settle(parts, at(0, 9_000))).toEqual(at(0, 9_000));
  expect(settle(parts, at(0, 10_000))).toEqual(at(2, 0));
  expect(settle(parts, at(1, 0))).toEqual(at(2, 0));
  expect(settle(parts, at(3, 5_000))).toBeUndefined();
  expect(settle(parts, at(9, 0))).toBeUndefined();
});

test("a rest no longer than what devices add is no rest, a short part is still a part", () => {
  expect(settle(parts, at(0, 10_000 - TOLERANCE))).toEqual(at(2, 0));
  expect(settle(parts, at(0, 10_000 - TOLERANCE - 1))).toEqual(at(0, 10_000 - TOLERANCE - 1));
  const short = [{ kind: "pause", length: TOLERANCE }] as Part[];
  expect(settle(short, at(0, 0))).toEqual(at(0, 0));
});

test("what is left of a part, and of all", () => {
  expect(restOfPart(parts, at(0, 4_000))).toBe(6_000);
  expect(restOfPart(parts, at(9, 0))).toBe(0);
  expect(restOfAll(parts, at(2, 60_000))).toBe(minutes(29) + seconds(5));
});
