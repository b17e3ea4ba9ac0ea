import {
  clockOfMinute,
  dateOfDay,
  dayNumber,
  minuteOfDay,
  weekday,
} from "../../contract/station-time.ts";
import type { Instant } from "../../contract/time.ts";

// Everything is shown in station time by arithmetic: a browser in another zone shows the same.

/** Milliseconds of an ISO instant of the API. */
export const ms = (iso: string): Instant => Date.parse(iso) as Instant;

const number = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });
/** `5.120`, `98,4`. */
export const count = (n: number): string => number.format(n);

/** `79,6 %`, rounded down: nobody is told of more than was proven. */
export const percent = (ratio: number): string =>
  // As on paper: rounded down, with the allowance without which 0.57 would lose a thousandth.
  `${count(Math.floor(ratio * 1_000 + 1e-9) / 10)} %`;

/** `05:00`. */
export const clock = (at: number): string => clockOfMinute(minuteOfDay(at as Instant));

/** `05:00:07`. */
export const clockSeconds = (at: number): string =>
  `${clock(at)}:${String(Math.floor(at / 1_000) % 60).padStart(2, "0")}`;

/** `26/11/2026` of a day number. */
export function dateText(day: number): string {
  const [year, month, date] = dateOfDay(day).split("-");
  return `${date}/${month}/${year}`;
}

export const dateShort = (day: number): string => dateText(day).slice(0, 5);

/** Day number of an instant. */
export const dayOf = (at: number): number => dayNumber(at as Instant);

export const weekdayOf = (day: number): number => weekday(day);

/** Monday of the week of a day. */
export const mondayOf = (day: number): number => day - weekday(day) + 1;

/** `26/11/2026 05:00`. */
export const dateAndClock = (at: number): string => `${clock(at)} ${dateText(dayOf(at))}`;

/** An instant of the API from a day and a minute of it, both of the station. */
export const isoAt = (day: number, minute: number): string =>
  minute >= 1_440
    ? isoAt(day + 1, minute - 1_440)
    : `${dateOfDay(day)}T${clockOfMinute(minute)}:00+07:00`;

/** `43 giây`, `2 phút 05 giây`, `1 giờ 02 phút`; the words come from the language. */
export function lengthText(
  seconds: number,
  words: { readonly h: string; readonly m: string; readonly s: string },
): string {
  const all = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, "0");
  if (all < 60) return `${all} ${words.s}`;
  if (all < 3_600) {
    const rest = all % 60;
    return `${Math.floor(all / 60)} ${words.m}${rest === 0 ? "" : ` ${two(rest)} ${words.s}`}`;
  }
  const rest = Math.floor((all % 3_600) / 60);
  return `${Math.floor(all / 3_600)} ${words.h}${rest === 0 ? "" : ` ${two(rest)} ${words.m}`}`;
}

/** `1:05` for a player. */
export const playerTime = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/**
 * Seconds that a text takes to be read, before a voice has read it: Vietnamese syllables are words of their own, about 3.3 a
 * second at the default speed.
 */
export const readingSeconds = (text: string, rate = 1): number =>
  text.trim() === "" ? 0 : Math.ceil(text.trim().split(/\s+/).length / 3.3 / rate);
