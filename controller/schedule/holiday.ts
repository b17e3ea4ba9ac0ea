import { dateOfDay, dayOfDate, type StationDate, weekday } from "../../contract/station-time.ts";

/** A day of the Vietnamese lunar calendar (UTC+7; Beijing's differs in some years, 2007's Tết by a day). */
export interface LunarDate {
  readonly day: number;
  readonly month: number;
  /** Tháng nhuận. */
  readonly leap: boolean;
  readonly year: number;
}

export interface PublicHoliday {
  readonly date: StationDate;
  readonly name: string;
  /** A day off by law; else a day that is only kept. */
  readonly off: boolean;
}

/** A row that people keep: what the library lacks, what a decision moved. `day`: `2026-11-24`, or `11-24` each year. */
export interface OwnDay {
  readonly id: string;
  readonly day: string;
  readonly name: string;
  /** `off`: a day off; `work`: worked in exchange (làm bù), whatever else it is; `note`: only kept. */
  readonly kind: "off" | "work" | "note";
  /** The scope that keeps it. */
  readonly place?: string;
}

export interface DayNote {
  readonly date: StationDate;
  readonly name: string;
  readonly kind: OwnDay["kind"];
  readonly origin: "library" | "own" | "compensation";
  readonly id?: string;
  readonly place?: string;
}

export type IsOff = (day: number) => boolean;

export interface DayBook {
  /** Oldest first. */
  readonly notes: readonly DayNote[];
  readonly isOff: IsOff;
}

const isWeekend = (day: number): boolean => weekday(day) >= 6;

/** The days of these years: the library's, people's own, and the day off that follows a holiday on a weekend. */
export function dayBook(
  library: readonly PublicHoliday[],
  own: readonly OwnDay[],
  years: readonly number[],
): DayBook {
  const kept = library.map(
    ({ date, name, off }): DayNote => ({
      date,
      name,
      kind: off ? "off" : "note",
      origin: "library",
    }),
  );
  const ours = own.flatMap(({ id, day, name, kind, place }) =>
    datesOf(day, years).map(
      (date): DayNote => ({
        ...{ date, name, kind, origin: "own", id },
        ...(place === undefined ? {} : { place }),
      }),
    ),
  );
  const given = [...kept, ...ours];
  const working = daysOf(given, "work");
  const off = new Set([...daysOf(given, "off")].filter((day) => !working.has(day)));
  const notes = [...given, ...compensation(off, working)];
  const free = new Set([...off, ...daysOf(notes, "off")].filter((day) => !working.has(day)));
  return {
    notes: notes.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)),
    isOff: (day) => free.has(day) || (isWeekend(day) && !working.has(day)),
  };
}

const numberOf = (date: StationDate): number => dayOfDate(date) as number;

const daysOf = (notes: readonly DayNote[], kind: OwnDay["kind"]): Set<number> =>
  new Set(notes.filter((one) => one.kind === kind).map(({ date }) => numberOf(date)));

function datesOf(day: string, years: readonly number[]): StationDate[] {
  const dates = day.length === 5 ? years.map((year) => `${year}-${day}`) : [day];
  // 29/2 is no day in most years.
  return dates.filter((date) => dayOfDate(date) !== undefined) as StationDate[];
}

/** Labour Code 2019, article 111.3: a holiday on a weekly day of rest is made up for on the next working day. */
function compensation(off: ReadonlySet<number>, working: ReadonlySet<number>): DayNote[] {
  const taken = new Set(off);
  const owed = [...off].filter(isWeekend).toSorted((a, b) => a - b);
  return owed.map((from) => {
    let day = from + 1;
    while (taken.has(day) || isWeekend(day) || working.has(day)) day += 1;
    taken.add(day);
    const date = dateOfDay(day);
    return { date, name: "Nghỉ bù", kind: "off", origin: "compensation" };
  });
}

/** The day itself, or the last working day before it. */
export function workingDayAt(day: number, isOff: IsOff): number {
  let at = day;
  while (isOff(at)) at -= 1;
  return at;
}

/** So many working days before a day. */
export function workingDaysBefore(day: number, count: number, isOff: IsOff): number {
  let at = day;
  for (let left = count; left > 0; left -= 1) at = workingDayAt(at - 1, isOff);
  return at;
}

/** As people write it: `1/1`, `6/6 nhuận`. */
export const lunarText = ({ day, month, leap }: LunarDate): string =>
  `${day}/${month}${leap ? " nhuận" : ""}`;
