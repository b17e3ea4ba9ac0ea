import { describe, expect, test } from "vitest";
import { hours, minutes } from "../../../contract/time.ts";
import { untilNextSession } from "../../../controller/schedule/next-session.ts";
import { after as at, five } from "../../support/orders.ts";

const weekdays = [1, 2, 3, 4, 5];
const rule = (start: number, end: number, days = weekdays) => ({ weekdays: days, start, end });
// Monday 28 September 2026, five o'clock; the Friday after it is four days on.
const friday = at(hours(4 * 24 + 13));
const until = (since: number, rules: Record<string, object[]>, length = minutes(5)) =>
  untilNextSession(
    since as never,
    length,
    Object.keys(rules),
    new Map(Object.entries(rules)) as never,
  );

describe("until when something waits for the next session", () => {
  test("a day and a half is enough where there are sessions every day, or none at all", () => {
    expect(until(five, { a: [rule(300, 390), rule(990, 1_080)] })).toBe(at(hours(36)));
    expect(until(five, { a: [] })).toBe(at(hours(36)));
    expect(untilNextSession(five, minutes(5), ["a"], new Map())).toBe(at(hours(36)));
  });
  test("over a weekend without sessions it waits until Monday's is over", () => {
    expect(until(friday, { a: [rule(300, 390)] })).toBe(at(hours(7 * 24 + 1.5)));
  });
  test("a session that is too short for it, or has too little left, is not the one", () => {
    const rules = { a: [rule(300, 302), rule(480, 540, [4])] };
    expect(until(five, rules)).toBe(at(hours(3 * 24 + 4)));
    const now = at(minutes(88));
    expect(until(now, { a: [rule(300, 390, [1])] })).toBe(at(hours(7 * 24 + 1.5)));
  });
  test("of several communes the latest counts", () => {
    expect(until(friday, { a: [rule(300, 390)], b: [rule(990, 1_080)] })).toBe(
      at(hours(7 * 24 + 13)),
    );
  });
});
