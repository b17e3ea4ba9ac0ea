import fc from "fast-check";
import { expect, test } from "vitest";
import { dayOfDate } from "../../../contract/station-time.ts";
import {
  daysOf,
  dayText,
  latestOf,
  periodOf,
  reportKinds,
} from "../../../controller/report/period.ts";

const on = (day: string): number => dayOfDate(day) as number;
const span = (kind: (typeof reportKinds)[number], text?: string, day = "2026-06-18") => {
  const found = periodOf(kind, text, on(day));
  return found && `${found.from} ${found.to} ${found.label}`;
};

test("half a year and a year close on the 14th, as the reporting decree has it", () => {
  expect(span("half-year", "2026-H1")).toBe("2025-12-15 2026-06-14 6 tháng đầu năm 2026");
  expect(span("half-year", "2026-H2")).toBe("2026-06-15 2026-12-14 6 tháng cuối năm 2026");
  expect(span("year", "2026")).toBe("2025-12-15 2026-12-14 năm 2026");
  expect(span("month", "2026-02")).toBe("2026-02-01 2026-02-28 tháng 2 năm 2026");
  expect(span("month", "2024-02")).toBe("2024-02-01 2024-02-29 tháng 2 năm 2024");
  expect(span("month", "2026-12")).toBe("2026-12-01 2026-12-31 tháng 12 năm 2026");
});

test("any days may be named instead", () => {
  expect(span("campaign", "2026-10-01..2026-10-10")).toBe(
    "2026-10-01 2026-10-10 từ 1/10/2026 đến 10/10/2026",
  );
  for (const wrong of [
    "2026-10-10..2026-10-01",
    "2026-13",
    "x",
    "2026-02-30..2026-03-01",
    "2026-10-01",
  ])
    expect(span("campaign", wrong)).toBeUndefined();
});

test.for([
  ["half-year", "2026-06-18", "2025-12-15 2026-06-14"],
  ["half-year", "2026-07-05", "2026-06-15 2026-12-14"],
  ["half-year", "2026-12-20", "2026-06-15 2026-12-14"],
  ["half-year", "2026-12-31", "2026-12-15 2027-06-14"],
  ["half-year", "2026-03-01", "2025-12-15 2026-06-14"],
  ["year", "2026-12-20", "2025-12-15 2026-12-14"],
  ["year", "2026-12-31", "2026-12-15 2027-12-14"],
  ["award", "2026-03-01", "2025-12-15 2026-12-14"],
  ["month", "2026-06-10", "2026-05-01 2026-05-31"],
  ["month", "2026-06-20", "2026-06-01 2026-06-30"],
] as const)("a %s report written on %s is about %s", ([kind, day, wanted]) => {
  expect(span(kind, undefined, day)).toContain(wanted);
});

test("the two halves of a year are the year, without a gap", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2000, max: 2200 }), (n) => {
      const [one, two, all, next] = [`${n}-H1`, `${n}-H2`, `${n}`, `${n + 1}-H1`].map((text) =>
        periodOf("year", text, 0),
      );
      expect([one?.from, two?.to]).toEqual([all?.from, all?.to]);
      expect(on(two?.from ?? "")).toBe(on(one?.to ?? "") + 1);
      expect(on(next?.from ?? "")).toBe(on(two?.to ?? "") + 1);
    }),
  );
});

test("a usual period always is one, and begins before the day", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...reportKinds),
      fc.integer({ min: 0, max: 60_000 }),
      (kind, day) => {
        const found = periodOf(kind, undefined, day);
        expect(on(found?.from ?? "")).toBeLessThanOrEqual(day);
        expect(on(found?.to ?? "")).toBeGreaterThan(on(found?.from ?? ""));
      },
    ),
  );
  expect(dayText("2026-01-05")).toBe("5/1/2026");
});

const campaign = (day: string, before = 14) => ({
  ...{ id: day, name: day, day, before, after: 7, theme: null, place: "centre" },
});

test("a campaign's days are those that began last", () => {
  const days = (day: string, today: string) => {
    const { from, to } = daysOf(campaign(day), on(today));
    return `${from}..${to}`;
  };
  expect(days("05-18", "2026-05-03")).toBe("2025-05-04..2025-05-25");
  expect(days("05-18", "2026-05-04")).toBe("2026-05-04..2026-05-25");
  // The weeks before a day in January begin in the year before.
  expect(days("01-05", "2026-12-25")).toBe("2026-12-22..2027-01-12");
  expect(days("02-29", "2031-01-01")).toBe("2028-02-15..2028-03-07");
  expect(days("2020-03-10", "2026-01-01")).toBe("2020-02-25..2020-03-17");
  expect(days("2026-03-10", "2026-01-01")).toBe("2026-02-24..2026-03-17");
  expect(days("2090-03-10", "2026-01-01")).toBe("2090-02-24..2090-03-17");
  expect(daysOf(campaign("05-18"), on("2026-06-01")).label).toBe("từ 4/5/2026 đến 25/5/2026");
});

test("the campaign that is meant is the one that began last", () => {
  const all = [campaign("2030-01-01"), campaign("05-18"), campaign("10-10"), campaign("10-01")];
  const latest = (day: string) => latestOf(all, on(day))?.id;
  expect(latest("2026-06-01")).toBe("05-18");
  expect(latest("2026-10-30")).toBe("10-10");
  expect(latest("2026-09-20")).toBe("10-01");
  expect(latestOf([campaign("2030-01-01")], on("2026-01-01"))).toBeUndefined();
});
