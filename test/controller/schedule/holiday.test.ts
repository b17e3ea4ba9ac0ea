import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateOfDay, dayOfDate, type StationDate } from "../../../contract/station-time.ts";
import {
  allCampaigns,
  type Campaign,
  datesIn,
  isDay,
  nationalCampaigns,
} from "../../../controller/schedule/campaign.ts";
import { spanOf } from "../../../controller/schedule/deadline.ts";
import {
  dayBook,
  lunarText,
  type OwnDay,
  type PublicHoliday,
  workingDayAt,
  workingDaysBefore,
} from "../../../controller/schedule/holiday.ts";
import { holidaysIn, lunarOf } from "../../../controller/schedule/lunar.adapter.ts";

const day = (date: string): number => dayOfDate(date) as number;
const date = (text: string) => text as StationDate;
const holiday = (text: string, off = true): PublicHoliday => ({
  date: date(text),
  name: "Lễ",
  off,
});
const own = (more: Partial<OwnDay>): OwnDay => ({
  id: "d1",
  day: "2026-11-24",
  name: "Ngày Văn hóa",
  kind: "off",
  ...more,
});

describe("lunar dates are Viet Nam's, whatever zone the process has", () => {
  test.for([
    ["1985-01-21", 1985],
    ["2007-02-17", 2007],
    ["2020-01-25", 2020],
    ["2021-02-12", 2021],
    ["2022-02-01", 2022],
    ["2023-01-22", 2023],
    ["2024-02-10", 2024],
    ["2025-01-29", 2025],
    ["2026-02-17", 2026],
    ["2027-02-06", 2027],
    ["2028-01-26", 2028],
    ["2030-02-02", 2030],
  ] as const)("Tết %s", ([text, year]) => {
    expect(lunarOf(date(text))).toEqual({ day: 1, month: 1, leap: false, year });
    const eve = lunarOf(dateOfDay(day(text) - 1));
    expect([eve.month, eve.year, eve.day >= 29]).toEqual([12, year - 1, true]);
  });

  test("leap months and the days that people know", () => {
    expect(lunarText(lunarOf(date("2025-07-25")))).toBe("1/6 nhuận");
    expect(lunarText(lunarOf(date("2023-03-22")))).toBe("1/2 nhuận");
    expect(lunarText(lunarOf(date("2026-09-25")))).toBe("15/8");
    expect(lunarText(lunarOf(date("2026-04-26")))).toBe("10/3");
  });

  test("each day follows the one before it, for four years", () => {
    for (let at = day("2025-01-01"); at < day("2029-01-01"); at += 1) {
      const [one, next] = [lunarOf(dateOfDay(at)), lunarOf(dateOfDay(at + 1))];
      const expected = next.day === 1 ? one.day >= 29 : next.day === one.day + 1;
      expect(expected, `${dateOfDay(at)} ${lunarText(one)} ${lunarText(next)}`).toBe(true);
    }
  });
});

test("the library knows the public holidays of 2026; Tết is five days", async () => {
  const off = (await holidaysIn(2026)).filter((one) => one.off).map((one) => one.date);
  expect([...new Set(off)].toSorted()).toEqual([
    "2026-01-01",
    "2026-02-16",
    "2026-02-17",
    "2026-02-18",
    "2026-02-19",
    "2026-02-20",
    "2026-04-26",
    "2026-04-30",
    "2026-05-01",
    "2026-09-02",
  ]);
  expect(await holidaysIn(2026)).toBe(await holidaysIn(2026));
});

