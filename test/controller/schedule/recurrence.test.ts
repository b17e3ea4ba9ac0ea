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
