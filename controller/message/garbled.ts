import { isSyllable } from "../../audio-library/text/syllable.ts";

/** Loan words that official Vietnamese text writes in small letters without being misread. */
const loans = new Set(
  (
    "internet website web online offline email video clip podcast app apps smartphone laptop facebook zalo logo marketing " +
    "startup camera online fax sms wifi robot internet fanpage livestream blockchain chatbot tablet stem logistics radio " +
    "virus vaccine gas container xi măng bluetooth drone sensor server cloud data big hotline email"
  ).split(" "),
);

export interface Garbled {
  /** Words that no clean Vietnamese text has, in the order in which they come. */
  readonly words: readonly string[];
  readonly share: number;
}

const MOST_SHOWN = 12;
// Clean official text stays under 1 % and scans without their marks lie over 20 % (measured on the seed documents).
const SHARE = 0.15;
const LEAST = 3;

/**
 * Text from character recognition that lost its marks (`thuc hién`, `d6i méi`): a voice would read wrong words with a firm
 * tone, so it is refused. `undefined` = it reads like Vietnamese.
 */
export function garbled(text: string): Garbled | undefined {
  const words = text
    .normalize("NFC")
    .split(/[\s/–—-]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}¢€¥£]+|[^\p{L}\p{N}¢€¥£]+$/gu, ""))
    .filter((word) => /\p{L}/u.test(word) && !isName(word));
  if (words.length === 0) return undefined;
  const bad = words.filter(isBad);
  const bare = words.filter((word) => /^[a-z]+$/.test(word)).length;
  const share = bad.length / words.length;
  const stripped = words.length >= 6 && bare / words.length > 0.8;
  if (!stripped && (bad.length < LEAST || share < SHARE)) return undefined;
  return { words: [...new Set(bad)].slice(0, MOST_SHOWN), share };
}

/** Names, abbreviations, codes, addresses, figures with their units: what the normaliser or a person knows how to read. */
const isName = (word: string): boolean =>
  /^\p{Lu}/u.test(word) || /[.@:]/.test(word) || /^\d/.test(word) || loans.has(word);

function isBad(word: string): boolean {
  if (/[¢€¥£|~]/.test(word) || /\p{L}\d/u.test(word) || /[\p{Ll}]\p{Lu}/u.test(word)) return true;
  if (!isSyllable(word)) return word.length > 1;
  // A syllable that ends in a stop always carries a tone: `thuc` can only be `thực` or `thức` that lost it.
  return /^[a-z]{3,}$/.test(word) && /(?:p|t|c|ch)$/.test(word);
}
