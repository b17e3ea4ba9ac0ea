import { expansionOf } from "./abbreviations.ts";
import { letterName, pointName, spell } from "./letters.ts";
import { readDecimals, readDigits, readInteger } from "./numbers.ts";
import type { Rule, Spot } from "./reading.ts";
import { take } from "./reading.ts";
import { isSyllable } from "./syllable.ts";
import { FOREIGN } from "./terms/foreign.ts";
import { KINDS } from "./terms/issuers.ts";
import { UNITS } from "./terms/units.ts";

const MIXED = /(?=\p{L}*\d)(?=\d*\p{L})[\p{L}\d]{2,30}(?![\p{L}\d])(?:\.\d+(?![\d\p{L}]))?/uy;

/** "KC.08/21-30": a national programme of science, its period behind it. */
const PROGRAMME = /(K[CX])\.(\d{2})\/(\d{2})[-–](\d{2})(?![\p{L}\d])/uy;

export const programme: Rule = ({ text, at, how }) => {
  const found = take(PROGRAMME, text, at);
  if (found === undefined) return undefined;
  const [name, number, from, to] = [1, 2, 3, 4].map(found.part) as [string, string, string, string];
  const period = `${readInteger(from, how)} đến ${readInteger(to, how)}`;
  const spoken = `${spell(name)} chấm ${readDigits(number)} trên ${period}`;
  return { end: found.end, spoken, rule: "code" };
};

/** "NQ57" */
const SHORT_TITLE = /(NQ|QĐ|NĐ|TT|CT|KL)(\d{2,4})(?![\p{L}\d])/uy;

/** "9A1", "H5N1", "VTV1", "4G": letters by name, short numbers whole, long ones digit by digit. */
export const code: Rule = ({ text, at, before, how }) => {
  const short = take(SHORT_TITLE, text, at);
  if (short !== undefined)
    return {
      end: short.end,
      spoken: `${KINDS.get(short.part(1))} ${readInteger(short.part(2), how)}`,
      rule: "document",
    };
  const found = take(MIXED, text, at);
  if (found === undefined) return undefined;
  const pieces = Array.from(found.part(0).matchAll(/\d+|\p{L}+|\./gu), ([one]) => one);
  let dotted = false;
  const words = pieces.map((piece) => {
    if (piece === ".") {
      dotted = true;
      return "chấm";
    }
    if (/\d/.test(piece)) {
      if (dotted) return readDecimals(piece, how);
      return piece.length > 3 || /^0\d/.test(piece) ? readDigits(piece) : readInteger(piece, how);
    }
    return lettersOf(piece, !SEED.test(before) && !/\d{4}/.test(found.part(0)));
  });
  return { end: found.end, spoken: words.join(" "), rule: "code" };
};

/** The names of seeds look like short forms: "giống BV32", "lúa HT1". */
const SEED = /(?:giống|lúa|ngô|bắp|keo|sắn|mì|mía|lạc|đậu|khoai|lai|và|,) (?:\p{L}+\d+, ?)*$/u;

/** "KP3" is a short form with its number; behind long numbers letters are only letters. */
function lettersOf(piece: string, short: boolean): string {
  if (piece.length > 1 && /^\p{Lu}+$/u.test(piece))
    return (short ? expansionOf(piece) : undefined) ?? spell(piece);
  if (piece.length === 1 || !/^\p{Lu}?\p{Ll}+$/u.test(piece)) return spell(piece);
  const known = UNITS.get(piece) ?? FOREIGN.get(piece.toLowerCase());
  return known ?? (isSyllable(piece) ? piece : spell(piece));
}

const ONE = /(\p{L})(?![\p{L}\d])/uy;

const INITIAL = /\p{L}{2,} $/u;
const NO_STOP = /\.(?= ?[\p{Ll}(,;])/uy;

/** "Vitamin C", "điểm đ"; vowels are their own names. */
export const letter: Rule = ({ text, at, before }: Spot) => {
  const found = take(ONE, text, at);
  if (found === undefined || isSyllable(found.part(1))) return undefined;
  const name = /\p{Ll}/u.test(found.part(1)) ? pointName(found.part(1)) : letterName(found.part(1));
  const end =
    INITIAL.test(before) && take(NO_STOP, text, found.end) !== undefined
      ? found.end + 1
      : found.end;
  return name === "" ? undefined : { end, spoken: name, rule: "letter" };
};
