import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateOfDay, dayOfDate, weekday } from "../../contract/station-time.ts";
import {
  clockTyped,
  dateShown,
  dateTyped,
  dayByKey,
  monthShown,
  monthsLater,
  monthTyped,
  periodShown,
  periodTyped,
  weeksOf,
} from "../../controller/web/typed-time.ts";

const day = (date: string): number => dayOfDate(date) ?? Number.NaN;
const someDay = fc.integer({ min: day("1900-01-01"), max: day("2199-12-31") });

describe("a date that somebody typed", () => {
  test.for([
    ["5/3/26", "2026-03-05"],
    ["05-03-2026", "2026-03-05"],
    [" 5.3.2026 ", "2026-03-05"],
    ["5 3 2026", "2026-03-05"],
    ["05032026", "2026-03-05"],
    ["050326", "2026-03-05"],
    ["ngày 5 tháng 3 năm 2026", "2026-03-05"],
    ["Nga\u0300y 5 tha\u0301ng 3 na\u0306m 2026", "2026-03-05"],
    ["2026-03-05", "2026-03-05"],
    ["29/02/2028", "2028-02-29"],
    ["29/02/2026", undefined],
    ["2026-02-30", undefined],
    ["03/25/2026", undefined],
    ["5/3", undefined],
    ["5/3/202", undefined],
    ["5/3/2026/1", undefined],
    ["005/3/2026", undefined],
    ["5/003/2026", undefined],
    ["5/3/1026", undefined],
    ["mai", undefined],
    ["", undefined],
  ] as const)("'%s'", ([text, date]) => {
    expect(dateTyped(text)).toBe(date);
  });

  test("is what is shown, however its parts are held apart", () => {
    fc.assert(
      fc.property(
        someDay,
        fc.constantFrom("/", "-", ".", " ", "", " / "),
        fc.boolean(),
        (n, between, bare) => {
          const date = dateOfDay(n);
          const parts = dateShown(date).split("/");
          const typed = bare && between !== "" ? parts.map((one) => String(Number(one))) : parts;
          expect(dateTyped(typed.join(between))).toBe(date);
        },
      ),
    );
  });

  test("is a real day or nothing, whatever is typed", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."0123456789/-. hngàyáă".split("")) });
    fc.assert(
      fc.property(letters, (text) => {
        const date = dateTyped(text);
        if (date !== undefined) expect(dateOfDay(day(date))).toBe(date);
      }),
    );
  });

  test("of what is no date nothing is shown", () => {
    expect([dateShown(""), dateShown("2026-02-30"), dateShown("2026-03-05")]).toEqual([
      "",
      "",
      "05/03/2026",
    ]);
  });
});

describe("a time that somebody typed", () => {
  test.for([
    ["5:30", "05:30"],
    ["17h30", "17:30"],
    ["17H30", "17:30"],
    ["17h", "17:00"],
    ["17", "17:00"],
    ["5.30", "05:30"],
    ["530", "05:30"],
    ["0530", "05:30"],
    ["17 giờ 30 phút", "17:30"],
    ["00:00", "00:00"],
    ["23:59", "23:59"],
    ["24:00", undefined],
    ["25:00", undefined],
    ["12:60", undefined],
    ["5:3", undefined],
    ["005:30", undefined],
    ["5:30:00", undefined],
    ["5:30 PM", undefined],
    ["", undefined],
  ] as const)("'%s'", ([text, clock]) => {
    expect(clockTyped(text)).toBe(clock);
  });

  test("every minute of the day is read back, with and without its colon", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.constantFrom(":", "h", ".", " ", ""),
        (hour, minute, between) => {
          const [h, m] = [hour, minute].map((n) => String(n).padStart(2, "0"));
          expect(clockTyped(`${h}${between}${m}`)).toBe(`${h}:${m}`);
        },
      ),
    );
  });
});

