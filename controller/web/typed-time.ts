import { dateOfDay, dayOfDate, minuteOfClock, weekday } from "../../contract/station-time.ts";

// A browser shows `<input type="date">` in the order of its own language; staff read day, month, year and 24 hours.

const two = (n: number | string): string => String(n).padStart(2, "0");

/**
 * The numbers of a text in the order in which they were typed: digits in a row (a telephone's number pad has no slash), or with
 * what people write between them.
 */
function numbersOf(text: string, inRow: RegExp, between: RegExp): readonly string[] {
  const plain = text.normalize("NFC").toLowerCase().trim();
  const row = inRow.exec(plain);
  if (row) return row.slice(1);
  const rest = plain.replaceAll(between, " ");
  return /^[\d\s]+$/.test(rest) ? rest.trim().split(/\s+/) : [];
}

const inDates = /[/.-]|ngày|tháng|năm/g;
const inClocks = /[:.h]|giờ|phút/g;

/** `26` is 2026: nobody here plans for another century. */
const yearOf = (text: string): string | undefined =>
  text.length === 2 ? `20${text}` : /^(19|20|21)\d\d$/.test(text) ? text : undefined;

/**
 * The date that somebody typed, as `YYYY-MM-DD`: `5/3/26`, `05-03-2026`, `5.3.2026`, `05032026`, `ngày 5 tháng 3 năm 2026`, or
 * `2026-03-05`. `undefined` where it is none; the day always comes before the month.
 */
export function dateTyped(text: string): string | undefined {
  const iso = text.trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return dayOfDate(iso) === undefined ? undefined : iso;
  const [day = "", month = "", last = "", more] = numbersOf(
    text,
    /^(\d\d)(\d\d)(\d\d|\d{4})$/,
    inDates,
  );
  const year = yearOf(last);
  if (year === undefined || more !== undefined || day.length > 2 || month.length > 2)
    return undefined;
  const date = `${year}-${two(month)}-${two(day)}`;
  return dayOfDate(date) === undefined ? undefined : date;
}

/** `05/03/2026` of `2026-03-05`; nothing of what is no date. */
export const dateShown = (date: string): string =>
  dayOfDate(date) === undefined ? "" : date.split("-").reverse().join("/");

/** The time that somebody typed, as `HH:MM` from 00:00 to 23:59: `5:30`, `17h30`, `17h`, `0530`, `17 giờ 30`. */
export function clockTyped(text: string): string | undefined {
  const [hour = "", minute = "00", more] = numbersOf(text, /^(\d{1,2})(\d\d)$/, inClocks);
  if (more !== undefined || hour === "" || hour.length > 2 || minute.length !== 2) return undefined;
  const clock = `${two(hour)}:${minute}`;
  const read = minuteOfClock(clock);
  return read === undefined || read === 1_440 ? undefined : clock;
}

/** The month that somebody typed, as `YYYY-MM`: `3/2026`, `03-26`, `032026`, `tháng 3 năm 2026`, or `2026-03`. */
export function monthTyped(text: string): string | undefined {
  const iso = text.trim();
  const [, long = "", short = ""] = /^(\d{4})-(\d{2})$/.exec(iso) ?? [];
  const typed = numbersOf(text, /^(\d\d)(\d{4})$/, inDates);
  const [month = "", last = "", more] = long === "" ? typed : [short, long];
  const year = yearOf(last);
  if (year === undefined || more !== undefined || month.length > 2) return undefined;
  const date = `${year}-${two(month)}`;
  return dayOfDate(`${date}-01`) === undefined ? undefined : date;
}

/** `03/2026` of `2026-03`. */
export const monthShown = (month: string): string => dateShown(`${month}-01`).slice(3);

const span = /^(.+?)(?:\.\.|\s+-\s+|[–—]|đến)(.+)$/;

/**
 * A report's period as the API has it: `2026-H1` and `2026` as they are, `3/2026` is `2026-03`, and two days with a dash or "đến"
 * between them are `2026-03-01..2026-03-31`. What is none of these goes as it is: the controller says what is wrong with it.
 */
export function periodTyped(text: string): string {
  const plain = text.normalize("NFC").trim();
  const month = monthTyped(plain);
  if (month !== undefined) return month;
  const [, first = "", last = ""] = span.exec(plain) ?? [];
  const [from, to] = [dateTyped(first), dateTyped(last)];
  return from === undefined || to === undefined ? plain : `${from}..${to}`;
}

/** `03/2026`, `01/03/2026 – 31/03/2026`; whatever else it is, as it is. */
export function periodShown(period: string): string {
  const [from = "", to = ""] = period.split("..");
  const days = [dateShown(from), dateShown(to)];
  if (days.every((day) => day !== "")) return days.join(" – ");
  return monthShown(period) || period;
}

/** The weeks from Monday that a month touches, as day numbers; a month is that of any of its days. */
export function weeksOf(day: number): readonly (readonly number[])[] {
  const first = firstOfMonth(day);
  const monday = first - weekday(first) + 1;
  const weeks = Math.ceil((firstOfMonth(first + 31) - monday) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_, at) => monday + week * 7 + at),
  );
}

const firstOfMonth = (day: number): number => day - Number(dateOfDay(day).slice(8)) + 1;

/** The same day so many months later, or the last of that month where it has no such day. */
export function monthsLater(day: number, months: number): number {
  const [year = 0, month = 1, date = 1] = dateOfDay(day).split("-").map(Number);
  const at = year * 12 + month - 1 + months;
  const first = dayOfDate(
    `${String(Math.floor(at / 12)).padStart(4, "0")}-${two((at % 12) + 1)}-01`,
  );
  if (first === undefined) return day;
  return Math.min(first + date - 1, firstOfMonth(first + 31) - 1);
}

/** Where a key of a calendar leads: days, weeks, the ends of a week, months, and years with Shift. */
export function dayByKey(day: number, key: string, shift = false): number | undefined {
  const months = shift ? 12 : 1;
  switch (key) {
    case "ArrowLeft":
      return day - 1;
    case "ArrowRight":
      return day + 1;
    case "ArrowUp":
      return day - 7;
    case "ArrowDown":
      return day + 7;
    case "Home":
      return day - weekday(day) + 1;
    case "End":
      return day - weekday(day) + 7;
    case "PageUp":
      return monthsLater(day, -months);
    case "PageDown":
      return monthsLater(day, months);
    default:
      return undefined;
  }
}
