import { dayOfDate, minuteOfClock, weekday } from "../../contract/station-time.ts";
import type { When } from "../schedule/schedule-api.ts";
import { clock, dateText, dayOf, isoAt, ms } from "./station.ts";

export interface WhenForm {
  readonly kind: "now" | "at" | "repeat" | "session";
  /** `YYYY-MM-DD` and `HH:MM` of the station, as date and time fields give them. */
  readonly date: string;
  readonly time: string;
  readonly rule: "daily" | "weekdays" | "weekly";
  /** Last day of a repeat; empty = until it is cancelled. */
  readonly until: string;
}

const daysOfWeek = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

/** What the form orders, or which of its fields is not filled in yet. */
export function whenOf(form: WhenForm): When | "date" | "time" {
  if (form.kind === "now") return { now: true };
  if (form.kind === "session") return { session: "next" };
  const day = dayOfDate(form.date);
  if (day === undefined) return "date";
  const minute = minuteOfClock(form.time);
  if (minute === undefined) return "time";
  const start = isoAt(day, minute);
  return form.kind === "at" ? { at: start } : { start, rrule: ruleOf(form, day) };
}

function ruleOf({ rule, until }: WhenForm, day: number): string {
  const last = dayOfDate(until);
  // RFC 5545 wants the end in UTC; the last minute of the station's day.
  const end = last === undefined ? "" : `;UNTIL=${until.replaceAll("-", "")}T165900Z`;
  if (rule === "weekly") return `FREQ=WEEKLY;BYDAY=${daysOfWeek[weekday(day) - 1]}${end}`;
  if (rule === "weekdays") return `FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR${end}`;
  return `FREQ=DAILY${end}`;
}

interface WhenWords {
  readonly now: string;
  readonly session: string;
  readonly at: (clock: string, date: string) => string;
  readonly repeat: (clock: string, date: string, rule: string) => string;
  readonly rules: Readonly<Record<string, string>>;
}

/** When an order airs, as a person says it. */
export function whenWords(when: When, words: WhenWords): string {
  if ("now" in when) return words.now;
  if ("session" in when) return words.session;
  const start = ms("at" in when ? when.at : when.start);
  const [time, date] = [clock(start), dateText(dayOf(start))];
  if ("at" in when) return words.at(time, date);
  const freq = /FREQ=(\w+)(?:;BYDAY=([\w,]+))?/.exec(when.rrule);
  const rule = freq?.[2]?.includes(",") ? "WEEKDAYS" : (freq?.[1] ?? "");
  return words.repeat(time, date, words.rules[rule] ?? when.rrule);
}
