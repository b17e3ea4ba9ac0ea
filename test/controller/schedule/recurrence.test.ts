import fc from "fast-check";
import { expect, test } from "vitest";
import { atMinute, dayOfDate, weekday } from "../../../contract/station-time.ts";
import { days, later } from "../../../contract/time.ts";
import { expandRule } from "../../../controller/schedule/recurrence.adapter.ts";

const day = dayOfDate("2026-11-30") as number; // a Monday
const five = atMinute(day, 300);

test("05:00 stays 05:00 at the station, whatever zone the process runs in", () => {
  const found = expandRule(five, "FREQ=WEEKLY;BYDAY=MO,WE,FR", {
    from: five,
    to: later(five, days(14)),
  });
  const expected = Array.from({ length: 14 }, (_, n) => day + n)
    .filter((one) => [1, 3, 5].includes(weekday(one)))
    .map((one) => atMinute(one, 300));
  expect(found).toEqual(expected);
});

test("the window is half-open and COUNT counts from the start", () => {
  expect(
    expandRule(five, "RRULE:FREQ=DAILY;COUNT=3", {
      from: later(five, days(1)),
      to: later(five, days(3)),
    }),
  ).toEqual([later(five, days(1)), later(five, days(2))]);
});

test("a rule that cannot be read or airs without end is refused", () => {
  expect(
    expandRule(five, "FREQ=SOMETIMES", { from: five, to: later(five, days(1)) }),
  ).toBeUndefined();
  expect(
    expandRule(five, "FREQ=SECONDLY", { from: five, to: later(five, days(1)) }),
  ).toBeUndefined();
});

const names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

interface Rule {
  readonly weekly: boolean;
  readonly interval: number;
  readonly days: readonly number[];
  readonly count: number | undefined;
}

const text = ({ weekly, interval, days: on, count }: Rule): string =>
  [
    `FREQ=${weekly ? "WEEKLY" : "DAILY"}`,
    `INTERVAL=${interval}`,
    ...(on.length > 0 ? [`BYDAY=${on.map((one) => names[one - 1]).join(",")}`] : []),
    ...(count === undefined ? [] : [`COUNT=${count}`]),
  ].join(";");

/** Day after day, by hand: does the rule name it? */
function byHand({ weekly, interval, days: on, count }: Rule, length: number): number[] {
  const found: number[] = [];
  const week = (one: number) => Math.floor((one + 3) / 7);
  for (let one = day; one < day + length && found.length < (count ?? length); one += 1) {
    const passed = weekly ? week(one) - week(day) : one - day;
    const named = on.length > 0 ? on.includes(weekday(one)) : !weekly || weekday(one) === 1;
    if (passed % interval === 0 && named) found.push(atMinute(one, 300));
  }
  return found;
}

test("a year of any rule is what counting the days by hand finds", () => {
  const some = fc.record({
    weekly: fc.boolean(),
    interval: fc.integer({ min: 1, max: 5 }),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }),
    count: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(some, (rule) => {
      const window = { from: five, to: later(five, days(366)) };
      expect(expandRule(five, text(rule), window)).toEqual(byHand(rule, 366));
    }),
    { numRuns: 60 },
  );
});
