import { dateOf } from "../../contract/station-time.ts";
import { instant } from "../../contract/time.ts";
import {
  type HamletFigures,
  type ProvenPlay,
  type Reach,
  type Rung,
  reach,
  reaches,
  type Serving,
} from "./reach.ts";

export interface DatedPlay extends ProvenPlay {
  /** When its window began. */
  readonly at: number;
}

export const monthOf = (at: number): string => dateOf(instant(at)).slice(0, 7);

/** The station months that lie wholly in [from, to); a shorter period is one month of its own. */
export function wholeMonths(from: number, to: number): readonly string[] {
  const last = monthOf(to - 1);
  const found: string[] = [];
  for (let month = monthOf(from); month <= last; month = nextMonth(month)) found.push(month);
  const whole = found.filter((month) => {
    const isFirstWhole = month !== found[0] || monthOf(from - 1) !== month;
    const isLastWhole = month !== last || monthOf(to) !== month;
    return isFirstWhole && isLastWhole;
  });
  return whole;
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return number === 12
    ? `${year + 1}-01`
    : `${String(year).padStart(4, "0")}-${String(number + 1).padStart(2, "0")}`;
}

/**
 * Regular access: a cluster counts only when it has at least `perMonth` proven plays in every whole month of the period (in the
 * period itself, where it holds no whole month). Another metric than reach once; the two are never mixed.
 */
export function regular(
  hamlets: readonly HamletFigures[],
  serving: readonly Serving[],
  plays: readonly DatedPlay[],
  rung: Rung,
  perMonth: number,
  months: readonly string[],
): Reach {
  const counts = new Map<string, Map<string, number>>();
  for (const play of plays) {
    if (!reaches(play.rung, rung)) continue;
    const month = months.length === 0 ? "" : monthOf(play.at);
    const mine = counts.get(play.cluster) ?? new Map<string, number>();
    counts.set(play.cluster, mine.set(month, (mine.get(month) ?? 0) + 1));
  }
  const asked = months.length === 0 ? [""] : months;
  const steady = plays.filter(({ cluster }) =>
    asked.every((month) => (counts.get(cluster)?.get(month) ?? 0) >= perMonth),
  );
  return reach(hamlets, serving, steady, rung, 1);
}
