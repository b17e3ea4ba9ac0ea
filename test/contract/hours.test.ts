import fc from "fast-check";
import { expect, test } from "vitest";
import type { QuietRule, SessionRule } from "../../contract/agent-config.ts";
import { hoursOf, spanOn, spansOn } from "../../contract/hours.ts";
import { atMinute, dayOfDate } from "../../contract/station-time.ts";
import { hours, type Instant, instant, later, minutes, seconds } from "../../contract/time.ts";

const monday = dayOfDate("2026-09-28") as number;
const every = [1, 2, 3, 4, 5, 6, 7];
const rule = (start: number, end: number, more: Partial<SessionRule> = {}): SessionRule => ({
  weekdays: every,
  start,
  end,
  ...more,
});
const at = (clock: string, day = monday) => {
  const [hour = 0, minute = 0, second = 0] = clock.split(":").map(Number);
  return later(atMinute(day, hour * 60 + minute), seconds(second));
};
const span = (from: string, to: string, day = monday) => ({ from: at(from, day), to: at(to, day) });

test("a rule holds on its weekdays and between its dates, both included", () => {
  expect(spanOn(rule(300, 390, { weekdays: [1] }), monday)).toEqual(span("05:00", "06:30"));
  expect(spanOn(rule(300, 390, { weekdays: [2, 7] }), monday)).toBeUndefined();
  const dated = rule(300, 390, { from: "2026-09-28", to: "2026-09-28" });
  expect(spanOn(dated, monday)).toBeDefined();
  expect(spanOn(dated, monday - 1)).toBeUndefined();
  expect(spanOn(dated, monday + 1)).toBeUndefined();
});

test("an end at or before the start runs over midnight", () => {
  expect(spanOn(rule(1_320, 300), monday)).toEqual({
    from: at("22:00"),
    to: at("05:00", monday + 1),
  });
  expect(spanOn(rule(0, 0), monday)).toEqual({ from: at("00:00"), to: at("24:00") });
});

test("spans of one day that overlap are one, that touch stay two", () => {
  expect(spansOn([rule(330, 400), rule(300, 360), rule(310, 320)], monday)).toEqual([
    span("05:00", "06:40"),
  ]);
  expect(spansOn([rule(300, 330), rule(330, 360)], monday)).toEqual([
    span("05:00", "05:30"),
    span("05:30", "06:00"),
  ]);
});

test("an instant belongs to at most one session: its start does, its end does not", () => {
  const { sessionAt } = hoursOf({ sessions: [rule(300, 390)], quiet: [] });
  expect(sessionAt(at("05:00"))).toEqual(span("05:00", "06:30"));
  expect(sessionAt(at("06:29:59"))).toEqual(span("05:00", "06:30"));
  expect(sessionAt(at("06:30"))).toBeUndefined();
  expect(sessionAt(at("04:59:59"))).toBeUndefined();
  expect(hoursOf({ sessions: [], quiet: [] }).sessionAt(at("05:00"))).toBeUndefined();
});

test("a session that runs over midnight keeps its hours, the next begins after it", () => {
  const regulation = hoursOf({ sessions: [rule(1_380, 60), rule(30, 120)], quiet: [] });
  expect(regulation.sessionAt(at("00:45"))).toEqual({
    from: at("23:00", monday - 1),
    to: at("01:00"),
  });
  expect(regulation.sessionAt(at("01:00"))).toEqual(span("01:00", "02:00"));
  const swallowed = hoursOf({ sessions: [rule(1_380, 60), rule(30, 50)], quiet: [] });
  expect(swallowed.sessionAt(at("00:45"))?.from).toBe(at("23:00", monday - 1));
  expect([...swallowed.sessionsWithin(at("00:00"), at("12:00"))]).toHaveLength(1);
});