test.for([
  ["3/2026", "2026-03"],
  ["03-26", "2026-03"],
  ["032026", "2026-03"],
  ["tháng 3 năm 2026", "2026-03"],
  ["2026-03", "2026-03"],
  ["13/2026", undefined],
  ["003/2026", undefined],
  ["1/3/2026", undefined],
  ["2026", undefined],
  ["", undefined],
] as const)("the month '%s'", ([text, month]) => {
  expect(monthTyped(text)).toBe(month);
  if (month !== undefined) expect(monthTyped(monthShown(month))).toBe(month);
});

test.for([
  ["01/05/2026 – 31/05/2026", "2026-05-01..2026-05-31"],
  ["1/5/26 đến 31/5/26", "2026-05-01..2026-05-31"],
  ["01-05-2026 - 31-05-2026", "2026-05-01..2026-05-31"],
  ["2026-05-01..2026-05-31", "2026-05-01..2026-05-31"],
  ["6/2026", "2026-06"],
  ["2026-06", "2026-06"],
  [" 2026-H1 ", "2026-H1"],
  ["2026", "2026"],
  ["1/5/2026 – mai", "1/5/2026 – mai"],
  ["", ""],
] as const)("the period '%s'", ([text, period]) => {
  expect(periodTyped(text)).toBe(period);
  expect(periodTyped(periodShown(period))).toBe(period);
});

test("a period is shown as days and months are", () => {
  expect(["2026-05-01..2026-05-31", "2026-06", "2026-H1", "2026", ""].map(periodShown)).toEqual([
    "01/05/2026 – 31/05/2026",
    "06/2026",
    "2026-H1",
    "2026",
    "",
  ]);
});

describe("the days of a month", () => {
  test("begin on a Monday, leave out none and have no week too many", () => {
    fc.assert(
      fc.property(someDay, (n) => {
        const weeks = weeksOf(n);
        const all = weeks.flat();
        expect(all.every((one, at) => one === (all[0] ?? 0) + at)).toBe(true);
        expect(weeks.every((week) => week.length === 7 && weekday(week[0] ?? 0) === 1)).toBe(true);
        const month = dateOfDay(n).slice(0, 7);
        const own = all.filter((one) => dateOfDay(one).startsWith(month));
        expect(dateOfDay(own[0] ?? 0)).toBe(`${month}-01`);
        expect(dateOfDay((own.at(-1) ?? 0) + 1).slice(8)).toBe("01");
        for (const week of [weeks[0], weeks.at(-1)])
          expect(week?.some((one) => own.includes(one))).toBe(true);
      }),
    );
  });

  test("keys go by days, weeks, the ends of a week, months and years", () => {
    const from = day("2026-01-31");
    const to = (key: string, shift = false) => dateOfDay(dayByKey(from, key, shift) ?? 0);
    expect([
      to("ArrowLeft"),
      to("ArrowRight"),
      to("ArrowUp"),
      to("ArrowDown"),
      to("Home"),
      to("End"),
      to("PageUp"),
      to("PageDown"),
      to("PageUp", true),
      to("PageDown", true),
    ]).toEqual([
      "2026-01-30",
      "2026-02-01",
      "2026-01-24",
      "2026-02-07",
      "2026-01-26",
      "2026-02-01",
      "2025-12-31",
      "2026-02-28",
      "2025-01-31",
      "2027-01-31",
    ]);
    expect(dayByKey(from, "a")).toBeUndefined();
  });

  test("so many months later is that month, on the same day or its last", () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -600, max: 600 }), (n, months) => {
        const [year = 0, month = 0, date = 0] = dateOfDay(n).split("-").map(Number);
        const [y = 0, m = 0, d = 0] = dateOfDay(monthsLater(n, months)).split("-").map(Number);
        expect(y * 12 + m).toBe(year * 12 + month + months);
        expect(d === date || dateOfDay(monthsLater(n, months) + 1).endsWith("-01")).toBe(true);
      }),
    );
    expect(monthsLater(5, -12 * 3_000)).toBe(5);
  });
});
