import fc from "fast-check";
import { expect, test } from "vitest";
import {
  atMinute,
  clockOfMinute,
  dateOf,
  dateOfDay,
  dayNumber,
  dayOfDate,
  minuteOfClock,
  minuteOfDay,
  startOfDay,
  weekday,
} from "../../contract/station-time.ts";
import { instant } from "../../contract/time.ts";

// An independent calendar: `Date` in UTC, seven hours ahead.
const local = (ms: number) => new Date(ms + 7 * 3_600_000);
const someInstant = fc.integer({ min: -62_135_000_000_000, max: 7_258_118_400_000 }).map(instant);

test("station time is UTC+7 whatever the zone of the process", () => {
  const at = instant(Date.parse("2026-09-27T21:50:30Z"));
  expect(dateOf(at)).toBe("2026-09-28");
  expect(minuteOfDay(at)).toBe(4 * 60 + 50.5);
  expect(startOfDay(dayNumber(at))).toBe(Date.parse("2026-09-27T17:00:00Z"));
  expect(atMinute(dayNumber(at), 300)).toBe(Date.parse("2026-09-28T05:00:00+07:00"));
});

test("dates, days, minutes and weekdays are those of the Gregorian calendar, in any century", () => {
  fc.assert(
    fc.property(someInstant, (at) => {
      const day = dayNumber(at);
      const iso = local(at).toISOString();
      expect(dateOf(at)).toBe(iso.slice(0, 10));
      expect(dateOfDay(day)).toBe(dateOf(at));
      expect(dayOfDate(dateOf(at))).toBe(day);
      expect(weekday(day)).toBe(local(at).getUTCDay() || 7);
      expect(clockOfMinute(minuteOfDay(at))).toBe(iso.slice(11, 16));
      expect(startOfDay(day)).toBeLessThanOrEqual(at);
      expect(startOfDay(day + 1)).toBeGreaterThan(at);
    }),
  );
});

test("a date that is none is no day", () => {
  for (const date of [
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-04-31",
    "28/09/2026",
    "26-9-1",
    "",
  ]) {
    expect(dayOfDate(date)).toBeUndefined();
  }
  expect(dayOfDate("2024-02-29")).toBe(Date.parse("2024-02-29") / 86_400_000);
  expect(dayOfDate("2000-02-29")).toBeDefined();
  expect(dayOfDate("1900-02-29")).toBeUndefined();
});

test("a clock that shows no time is no minute", () => {
  expect(minuteOfClock("05:00")).toBe(300);
  expect(minuteOfClock("00:00")).toBe(0);
  expect(minuteOfClock("24:00")).toBe(1_440);
  for (const time of ["24:01", "5:00", "05:60", "05-00", "99:00", ""]) {
    expect(minuteOfClock(time)).toBeUndefined();
  }
  expect(clockOfMinute(1_439.9)).toBe("23:59");
});
