import type { NumberWords } from "./numbers.ts";

/** Why something written is said otherwise; staff see it beside the words. */
export type RuleName =
  | "document"
  | "date"
  | "time"
  | "digits"
  | "money"
  | "unit"
  | "number"
  | "range"
  | "fraction"
  | "roman"
  | "abbreviation"
  | "code"
  | "letter"
  | "foreign"
  | "address"
  | "sign"
  | "lexicon";

/** Why an editor should look at a reading before it airs. */
export type Doubt = "unknown-code" | "unknown-word" | "ambiguous" | "address" | "unreadable";

/** One reading: `text[at, end)` is said as `spoken`. */
export interface Reading {
  readonly end: number;
  readonly spoken: string;
  readonly rule: RuleName;
  readonly doubt?: Doubt;
}

/** Where the reader stands. `before` is what it passed lately in lower case, `last` its newest reading. */
export interface Spot {
  readonly text: string;
  readonly at: number;
  readonly before: string;
  readonly last: Reading | undefined;
  readonly how: NumberWords;
}

export type Rule = (spot: Spot) => Reading | undefined;

export interface Taken {
  readonly end: number;
  /** A group of the pattern, "" if it took no part. */
  part(group: number): string;
}

/** Matches a sticky pattern at a place. */
export function take(pattern: RegExp, text: string, at: number): Taken | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (found === null) return undefined;
  return { end: pattern.lastIndex, part: (group) => found[group] ?? "" };
}

/** How much of the text behind it a rule may look at: enough for a clause, and bounded. */
export const LOOK_BACK = 90;

export const spotAt = (spot: Spot, at: number): Spot => ({
  ...spot,
  at,
  before: spot.text.slice(Math.max(0, at - LOOK_BACK), at).toLowerCase(),
});

/** Did a reading of this kind end just before, with only a joining word between? */
export function follows(spot: Spot, rule: RuleName): boolean {
  if (spot.last?.rule !== rule) return false;
  const between = spot.text.slice(spot.last.end, spot.at);
  return between.length < 24 && JOINED.test(between);
}

const JOINED = /^\s*(?:[-–;,/]|và|hoặc|đến|tới|hay|hoặc là)?\s*(?:ngày|số|từ)?\s*$/iu;

/** "chỉ số PCI": what the words before already said is not said again; one shared word proves nothing. */
export function unrepeated(before: string, said: string, least = 2): string {
  const words = said.split(" ");
  for (let count = words.length - 1; count >= least; count -= 1) {
    const front = words.slice(0, count).join(" ").toLowerCase();
    if (before.endsWith(`${front} `)) return words.slice(count).join(" ");
  }
  return said;
}
