import { type Rung, reaches, rungs } from "../playlog/outcome.ts";
import { rungText } from "../playlog/proof-text.ts";

/*
 * Households (or people) of hamlets with proven plays ÷ all, each hamlet counted once, at a named rung.
 * Pure; whole numbers are rounded down, so a figure never says more than its rows.
 */

/** What a question may say for "by current or by microphone". */
export const SOUND_VERIFIED = "sound-verified";
export const rungAsked = (word: Rung | typeof SOUND_VERIFIED | undefined): Rung =>
  word === SOUND_VERIFIED ? "electric" : (word ?? "completed");

/** The rungs that prove at least as much. */
export const rungsFrom = (wanted: Rung): readonly Rung[] =>
  rungs.filter((rung) => reaches(rung, wanted));

export interface HamletFigures {
  readonly hamlet: string;
  readonly name: string;
  readonly commune: string;
  readonly households: number;
  readonly people: number;
}

/** `measurable` is false for horns behind an FM or wired bridge: they confirm nothing and are never counted. */
export interface Serving {
  readonly cluster: string;
  readonly hamlet: string;
  readonly share: number;
  readonly measurable: boolean;
}

/** How many occurrences are proven on a cluster at the asked rung or above; an occurrence counts once on each cluster. */
export interface ProvenPlays {
  readonly cluster: string;
  readonly plays: number;
}

export interface ReachRow extends HamletFigures {
  /** The part of the hamlet, 0 to 1, that clusters with enough proven plays serve. */
  readonly share: number;
  readonly reachedHouseholds: number;
  readonly reachedPeople: number;
  /** Proven airings at the clusters that count, one for each airing at each cluster. */
  readonly plays: number;
  readonly clusters: readonly string[];
  /** Served, but only by horns that cannot confirm anything. */
  readonly unmeasurable: boolean;
}

export interface Tally {
  readonly reached: number;
  readonly of: number;
}

export interface Reach {
  readonly rung: Rung;
  readonly atLeast: number;
  readonly households: Tally;
  readonly people: Tally;
  readonly hamlets: Tally;
  readonly rows: readonly ReachRow[];
}

/**
 * A cluster counts its share of a hamlet once it has at least `atLeast` occurrences proven (`plays` are those at `rung`); shares of one
 * hamlet add up to at most the whole of it, so a hamlet served twice counts once.
 */
export function reach(
  hamlets: readonly HamletFigures[],
  serving: readonly Serving[],
  plays: readonly ProvenPlays[],
  rung: Rung,
  atLeast: number,
): Reach {
  const proven = playsByCluster(plays);
  const servedBy = servingByHamlet(serving);
  const rows = hamlets.map((hamlet) =>
    rowOf(hamlet, servedBy.get(hamlet.hamlet) ?? [], proven, atLeast),
  );
  return {
    rung,
    atLeast,
    households: tally(
      rows,
      (row) => row.reachedHouseholds,
      (row) => row.households,
    ),
    people: tally(
      rows,
      (row) => row.reachedPeople,
      (row) => row.people,
    ),
    hamlets: tally(
      rows,
      (row) => (row.share > 0 ? 1 : 0),
      () => 1,
    ),
    rows,
  };
}

export function playsByCluster(plays: readonly ProvenPlays[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const one of plays) out.set(one.cluster, (out.get(one.cluster) ?? 0) + one.plays);
  return out;
}

export function servingByHamlet(serving: readonly Serving[]): Map<string, readonly Serving[]> {
  const out = new Map<string, Serving[]>();
  for (const one of serving) {
    const mine = out.get(one.hamlet);
    if (mine) mine.push(one);
    else out.set(one.hamlet, [one]);
  }
  return out;
}

function rowOf(
  hamlet: HamletFigures,
  serving: readonly Serving[],
  proven: ReadonlyMap<string, number>,
  atLeast: number,
): ReachRow {
  const of = ({ cluster }: Serving) => proven.get(cluster) ?? 0;
  const counting = serving.filter((one) => one.measurable && of(one) >= atLeast);
  const share = Math.min(
    1,
    counting.reduce((sum, one) => sum + one.share, 0),
  );
  return {
    ...hamlet,
    share,
    reachedHouseholds: whole(hamlet.households * share),
    reachedPeople: whole(hamlet.people * share),
    plays: counting.reduce((sum, one) => sum + of(one), 0),
    clusters: counting.map((one) => one.cluster).sort(),
    unmeasurable: serving.length > 0 && serving.every((one) => !one.measurable),
  };
}

// Shares are decimal fractions: without the small allowance 0.7 × 10 would lose a household to binary rounding.
export const whole = (n: number): number => Math.floor(n + 1e-6);

const tally = (
  rows: readonly ReachRow[],
  reached: (row: ReachRow) => number,
  of: (row: ReachRow) => number,
): Tally => ({
  reached: rows.reduce((sum, row) => sum + reached(row), 0),
  of: rows.reduce((sum, row) => sum + of(row), 0),
});

/** The sentence that is printed beside every figure. */
export const definitionOf = (rung: Rung, atLeast: number): string =>
  `Số hộ của các thôn có cụm loa đã có ít nhất ${atLeast} lần phát được chứng minh ở bậc "${rungText[rung]}" trở lên, ` +
  "chia cho tổng số hộ; mỗi thôn tính một lần, phần hộ do nhiều cụm phục vụ không quá 100 %. " +
  "Cụm loa nối qua FM hoặc có dây là không đo được và không tính. Con số nói loa đã phát, không nói người dân đã nghe.";

/** `812` of `1020` → `812/1.020`. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ".");

/** `2/3 thôn · 812/1.020 hộ · bậc: phát xong`. */
export const reachLine = (figure: Reach): string =>
  `${figure.hamlets.reached}/${figure.hamlets.of} thôn · ` +
  `${grouped(figure.households.reached)}/${grouped(figure.households.of)} hộ · bậc: ${rungText[figure.rung]}`;
