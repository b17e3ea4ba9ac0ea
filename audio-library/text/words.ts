import { spell } from "./letters.ts";
import type { Rule, Taken } from "./reading.ts";
import { take } from "./reading.ts";
import { respell } from "./respell.ts";
import { isSyllable } from "./syllable.ts";
import { AT_HOME, FOREIGN } from "./terms/foreign.ts";

const HYPHENED = /\p{L}{1,30}(?:['’-]\p{L}{1,30}){1,4}(?![\p{L}\d])/uy;
const WORD = /[\p{L}\p{M}]+/uy;

const APOSTROPHED = /^(\p{L})['’](\p{L}+)$/u;

/** "e-mail", "H'Mông": one name in spite of its joint. */
export const joinedName: Rule = ({ text, at }) => {
  const joined = take(HYPHENED, text, at);
  if (joined === undefined) return undefined;
  const low = joined.part(0).toLowerCase().replace(/’/gu, "'");
  const listed = FOREIGN.get(low);
  if (listed !== undefined) return { end: joined.end, spoken: listed, rule: "foreign" };
  const [, head, rest] = APOSTROPHED.exec(low) ?? [];
  const spoken = head === undefined ? undefined : respell(`${head}${rest}`);
  return spoken === undefined
    ? undefined
    : { end: joined.end, spoken, rule: "foreign", doubt: "unknown-word" };
};

/** "KALMAEGI" is a name in capitals: vowels enough, no crowd of consonants. Initials have neither. */
const isSayable = (low: string): boolean =>
  low.length > 4 &&
  (low.match(/[aeiou]/gu) ?? []).length >= low.length * 0.35 &&
  /^[a-z]+$/u.test(low) &&
  !/[^aeiou]{3}/u.test(low);

/** A word that is no Vietnamese syllable: from the list, else by rule with a note for the editor. */
export const foreign: Rule = ({ text, at }) => {
  const word = take(WORD, text, at) as Taken;
  const low = word.part(0).toLowerCase();
  const known = FOREIGN.get(low);
  if (known !== undefined) return { end: word.end, spoken: known, rule: "foreign" };
  const odd = /^\p{L}?\p{Ll}\p{Lu}$/u.test(word.part(0));
  if ((isSyllable(low) && !odd) || AT_HOME.has(low)) return undefined;
  if (odd || (/^\p{Lu}+$/u.test(word.part(0)) && !isSayable(low)))
    return { end: word.end, spoken: spell(word.part(0)), rule: "code", doubt: "unknown-code" };
  const spoken = respell(low) ?? spell(low);
  const doubt = spoken === "" ? "unreadable" : "unknown-word";
  return { end: word.end, spoken, rule: "foreign", doubt };
};
