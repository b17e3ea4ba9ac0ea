import { type Rung, reaches, rungs } from "../playlog/outcome.ts";
import { rungText } from "../playlog/proof-text.ts";
import { at, countingOf, type Served, sharesOf } from "./served.ts";

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
  /** Those of them that were told by a clock that nothing had confirmed. */
  readonly unconfirmed: number;
  readonly clusters: readonly string[];
  /** Served, but only by horns that cannot confirm anything. */
  readonly unmeasurable: boolean;
}

export interface Tally {
  readonly reached: number;
  readonly of: number;
}

/** Households, people and hamlets that were reached, of all there are. */
export interface Tallies {
  readonly households: Tally;
  readonly people: Tally;
  readonly hamlets: Tally;
}

export interface Reach extends Tallies {
  readonly rung: Rung;
  readonly atLeast: number;
  readonly rows: readonly ReachRow[];
}

/**
 * A cluster counts its share of a hamlet once it has at least `atLeast` occurrences proven (`plays` are those at `rung`); shares of one
 * hamlet add up to at most the whole of it, so a hamlet served twice counts once.
 */
export function reach(
  served: Served,
  plays: readonly ProvenPlays[],
  rung: Rung,
  atLeast: number,
  unconfirmed: readonly ProvenPlays[] = [],
): Reach {
  const counting = countingOf(served, plays, atLeast);
  const doubtful = countingOf(served, unconfirmed, 1);
  const shares = sharesOf(served, counting);
  const rows = served.hamlets.map((hamlet, which) =>
    rowOf(served, { counting, doubtful }, hamlet, which, at(shares, which)),
  );
  return { rung, atLeast, ...talliesOf(served.hamlets, shares), rows };
}

/** The sums alone, for whoever shows no rows. */
export const reached = (served: Served, plays: readonly ProvenPlays[], atLeast: number): Tallies =>
  talliesOf(served.hamlets, sharesOf(served, countingOf(served, plays, atLeast)));

function talliesOf(hamlets: readonly HamletFigures[], shares: Float64Array): Tallies {
  const households = { reached: 0, of: 0 };
  const people = { reached: 0, of: 0 };
  let some = 0;
  for (const [which, hamlet] of hamlets.entries()) {
    const share = at(shares, which);
    households.of += hamlet.households;
    people.of += hamlet.people;
    households.reached += whole(hamlet.households * share);
    people.reached += whole(hamlet.people * share);
    if (share > 0) some += 1;
  }
  return { households, people, hamlets: { reached: some, of: hamlets.length } };
}

function rowOf(
  { first, cluster, measurable, clusters }: Served,
  { counting, doubtful }: Readonly<Record<"counting" | "doubtful", Float64Array>>,
  { hamlet, name, commune, households, people }: HamletFigures,
  which: number,
  share: number,
): ReachRow {
  const [from, to] = [at(first, which), at(first, which + 1)];
  const names: string[] = [];
  let plays = 0;
  let unconfirmed = 0;
  let measured = 0;
  for (let link = from; link < to; link += 1) {
    if (measurable[link] !== 1) continue;
    measured += 1;
    const which = at(cluster, link);
    const mine = at(counting, which);
    if (mine === 0) continue;
    plays += mine;
    unconfirmed += at(doubtful, which);
    names.push(clusters[which] as string);
  }
  return {
    hamlet,
    name,
    commune,
    households,
    people,
    share,
    reachedHouseholds: whole(households * share),
    reachedPeople: whole(people * share),
    plays,
    unconfirmed,
    clusters: names.length < 2 ? names : names.sort(),
    unmeasurable: from < to && measured === 0,
  };
}

// Shares are decimal fractions: without the small allowance 0.7 × 10 would lose a household to binary rounding.
export const whole = (n: number): number => Math.floor(n + 1e-6);

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