test("sessions of a window are those that touch it, in order", () => {
  const { sessionsWithin } = hoursOf({ sessions: [rule(990, 1_080), rule(300, 390)], quiet: [] });
  expect([...sessionsWithin(at("06:29"), at("05:01", monday + 1))]).toEqual([
    span("05:00", "06:30"),
    span("16:30", "18:00"),
    span("05:00", "06:30", monday + 1),
  ]);
  expect([...sessionsWithin(at("06:30"), at("16:30"))]).toEqual([]);
  expect([
    ...hoursOf({ sessions: [], quiet: [] }).sessionsWithin(at("00:00"), at("23:00")),
  ]).toEqual([]);
});

test("quiet hours begin when they say and last over midnight", () => {
  const regulation = hoursOf({ sessions: [], quiet: [{ start: 1_320, end: 300 }] });
  expect(regulation.isQuiet(at("22:00"))).toBe(true);
  expect(regulation.isQuiet(at("03:15"))).toBe(true);
  expect(regulation.isQuiet(at("05:00"))).toBe(false);
  expect(regulation.quietWithin(at("21:00"), at("23:00"))).toBe(at("22:00"));
  expect(regulation.quietWithin(at("23:00"), at("23:30"))).toBe(at("23:00"));
  expect(regulation.quietWithin(at("05:00"), at("22:00"))).toBeUndefined();
  expect(regulation.quietWithin(at("05:00"), at("05:00"))).toBeUndefined();
  const sundays: QuietRule = { start: 600, end: 660, weekdays: [7] };
  const later = hoursOf({ sessions: [], quiet: [sundays] });
  expect(later.quietWithin(at("00:00"), at("23:00", monday + 5))).toBeUndefined();
  expect(later.quietWithin(at("00:00"), at("23:00", monday + 6))).toBe(at("10:00", monday + 6));
});

test("a free start is the first from which the length is not quiet", () => {
  const { freeStart } = hoursOf({
    sessions: [],
    quiet: [
      { start: 300, end: 310 },
      { start: 315, end: 320 },
    ],
  });
  const length = () => minutes(6);
  expect(freeStart(at("04:50"), at("06:00"), length)).toBe(at("04:50"));
  expect(freeStart(at("04:55"), at("06:00"), length)).toBe(at("05:20"));
  expect(freeStart(at("04:55"), at("05:19"), length)).toBeUndefined();
  expect(freeStart(at("05:01"), at("05:10"), () => 0)).toBe(at("05:10"));
});

const someRule = fc
  .record({ start: fc.integer({ min: 0, max: 1_440 }), end: fc.integer({ min: 0, max: 1_440 }) })
  .chain(({ start, end }) =>
    fc.subarray(every, { minLength: 1 }).map((weekdays) => ({ start, end, weekdays })),
  );
const someHours = fc
  .record({
    sessions: fc.array(someRule, { maxLength: 3 }),
    quiet: fc.array(someRule, { maxLength: 3 }),
  })
  .map((cluster) => hoursOf(cluster));
const someMoment = fc
  .integer({ min: 0, max: 20_160 })
  .map((n) => later(atMinute(monday, 0), minutes(n)));

test("nothing changes between two changes", () => {
  fc.assert(
    fc.property(someHours, someMoment, (regulation, moment) => {
      const change = regulation.nextChange(moment);
      expect(change).toBeGreaterThan(moment);
      expect(change - moment).toBeLessThanOrEqual(hours(24));
      for (const n of [0.25, 0.5, 0.75]) {
        const between = instant(moment + (change - moment) * n);
        expect(regulation.sessionAt(between)).toEqual(regulation.sessionAt(moment));
        if (!regulation.isQuiet(moment)) continue;
        expect(regulation.isQuiet(between)).toBe(true);
      }
    }),
  );
});

test("the first quiet instant is quiet, and none before it is", () => {
  fc.assert(
    fc.property(
      someHours,
      someMoment,
      fc.integer({ min: 1, max: 1_500 }),
      (regulation, from, n) => {
        const to = later(from, minutes(n));
        const found = regulation.quietWithin(from, to);
        if (found !== undefined) expect(regulation.isQuiet(found)).toBe(true);
        for (let moment = from; moment < (found ?? to); moment = later(moment, minutes(1))) {
          expect(regulation.isQuiet(moment as Instant)).toBe(false);
        }
      },
    ),
  );
});
