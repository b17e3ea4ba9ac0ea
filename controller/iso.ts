import { dateOfDay, dayOfDate } from "../contract/station-time.ts";
import { days, type Instant, instant } from "../contract/time.ts";

const DAY = days(1);

const two = (n: number): string => String(n).padStart(2, "0");

/** ISO 8601 in UTC with milliseconds, `2026-05-18T05:00:00.000Z`: how every instant leaves over HTTP. */
export function isoOf(at: Instant): string {
  const day = Math.floor(at / DAY);
  const ms = at - day * DAY;
  const [hour, minute, second] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1_000) % 60];
  const time = [hour, minute, second].map((n) => two(Math.floor(n))).join(":");
  return `${dateOfDay(day)}T${time}.${String(ms % 1_000).padStart(3, "0")}Z`;
}

export const isoOrNull = (at: number | null): string | null =>
  at === null ? null : isoOf(instant(at));

const ISO =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** Reads ISO 8601 with `Z` or an offset; `undefined` for anything else, a local time without an offset included. */
export function instantOf(text: string): Instant | undefined {
  const parts = ISO.exec(text);
  const day = dayOfDate(parts?.[1] ?? "");
  if (!parts || day === undefined) return undefined;
  const [hour, minute, second] = [Number(parts[2]), Number(parts[3]), Number(parts[4] ?? 0)];
  const [offHour, offMinute] = [Number(parts[7] ?? 0), Number(parts[8] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59 || offHour > 14 || offMinute > 59) return undefined;
  const ms = Number((parts[5] ?? "0").padEnd(3, "0"));
  const offset = (parts[6] === "-" ? -1 : 1) * (offHour * 60 + offMinute);
  const minutes = hour * 60 + minute - offset;
  return instant(day * DAY + minutes * 60_000 + second * 1_000 + ms);
}
