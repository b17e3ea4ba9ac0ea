import { dateOfDay, dayOfDate } from "../../contract/station-time.ts";
import { type Campaign, datesIn } from "../schedule/campaign.ts";

export const reportKinds = ["half-year", "year", "month", "campaign", "award"] as const;
export type ReportKind = (typeof reportKinds)[number];

/** Station days, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
  /** As it is printed in the title: `6 tháng đầu năm 2026`. */
  readonly label: string;
}

/** `2026-06-14` → `14/6/2026`: a zero only before days under 10 and months 1 and 2 (Decree 30/2020). */
export const dayText = (day: string): string => {
  const [year, month, date] = day.split("-").map(Number);
  return `${date}/${month}/${year}`;
};

const spanText = (from: string, to: string): string => `từ ${dayText(from)} đến ${dayText(to)}`;

/*
 * The decree on the reporting regime closes the figures on the 14th: half a year runs from 15/12 to 14/6 or on to 14/12, a year from
 * 15/12 to 14/12. It is a default; any report may name its own days.
 */
const year = (n: number): Period => ({
  from: `${n - 1}-12-15`,
  to: `${n}-12-14`,
  label: `năm ${n}`,
});
const half = (n: number, which: 1 | 2): Period =>
  which === 1
    ? { from: `${n - 1}-12-15`, to: `${n}-06-14`, label: `6 tháng đầu năm ${n}` }
    : { from: `${n}-06-15`, to: `${n}-12-14`, label: `6 tháng cuối năm ${n}` };

function month(text: string): Period | undefined {
  const first = dayOfDate(`${text}-01`);
  if (first === undefined) return undefined;
  // Day 32 from the first lies in the next month, whatever the month.
  const next = dayOfDate(`${dateOfDay(first + 31).slice(0, 7)}-01`) as number;
  const [of, n] = text.split("-").map(Number);
  return { from: `${text}-01`, to: dateOfDay(next - 1), label: `tháng ${n} năm ${of}` };
}

function span(text: string): Period | undefined {
  const [from = "", to = ""] = text.split("..");
  const [first, last] = [dayOfDate(from), dayOfDate(to)];
  if (first === undefined || last === undefined || first > last) return undefined;
  return { from, to, label: spanText(from, to) };
}

/** After the figures close a report is still written: until then the period that ended is meant. */
const STILL = 14;

function usual(kind: ReportKind, today: number): Period {
  const date = dateOfDay(today - STILL);
  const after = (end: string) => date.slice(5) > end;
  const n = Number(date.slice(0, 4));
  if (kind === "month") return month(date.slice(0, 7)) as Period;
  if (kind !== "half-year") return year(after("12-14") ? n + 1 : n);
  if (after("12-14")) return half(n + 1, 1);
  return half(n, after("06-14") ? 2 : 1);
}

/** The period that a text names (`2026-H1`, `2026`, `2026-06`, `2026-01-01..2026-03-31`), or the usual one of this day. */
export function periodOf(
  kind: ReportKind,
  text: string | undefined,
  today: number,
): Period | undefined {
  if (text === undefined) return usual(kind, today);
  const named = /^(\d{4})(?:-(H[12]|\d{2}))?$/.exec(text);
  if (!named) return span(text);
  const [, of, part] = named;
  if (part === undefined) return year(Number(of));
  return part.startsWith("H") ? half(Number(of), part === "H1" ? 1 : 2) : month(text);
}

/** From one 29/2 to the next lie eight years at most, where a century has none. */
const YEARS_BACK = 8;

/** The days of a campaign: those that began last, or the ones to come where it never began. */
export function daysOf(campaign: Campaign, today: number): Period {
  const now = Number(dateOfDay(today).slice(0, 4));
  const years = Array.from({ length: YEARS_BACK + 2 }, (_, back) => now + 1 - back);
  const once = Number(campaign.day.slice(0, 4));
  const all = [...years, ...(campaign.day.length === 10 ? [once] : [])].flatMap(
    (of) => datesIn(campaign, of, today) ?? [],
  );
  const begun = all.find(({ from }) => from <= dateOfDay(today));
  const { from, to } = begun ?? (all.at(-1) as (typeof all)[number]);
  return { from, to, label: spanText(from, to) };
}

/** The campaign that began last by that day. */
export const latestOf = (campaigns: readonly Campaign[], day: number): Campaign | undefined =>
  campaigns
    .filter((one) => daysOf(one, day).from <= dateOfDay(day))
    .sort((one, other) => (daysOf(one, day).from < daysOf(other, day).from ? 1 : -1))[0];
