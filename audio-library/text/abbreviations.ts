import type { Reading, Rule, Spot } from "./reading.ts";
import { take } from "./reading.ts";
import { isSyllable } from "./syllable.ts";
import { AFFAIRS } from "./terms/affairs.ts";
import { SPOKEN_NAMES } from "./terms/names.ts";
import { ORDER } from "./terms/order.ts";
import { PEOPLE } from "./terms/people.ts";
import type { Sense } from "./terms/senses.ts";
import { SENSES, SMALL } from "./terms/senses.ts";
import { STATE } from "./terms/state.ts";

const TABLES = [SPOKEN_NAMES, STATE, AFFAIRS, ORDER, PEOPLE];

/** Spaces around a joint do not count: "LĐ - TB & XH" is "LĐ-TB&XH". */
const keyOf = (written: string): string => written.replace(/\s*([-&,/])\s*/gu, "$1").replace(/’/gu, "'");

const KNOWN = new Map(
  TABLES.flatMap((one) => [...one].map(([written, said]) => [keyOf(written), said] as const)),
);

/** The plain meaning of an abbreviation, without a look at its surroundings. */
export const expansionOf = (written: string): string | undefined =>
  KNOWN.get(keyOf(written)) ?? KNOWN.get(keyOf(written).replace(/\./gu, ""));

const PIECES =
  /[\p{L}\d]+(?:(?: ?[&] ?|\.(?=\p{Lu})|\. (?=[\p{Lu}]{2,}(?:[^\p{L}]|$))|[-/’']| - (?=\p{Lu}{2})|, ?(?=\p{Lu}{2}[^\p{Ll}])| (?=(?:TW|TƯ|HCM|VN|ĐMST|CĐS|MTTQ|ATXH|NTM|DTTS|CCVC|INDEX|Index|Code|code|QSDĐ|QLDA|CM|DA|HTCĐ|GAP|XDĐSVH|BVANTQ|ATGT|VDC|DVNN|NVV|MTV|MTQG|TNHH|TTVN|HIV\/AIDS)(?![\p{L}\d]))| và (?=(?:XH|ĐT|DL|MT|TT|CN|TKCN|CNCH|MN|PTNT)(?![\p{L}\d])))[\p{L}\d]+){0,7}/uy;
const JOINT_AFTER = /^[-&.,/’' ]+/u;
const JOINTS: Readonly<Record<string, string>> = { "&": " và ", "/": ", ", ",": ", " };
const JOINT = /[-&.,/’' ]/u;

export const abbreviation: Rule = (spot) => {
  const token = take(PIECES, spot.text, spot.at);
  if (token === undefined) return undefined;
  let written = token.part(0);
  while (written !== "") {
    const found = whole(spot, written) ?? piecewise(spot, written);
    if (found !== undefined) return found;
    written = shorter(written);
  }
  return undefined;
};

/** Without the last piece and its joint. */
function shorter(written: string): string {
  let end = written.length - 1;
  while (end > 0 && !JOINT.test(written.charAt(end))) end -= 1;
  return written.slice(0, end).replace(/[-&.,/’' ]+$/u, "");
}

const BODY = /(?:bộ|sở|phòng|cục|chi cục|tổng cục|ban|viện|ngành|trung tâm|trường|văn hóa|hội|ủy ban)\s$/u;

function whole(spot: Spot, written: string): Reading | undefined {
  const end = spot.at + written.length;
  const small = SMALL.get(written.toLowerCase());
  if (small !== undefined && /\p{Ll}/u.test(written)) return reading(spot, end, small);
  if (!/\p{Lu}/u.test(written) || inCapitals(spot, written)) return undefined;
  const sense = senseOf(spot, written, end);
  if (sense !== undefined) {
    const past = sense.dot === true && spot.text.charAt(end) === "." ? end + 1 : end;
    return reading(spot, past, sense.said);
  }
  const said = expansionOf(written);
  return said === undefined ? undefined : reading(spot, end, said);
}

function reading(spot: Spot, end: number, said: string): Reading {
  const spoken = BODY.test(spot.before) ? inTitle(said) : said;
  return { end, spoken, rule: "abbreviation" };
}

/** Behind "Sở" a field of work is a name: "Sở Giáo dục và Đào tạo". */
const inTitle = (said: string): string =>
  said.replace(/(^|, | và )(\p{Ll})/gu, (_, joint: string, letter: string) => joint + letter.toUpperCase());

function senseOf(spot: Spot, written: string, end: number): Sense | undefined {
    const behind = spot.text.slice(end, end + 24);
  return SENSES.get(written)?.find(
    (sense) =>
      (sense.before === undefined || sense.before.test(spot.before)) &&
      (sense.behind === undefined || sense.behind.test(behind)),
  );
}

const NEIGHBOUR_BEFORE = /(\p{Lu}{2,})[ ,]+$/u;
const NEIGHBOUR_BEHIND = /^[ ,]+(\p{Lu}{2,})(?!\p{L})/u;

/** In a heading in capitals "CÁ" and "AN" are words, not abbreviations. */
function inCapitals(spot: Spot, written: string): boolean {
  if (!isSyllable(written) || written.length < 2) return false;
  const line = spot.text.slice(Math.max(0, spot.at - 30), spot.at);
  const front = NEIGHBOUR_BEFORE.exec(line)?.[1];
  const next = NEIGHBOUR_BEHIND.exec(spot.text.slice(spot.at + written.length, spot.at + written.length + 30))?.[1];
  return [front, next].some((word) => word !== undefined && isSyllable(word) && !KNOWN.has(word));
}


/** "QP-AN&ĐN": known pieces one after another, the longest first. */
function piecewise(spot: Spot, written: string): Reading | undefined {
  const said = allPieces(written);
  return said === undefined ? undefined : reading(spot, spot.at + written.length, said);
}

function allPieces(written: string): string | undefined {
  for (let front = written; front !== ""; front = shorter(front)) {
    const said = pieceOf(front);
    if (said === undefined) continue;
    if (front === written) return said;
    const joint = JOINT_AFTER.exec(written.slice(front.length))?.[0] ?? "";
    // A comma with a space behind it ends the short form: "KH&CN, ĐMST" are two.
    const rest = joint === ", " ? undefined : allPieces(written.slice(front.length + joint.length));
    if (rest !== undefined) return said + (JOINTS[joint.trim()] ?? " ") + rest;
  }
  return undefined;
}

const pieceOf = (piece: string): string | undefined =>
  /\p{Lu}/u.test(piece)
    ? (expansionOf(piece) ??
      SENSES.get(piece)?.find(({ before, behind }) => before === undefined && behind === undefined)?.said)
    : undefined;
