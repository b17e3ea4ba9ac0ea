import { abbreviation } from "./abbreviations.ts";
import { address } from "./addresses.ts";
import { code, letter } from "./codes.ts";
import { date, shortDay } from "./dates.ts";
import { document } from "./documents.ts";
import { fraction } from "./fractions.ts";
import { layOut } from "./layout.ts";
import type { LexiconEntry, LexiconHit } from "./lexicon.ts";
import { lexiconHits } from "./lexicon.ts";
import type { NumberWords } from "./numbers.ts";
import { boat, phone } from "./phones.ts";
import { bareDigits, quantity, signed } from "./quantities.ts";
import type { Doubt, Reading, Rule, RuleName, Spot } from "./reading.ts";
import { LOOK_BACK, take } from "./reading.ts";
import { roman, smallRoman } from "./romans.ts";
import { bullet, dash, repeated, sign, slash, times } from "./signs.ts";
import { spoken } from "./spoken.ts";
import { road, standard } from "./standards.ts";
import { isSyllable } from "./syllable.ts";
import { FOREIGN } from "./terms/foreign.ts";
import { time } from "./times.ts";
import { loneUnit, rate } from "./units.ts";
import { coordinate } from "./coordinates.ts";
import { foreign, joinedName } from "./words.ts";

/** One stretch that is said otherwise than written: `from` and `to` count in the NFC input. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly written: string;
  readonly spoken: string;
  readonly rule: RuleName;
}

/** A reading that an editor should look at before it airs. */
export interface Flag extends Span {
  readonly doubt: Doubt;
}

export interface Normalised {
  /** What a voice is given: plain Vietnamese syllables and pauses, one line a paragraph. */
  readonly spoken: string;
  readonly spans: readonly Span[];
  readonly flags: readonly Flag[];
}

export interface NormaliseOptions {
  readonly lexicon?: readonly LexiconEntry[];
  /** Southern number words: ngàn, lẻ. */
  readonly south?: boolean;
}

const AT_DIGIT: readonly Rule[] = [
  address,
  document,
  phone,
  date,
  coordinate,
  time,
  fraction,
  quantity,
  code,
  bareDigits,
];
const AT_LETTER: readonly Rule[] = [
  times,
  address,
  document,
  shortDay,
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
const AT_SIGN: readonly Rule[] = [phone, signed, repeated, bullet, fraction, loneUnit, times, rate, dash, slash, sign];

const WORD = /[\p{L}\p{M}]+/uy;
const SPACE = /\s+/uy;
const CAPITALS = /^\p{Lu}{2,}$/u;
const PLAIN_WORD = /\p{Lu}?\p{Ll}{1,11}(?=[\s,;:!?)]|$|\.(?:\s|$))/uy;
const ALWAYS_LOOKED_AT = /^(?:số|x|tp|tx|km|kg|ha|mm|cm|ml|mg|đc|gđ|hs|kv|tk|vd|vv|sđt|đt|tđ)$/iu;

/**
 * Official Vietnamese text as it is read aloud. Pure: the same text and options give the same words.
 * Document numbers are read in the natural style: no kind twice, the issuer once.
 */
export function normalise(text: string, options: NormaliseOptions = {}): Normalised {
  const input = text.normalize("NFC");
  const source = layOut(input);
  const how: NumberWords = { south: options.south === true };
  const hits = lexiconHits(source.text, options.lexicon ?? []);
  const out = spoken();
  const spans: Span[] = [];
  const flags: Flag[] = [];
  for (const found of readings(source.text, how, hits)) {
    out.say(found.said, found.reading !== undefined);
    const { reading } = found;
    if (reading === undefined) continue;
    const from = source.origin[found.at] as number;
    const to = (source.origin[reading.end - 1] as number) + 1;
    const span = { from, to, written: input.slice(from, to), spoken: reading.spoken, rule: reading.rule };
    const silent = reading.rule === "sign" && !/[\p{L}\d]/u.test(span.written + span.spoken);
    if (!silent && span.written !== span.spoken) spans.push(span);
    if (reading.doubt !== undefined) flags.push({ ...span, doubt: reading.doubt });
  }
  return { spoken: out.text(), spans, flags };
}

interface Found {
  readonly at: number;
  readonly said: string;
  readonly reading?: Reading;
}

function* readings(text: string, how: NumberWords, hits: readonly LexiconHit[]): Generator<Found> {
  let at = 0;
  let next = 0;
  let last: Reading | undefined;
  while (at < text.length) {
    const hit = hits[next];
    if (hit?.from === at) {
      last = { end: hit.to, spoken: inPlainWords(hit.reading, how), rule: "lexicon" };
      next += 1;
      yield { at, said: last.spoken, reading: last };
      at = last.end;
      continue;
    }
    const plain = plainAt(text, at);
    if (plain !== undefined && plain.end <= (hit?.from ?? text.length)) {
      yield { at, said: plain.part(0) };
      at = plain.end;
      continue;
    }
    const spot: Spot = { text, at, before: text.slice(Math.max(0, at - LOOK_BACK), at).toLowerCase(), last, how };
    const reading = readAt(spot, hit?.from ?? text.length);
    if (reading === undefined) {
      const end = take(WORD, text, at)?.end ?? at + 1;
      const word = text.slice(at, end);
      // Some engines spell words in capitals.
      yield { at, said: CAPITALS.test(word) ? word.toLowerCase() : word };
      at = end;
    } else {
      if (reading.rule !== "sign") last = reading;
      yield { at, said: reading.spoken, reading };
      at = reading.end;
    }
  }
}

/** Most of a text: white space and small-letter syllables that no rule could mean. */
function plainAt(text: string, at: number): ReturnType<typeof take> {
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

/** A lexicon's reading may itself hold a number or a short form. */
const inPlainWords = (reading: string, how: NumberWords): string =>
  normalise(reading, { south: how.south }).spoken;
