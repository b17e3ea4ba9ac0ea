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

/** Plays of a cluster in one month. */
export interface MonthPlays extends ProvenPlays {
  readonly month: number;
}

/** What the months of a cluster are asked; `from` is the first one that has a bit. */
export interface MonthsAsked {
  readonly atLeast: number;
  readonly perMonth: number;
  readonly whole: Span;
  readonly from: number;
}

/** Everything of a cluster in one row: parts of the period that share no month, and months by themselves. */
export function together(
  parts: readonly (readonly MonthlyPlays[])[],
  months: readonly MonthPlays[],
  { atLeast, perMonth, whole: [first, last], from }: MonthsAsked,
): readonly MonthlyPlays[] {
  const [only] = parts;
  if (only && parts.length === 1 && months.length === 0) return only;
  const found = new Map<string, { cluster: string; plays: number; heard: number; often: number }>();
  const add = (cluster: string, plays: number, heard: number, often: number): void => {
    const known = found.get(cluster);
    if (!known) found.set(cluster, { cluster, plays, heard, often });
    else {
      known.plays += plays;
      known.heard += heard;
      known.often += often;
    }
  };
  for (const part of parts)
    for (const { cluster, plays, heard, often } of part) add(cluster, plays, heard, often);
  for (const { cluster, month, plays } of months) {
    const isHeard = plays >= atLeast && month - from < MONTHS_AT_MOST;
    const isOften = plays >= perMonth && month >= first && month <= last;
    add(cluster, plays, isHeard ? 2 ** (month - from) : 0, isOften ? 1 : 0);
  }
  return [...found.values()];
}

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