describe("days off", () => {
  const off = (book: ReturnType<typeof dayBook>, text: string) => book.isOff(day(text));

  test("weekends, holidays and own days are off, days that are only kept are not", () => {
    const book = dayBook([holiday("2026-09-02"), holiday("2026-10-20", false)], [own({})], [2026]);
    const days = [
      "2026-05-16",
      "2026-05-17",
      "2026-05-18",
      "2026-09-02",
      "2026-10-20",
      "2026-11-24",
    ];
    expect(days.map((one) => off(book, one))).toEqual([true, true, false, true, false, true]);
  });

  test("a day worked in exchange is no day off, weekend or holiday", () => {
    const work = [
      own({ day: "2026-05-16", kind: "work" }),
      own({ day: "2026-09-02", kind: "work" }),
    ];
    const book = dayBook([holiday("2026-09-02")], work, [2026]);
    expect(off(book, "2026-05-16")).toBe(false);
    expect(off(book, "2026-09-02")).toBe(false);
  });

  test("a holiday on a weekend is made up for on the next working day", () => {
    // 26/4/2026 (Giỗ Tổ) is a Sunday; two holidays at a weekend take two days.
    const one = dayBook([holiday("2026-04-26")], [], [2026]);
    expect(one.notes.at(-1)).toEqual({
      date: "2026-04-27",
      name: "Nghỉ bù",
      kind: "off",
      origin: "compensation",
    });
    expect(off(one, "2026-04-27")).toBe(true);
    const two = dayBook([holiday("2026-05-16"), holiday("2026-05-17")], [], [2026]);
    expect(["2026-05-18", "2026-05-19", "2026-05-20"].map((text) => off(two, text))).toEqual([
      true,
      true,
      false,
    ]);
    // Nobody gets a Sunday off that is worked in exchange.
    const work = own({ day: "2026-05-17", kind: "work" });
    expect(off(dayBook([holiday("2026-05-16")], [work], [2026]), "2026-05-18")).toBe(true);
  });

  test("a yearly day is in each year, 29/2 only where there is one", () => {
    const book = dayBook(
      [],
      [own({ day: "02-29", kind: "note" }), own({ day: "11-24" })],
      [2027, 2028],
    );
    expect(book.notes.map((one) => one.date)).toEqual(["2027-11-24", "2028-02-29", "2028-11-24"]);
  });

  test("rows come in order, equal days too", () => {
    const book = dayBook(
      [holiday("2026-09-02"), holiday("2026-01-01")],
      [own({ day: "01-01" })],
      [2026],
    );
    expect(book.notes.map((one) => one.date)).toEqual(["2026-01-01", "2026-01-01", "2026-09-02"]);
  });

  test("the working day at or before is a working day, with none between", () => {
    const isOff = dayBook([holiday("2026-05-20")], [], [2026]).isOff;
    fc.assert(
      fc.property(fc.integer({ min: day("2026-01-10"), max: day("2026-12-31") }), (at) => {
        const found = workingDayAt(at, isOff);
        expect(isOff(found)).toBe(false);
        for (let between = found + 1; between <= at; between += 1)
          expect(isOff(between)).toBe(true);
        expect(workingDaysBefore(at, 0, isOff)).toBe(at);
        expect(workingDaysBefore(at, 1, isOff)).toBe(workingDayAt(at - 1, isOff));
      }),
    );
  });
});

test("a span is two days in order and not too long", () => {
  expect(spanOf("2026-05-18", "2026-05-18", 10)).toEqual([day("2026-05-18"), day("2026-05-19")]);
  expect(spanOf("2026-05-18", "2026-05-17", 10)).toBeUndefined();
  expect(spanOf("2026-05-18", "2026-05-28", 10)).toBeUndefined();
  expect(spanOf("2026-02-30", "2026-05-28", 999)).toBeUndefined();
  expect(spanOf("2026-02-20", "2026-02-30", 999)).toBeUndefined();
  expect(spanOf("1969-12-31", "1970-01-01", 999)).toBeUndefined();
  expect(spanOf("2100-12-31", "2101-01-01", 999)).toBeUndefined();
});

describe("campaigns", () => {
  const campaign = (more: Partial<Campaign>): Campaign => ({
    id: "le-hoi",
    name: "Lễ hội",
    day: "03-10",
    before: 2,
    after: 3,
    theme: null,
    place: "p-51",
    ...more,
  });

  test("the three national days are there until somebody shapes one", () => {
    expect(allCampaigns([]).map(({ day: of }) => of)).toEqual(["05-18", "10-01", "10-10"]);
    const shaped = allCampaigns([campaign({ id: "cds-10-10", before: 30 })]);
    expect(shaped).toHaveLength(nationalCampaigns.length);
    expect(shaped.find(({ id }) => id === "cds-10-10")?.before).toBe(30);
  });

  test("its weeks and its countdown", () => {
    const today = day("2026-03-01");
    expect(datesIn(campaign({}), 2026, today)).toEqual({
      day: "2026-03-10",
      from: "2026-03-08",
      to: "2026-03-13",
      countdown: 9,
    });
    expect(datesIn(campaign({ day: "2027-03-10" }), 2026, today)).toBeUndefined();
    expect(datesIn(campaign({ day: "2027-03-10" }), 2027, today)?.countdown).toBe(374);
    expect(datesIn(campaign({ day: "02-29" }), 2027, today)).toBeUndefined();
  });

  test("a day is one that some year has", () => {
    const days = ["05-18", "02-29", "02-30", "13-01", "2026-02-29", "2028-02-29"];
    expect(days.map(isDay)).toEqual([true, true, false, false, false, true]);
  });
});
