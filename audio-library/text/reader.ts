import { abbreviation } from "./abbreviations.ts";
import { address } from "./addresses.ts";
import { code, letter, programme } from "./codes.ts";
import { coordinate } from "./coordinates.ts";
import { date, shortDay } from "./dates.ts";
import { document, unnumbered } from "./documents.ts";
import { fraction } from "./fractions.ts";
import type { LexiconHit } from "./lexicon.ts";
import type { NumberWords } from "./numbers.ts";
import { boat, letteredCode, phone } from "./phones.ts";
import { bareDigits, currencyFirst, inches, quantity, shortSum, signed } from "./quantities.ts";
import type { Reading, Rule, Spot, Taken } from "./reading.ts";
import { LOOK_BACK, take } from "./reading.ts";
import { roman, smallRoman } from "./romans.ts";
import { bullet, dash, diameter, repeated, sign, slash, times } from "./signs.ts";
import { road, standard } from "./standards.ts";
import { isSyllable } from "./syllable.ts";
import { FOREIGN } from "./terms/foreign.ts";
import { time } from "./times.ts";
import { loneUnit, rate } from "./units.ts";
import { foreign, joinedName } from "./words.ts";

const AT_DIGIT: readonly Rule[] = [
  address,
  document,
  phone,
  date,
  coordinate,
  time,
  fraction,
  inches,
  shortSum,
  quantity,
  code,
  bareDigits,
];
const AT_LETTER: readonly Rule[] = [
  times,
  diameter,
  address,
  programme,
  document,
  unnumbered,
  currencyFirst,
  shortDay,
  letteredCode,
  road,
  standard,
  smallRoman,
  roman,
  boat,
  joinedName,
  loneUnit,
  abbreviation,
  code,
  letter,
  foreign,
];
const AT_SIGN: readonly Rule[] = [
  phone,
  signed,
  repeated,
  bullet,
  fraction,
  loneUnit,
  times,
  rate,
  dash,
  slash,
  sign,
];

const WORD = /[\p{L}\p{M}]+/uy;
const SPACE = /\s+/uy;
const CAPITALS = /^\p{Lu}{2,}$/u;
const PLAIN_WORD = /\p{Lu}?\p{Ll}{1,11}(?=[\s,;:!?)]|$|\.(?:\s|$))/uy;
const ALWAYS_LOOKED_AT = /^(?:số|x|tp|tx|km|kg|ha|mm|cm|ml|mg|đc|gđ|hs|kv|tk|vd|vv|sđt|đt|tđ)$/iu;

/** One stretch of the text in reading order; without a reading it is said as it is written. */
export interface Found {
  readonly at: number;
  readonly end: number;
  readonly said: string;
  readonly reading?: Reading;
}

/** Reads a laid-out text from left to right; where the lexicon speaks, no rule does. */
export function* readings(
  text: string,
  how: NumberWords,
  hits: readonly LexiconHit[],
): Generator<Found> {
  const waiting = [...hits];
  let last: Reading | undefined;
  for (let at = 0; at < text.length; ) {
    const limit = waiting[0]?.from ?? text.length;
    const found =
      limit === at
        ? hitFound(waiting.shift() as LexiconHit)
        : nextFound(text, at, limit, last, how);
    if (found.reading !== undefined && found.reading.rule !== "sign") last = found.reading;
    yield found;
    at = found.end;
  }
}

const hitFound = ({ from, to, reading }: LexiconHit): Found => ({
  at: from,
  end: to,
  said: reading,
  reading: { end: to, spoken: reading, rule: "lexicon" },
});

function nextFound(
  text: string,
  at: number,
  limit: number,
  last: Reading | undefined,
  how: NumberWords,
): Found {
  const plain = plainAt(text, at);
  if (plain !== undefined) return { at, end: plain.end, said: plain.part(0) };
  const before = text.slice(Math.max(0, at - LOOK_BACK), at).toLowerCase();
  const reading = readAt({ text, at, before, last, how }, limit);
  if (reading !== undefined) return { at, end: reading.end, said: reading.spoken, reading };
  const { end } = take(WORD, text, at) as Taken;
  const word = text.slice(at, end);
  // Some engines spell words in capitals.
  return { at, end, said: CAPITALS.test(word) ? word.toLowerCase() : word };
}

/** Most of a text: white space and small-letter syllables that no rule could mean. */
function plainAt(text: string, at: number): Taken | undefined {
  const space = take(SPACE, text, at);
  if (space !== undefined) return space;
  const word = take(PLAIN_WORD, text, at);
  if (word === undefined || ALWAYS_LOOKED_AT.test(word.part(0))) return undefined;
  const low = word.part(0).toLowerCase();
  return low.length > 1 && isSyllable(low) && !FOREIGN.has(low) ? word : undefined;
}

/** The first rule that fits and does not run into a reading of the lexicon. */
function readAt(spot: Spot, limit: number): Reading | undefined {
  const char = spot.text.charAt(spot.at);
  const rules = /\d/.test(char) ? AT_DIGIT : /\p{L}/u.test(char) ? AT_LETTER : AT_SIGN;
  for (const rule of rules) {
    const reading = rule(spot);
    if (reading !== undefined && reading.end <= limit && reading.end > spot.at) return reading;
  }
  return undefined;
}
