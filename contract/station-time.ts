import { days, hours, type Instant, later, minutes } from "./time.ts";

// Viet Nam keeps UTC+7 all year, so station time is arithmetic and no process zone can bend it.
const OFFSET = hours(7);
const DAY = days(1);

/** A calendar day of the station, `YYYY-MM-DD`. */
export type StationDate = string & { readonly __brand: "StationDate" };

/** Days since 1970-01-01 in station time. */
export const dayNumber = (at: Instant): number => Math.floor((at + OFFSET) / DAY);

/** The instant at which a station day begins. */
export const startOfDay = (day: number): Instant => (day * DAY - OFFSET) as Instant;

/** Minutes since midnight in station time, with fractions. */
export const minuteOfDay = (at: Instant): number => (at - startOfDay(dayNumber(at))) / minutes(1);

/** 1 = Monday … 7 = Sunday. */
export const weekday = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

export const atMinute = (day: number, minute: number): Instant =>
  later(startOfDay(day), minutes(minute));

// Civil-date arithmetic on the proleptic Gregorian calendar: a `Date` would bring the process zone with it.
export function dateOfDay(day: number): StationDate {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const ofEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  );
  const ofYear =
    ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * ofYear + 2) / 153);
  const dayOfMonth = ofYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(dayOfMonth)}` as StationDate;
}

/** Days since 1970-01-01 of a `YYYY-MM-DD`; `undefined` when that is no date. */
export function dayOfDate(date: string): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!parts) return undefined;
  const [year, month, dayOfMonth] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOfMonth - 1;
  const ofEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + ofYear;
  const day = era * 146_097 + ofEra - 719_468;
  return dateOfDay(day) === date ? day : undefined;
}

export const dateOf = (at: Instant): StationDate => dateOfDay(dayNumber(at));

const two = (n: number): string => String(n).padStart(2, "0");

/** `05:00` → 300. `24:00` is the end of the day; `undefined` when it is no time. */
export function minuteOfClock(clock: string): number | undefined {
  const parts = /^(\d{2}):(\d{2})$/.exec(clock);
  if (!parts) return undefined;
  const minute = Number(parts[1]) * 60 + Number(parts[2]);
  return Number(parts[2]) < 60 && minute <= 1_440 ? minute : undefined;
}

/** 300 → `05:00`. */
export const clockOfMinute = (minute: number): string =>
  `${two(Math.floor(minute / 60))}:${two(Math.floor(minute % 60))}`;
