import { CalendarVietnamese } from "date-chinese";
import { dateOfDay, dayNumber, dayOfDate, type StationDate } from "../../contract/station-time.ts";
import type { Instant } from "../../contract/time.ts";
import type { LunarDate, PublicHoliday } from "./holiday.ts";

/** First days of lunar months that were asked for. The astronomy behind one costs milliseconds, a calendar page asks for many. */
const months = new Map<number, Omit<LunarDate, "day">>();
const MOST_MONTHS = 2_000;

/** The lunar day of a calendar day. */
export function lunarOf(date: StationDate): LunarDate {
  const at = dayOfDate(date) ?? Number.NaN;
  // No month is shorter than 29 days; whether there is a thirtieth the library says.
  for (let day = 1; day <= 29; day += 1) {
    const month = months.get(at - day + 1);
    if (month) return { day, ...month };
  }
  const { day, ...month } = computed(date);
  if (months.size >= MOST_MONTHS) months.clear();
  months.set(at - day + 1, month);
  return { day, ...month };
}

/** Cycles of sixty years are counted from 2637 BC: cycle 78 began in 1984. */
function computed(date: StationDate): LunarDate {
  const [gregorianYear, gregorianMonth, gregorianDay] = date.split("-").map(Number);
  const calendar = new CalendarVietnamese();
  calendar.fromGregorian(gregorianYear ?? 0, gregorianMonth ?? 0, gregorianDay ?? 0);
  const [cycle, year, month, leap, day] = calendar.get().map(Number);
  const count = (n: number | undefined): number => n ?? Number.NaN;
  return {
    day: count(day),
    month: count(month),
    leap: leap === 1,
    year: (count(cycle) - 78) * 60 + count(year) + 1983,
  };
}

type Library = InstanceType<typeof import("date-holidays")["default"]>;
let library: Promise<Library> | undefined;
const kept = new Map<number, Promise<readonly PublicHoliday[]>>();

/** The holidays of a year. The library is large and asked rarely: it is loaded at the first question. */
export function holidaysIn(year: number): Promise<readonly PublicHoliday[]> {
  const known = kept.get(year);
  if (known !== undefined) return known;
  library ??= import("date-holidays").then(
    ({ default: Holidays }) => new Holidays("VN", { languages: "vi" }),
  );
  const found = library.then((all) => all.getHolidays(year).flatMap(daysOf));
  kept.set(year, found);
  return found;
}

/** Tết is one entry of five days; each is a day of its own here. */
function daysOf(one: ReturnType<Library["getHolidays"]>[number]): PublicHoliday[] {
  const first = dayNumber(one.start.getTime() as Instant);
  const last = dayNumber((one.end.getTime() - 1) as Instant);
  return Array.from({ length: last - first + 1 }, (_, at) => ({
    date: dateOfDay(first + at),
    name: one.name,
    off: one.type === "public",
  }));
}
