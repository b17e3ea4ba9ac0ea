import { withoutTone } from "./letters.ts";
import { isSyllable } from "./syllable.ts";
import { FOREIGN } from "./terms/foreign.ts";

/** How much of a text is Vietnamese as it should be written, 0-1 each; counted on words of small letters. */
interface Writing {
  readonly words: number;
  /** Words that are Vietnamese syllables. */
  readonly syllables: number;
  /** Words with a tone or a letter that only Vietnamese has. */
  readonly marked: number;
  /** Words with a digit inside, as bad recognition leaves them (d6i, s6). */
  readonly broken: number;
}

const TOKEN = /[\p{L}\p{M}\p{N}]+/gu;
const SMALL = /^\p{Lu}?[\p{Ll}\p{M}]+$/u;
const BROKEN = /^\p{Lu}?\p{Ll}+\d+\p{Ll}*$|^\d+\p{Ll}{2,}$|^\p{Ll}\d\p{Ll}/u;
const UNIT =
  /^(?:[kcmd]?m[23]|\d+(?:km|kg|mm|cm|ha|kwh|kw|mhz|mg|ml|tr|trđ|đ|ph|g|h|m|l|p)|\d+h\d+\p{Ll}*)$/iu;

/** Enough words to judge by; below that, only what contradicts counts. */
const ENOUGH = 4;
const LONG = 12;

function writing(text: string): Writing {
  const count = { words: 0, syllables: 0, marked: 0, broken: 0 };
  for (const [token] of text.normalize("NFC").matchAll(TOKEN)) {
    if (BROKEN.test(token) && !UNIT.test(token)) count.broken += 1;
    if (!SMALL.test(token) || token.length < 2 || FOREIGN.has(token.toLowerCase())) continue;
    count.words += 1;
    if (isSyllable(token)) count.syllables += 1;
    if (isMarked(token)) count.marked += 1;
  }
  const share = (part: number): number => (count.words === 0 ? 1 : part / count.words);
  return {
    words: count.words,
    syllables: share(count.syllables),
    marked: share(count.marked),
    broken: count.words === 0 ? 0 : count.broken / count.words,
  };
}

const isMarked = (word: string): boolean => {
  const low = word.toLowerCase();
  return /[ăâđêôơư]/u.test(low) || withoutTone(low) !== low;
};

/**
 * Is this Vietnamese at all, so that a Vietnamese voice may read it? Damaged Vietnamese still is; text in
 * another language, or in a minority language with its own letters, is not.
 */
export function looksVietnamese(text: string): boolean {
  const { words, syllables, marked } = writing(text);
  if (words < ENOUGH) return syllables >= 0.5;
  return syllables >= 0.6 && (marked >= 0.12 || toneless(text));
}

/** Typed without marks ("uy ban nhan dan xa thong bao"): every word still has the shape of a syllable. */
const COMMON =
  /(?:^|\s)(?:cua|va|cac|duoc|nhan|dan|thong|bao|trong|khong|nguoi|viec|ngay|thang|nam|xa|tinh|so)(?=\s|$)/giu;
const toneless = (text: string): boolean => {
  const { words, syllables } = writing(text);
  return syllables >= 0.75 && [...text.matchAll(COMMON)].length / words >= 0.1;
};

/**
 * Vietnamese damaged by bad recognition or typed without its marks: it must not be read on air as it stands.
 * Clean official text has almost no word that is no syllable, and a mark on nine words of ten.
 */
export function looksGarbled(text: string): boolean {
  const { words, syllables, marked, broken } = writing(text);
  if (words < ENOUGH) return broken > 0;
  return broken > 0.01 || syllables < 0.9 || marked < (words < LONG ? 0.2 : 0.45);
}

const isDamaged = (token: string): boolean =>
  SMALL.test(token) && token.length > 1 && !isSyllable(token) && !FOREIGN.has(token.toLowerCase());

/** Examples for the editor of what looks damaged, each once, in order of appearance. */
export function damagedWords(text: string, most = 12): readonly string[] {
  const found = new Set<string>();
  for (const [token] of text.normalize("NFC").matchAll(TOKEN)) {
    if (found.size >= most) break;
    const broken = BROKEN.test(token) && !UNIT.test(token);
    if (broken || isDamaged(token)) found.add(token);
  }
  return [...found];
}
