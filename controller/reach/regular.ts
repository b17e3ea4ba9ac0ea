import { dateOf } from "../../contract/station-time.ts";
import { instant } from "../../contract/time.ts";
import type { ProvenPlays } from "./reach.ts";

export interface MonthlyPlays extends ProvenPlays {
  /** Months of the period with at least as many plays as one must have, a bit each; the first month is the lowest. */
  readonly heard: number;
  /** How many of its whole months have enough plays for regular access. */
  readonly often: number;
}

/** As many bits as a number holds exactly, and a sum of them. */
export const MONTHS_AT_MOST = 48;

/** Station months counted from year 0, so that they can be subtracted. */
export function monthNumber(at: number): number {
  const [year = 0, month = 0] = dateOf(instant(at)).split("-").map(Number);
  return year * 12 + month - 1;
}

export const monthText = (month: number): string =>
  `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;

export type Span = readonly [first: number, last: number];

export const monthsOf = ([first, last]: Span): string[] =>
  Array.from({ length: last - first + 1 }, (_, n) => monthText(first + n));

/** The station months that lie wholly in [from, to), both included; nothing where there is none. */
export function wholeMonths(from: number, to: number): Span | undefined {
  const first =
    monthNumber(from - 1) === monthNumber(from) ? monthNumber(from) + 1 : monthNumber(from);
  const last = monthNumber(to) - 1;
  return last < first ? undefined : [first, last];
}

/**
 * Regular access: a cluster counts only when it has at least `perMonth` proven plays in every whole month of the period (in the
 * period itself, where it holds no whole month). Another metric than reach once; the two are never mixed. What counts is then
 * reached by one play.
 */
export const regular = (
  plays: readonly MonthlyPlays[],
  perMonth: number,
  months: Span | undefined,
): readonly MonthlyPlays[] =>
  plays.filter(({ plays: all, often }) =>
    months === undefined ? all >= perMonth : often === months[1] - months[0] + 1,
  );
