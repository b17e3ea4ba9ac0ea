import { bodyOf } from "./bodies.ts";
import type { Reading, Rule, Spot } from "./reading.ts";
import { take, unrepeated } from "./reading.ts";
import { isSyllable } from "./syllable.ts";
import { AFFAIRS } from "./terms/affairs.ts";
import { FIELDS } from "./terms/issuers.ts";
import { SPOKEN_NAMES } from "./terms/names.ts";
import { ORDER } from "./terms/order.ts";
import { PEOPLE } from "./terms/people.ts";
import type { Sense } from "./terms/senses.ts";
import { SENSES, SMALL } from "./terms/senses.ts";
import { STATE } from "./terms/state.ts";

const TABLES = [SPOKEN_NAMES, STATE, AFFAIRS, ORDER, PEOPLE];

/** Spaces around a joint do not count: "LĐ - TB & XH" is "LĐ-TB&XH". */
const keyOf = (written: string): string =>
  /[ ’]/u.test(written) ? written.replace(/ *([-&,/]) */gu, "$1").replace(/’/gu, "'") : written;

const KNOWN = new Map(
  TABLES.flatMap((one) => [...one].map(([written, said]) => [keyOf(written), said] as const)),
);

/** The plain meaning of an abbreviation, without a look at its surroundings. */
export function expansionOf(written: string): string | undefined {
  const key = keyOf(written);
  const said = KNOWN.get(key);
  if (said !== undefined || key.length < 2) return said;
  const bare = key.replace(/[.]/gu, "");
  return KNOWN.get(bare) ?? (/^[BSPC]/u.test(bare) ? bodyOf(bare.replace(/&/gu, "")) : undefined);
}

const PIECES =
  /[\p{L}\d]{1,40}(?:(?: ?[&] ?|\.(?=\p{Lu})|\. (?=[\p{Lu}]{2,}(?:[^\p{L}]|$))|[-/’']| - (?=\p{Lu}{2})|, ?(?=\p{Lu}{2}[^\p{Ll}])| (?=(?:TW|TƯ|HCM|VN|ĐMST|CĐS|MTTQ|ATXH|NTM|DTTS|CCVC|INDEX|Index|Code|code|QSDĐ|QLDA|CM|DA|HTCĐ|GAP|XDĐSVH|BVANTQ|ATGT|VDC|DVNN|NVV|MTV|MTQG|TNHH|TTVN|HIV\/AIDS)(?![\p{L}\d]))| và (?=(?:XH|ĐT|DL|MT|TT|CN|TKCN|CNCH|MN|PTNT)(?![\p{L}\d])))[\p{L}\d]{1,40}){0,7}(?![\p{L}\d])/uy;
const CUT = /( ?& ?| - |\. ?|[-/’']|, ?| và | )/u;
const JOINTS: ReadonlyMap<string, string> = new Map([
  ["&", " và "],
  ["và", " và "],
  ["/", ", "],
  [",", ", "],
]);

const PAGE = /tr\. ?(?=\d)/uy;
const AND_SO_ON = /[vV]\. ?[vV](?:\.{1,3}|…)*/uy;

export const abbreviation: Rule = (spot) => {
  const more = take(AND_SO_ON, spot.text, spot.at);
  if (more !== undefined) return { end: more.end, spoken: "vân vân", rule: "abbreviation" };
  const page = take(PAGE, spot.text, spot.at);
  if (page !== undefined) return { end: page.end, spoken: "trang", rule: "abbreviation" };
  const token = take(PIECES, spot.text, spot.at);
  if (token === undefined) return undefined;
  const written = token.part(0);
  if (!/\p{Lu}/u.test(written)) return shortWord(spot, written);
  // Pieces stand at even places, what joins them at odd ones.
  const parts = written.split(CUT);
  for (let count = parts.length; count > 0; count -= 2) {
    const front = parts.slice(0, count).join("");
    const found = whole(spot, front, count === 1) ?? piecewise(spot, front, parts.slice(0, count));
    if (found !== undefined) return found;
  }
  return undefined;
};

/** "đ/c" and its like have two pieces at most. */
const shortWord = (spot: Spot, written: string): Reading | undefined => {
  const [front = "", joint = "", next = ""] = written.split(CUT);
  const pair = front + joint + next;
  return small(spot, pair, spot.at + pair.length) ?? small(spot, front, spot.at + front.length);
};

const OFFICE = /(?:bộ|sở|phòng)\s$/u;
const BODY =
  /(?:bộ|sở|phòng|cục|chi cục|tổng cục|ban|viện|ngành|trung tâm|trường|văn hóa|hội|ủy ban)\s$/u;

function whole(spot: Spot, written: string, single: boolean): Reading | undefined {
  const end = spot.at + written.length;
  if (single && inCapitals(spot, written)) return undefined;
  const field = OFFICE.test(spot.before) ? FIELDS.get(written.replace(/[-&, ]/gu, "")) : undefined;
  if (field !== undefined) return reading(spot, end, field);
  const sense = senseOf(spot, written, end);
  if (sense !== undefined) {
    const past = sense.dot === true && spot.text.charAt(end) === "." ? end + 1 : end;
    return reading(spot, past, sense.said);
  }
  const said = expansionOf(written);
  if (said === undefined) return small(spot, written, end);
  return reading(spot, pastTitleDot(spot.text, written, end), said);
}

/** "đ/c", "Đ/c", "V/v": mostly small letters. */
function small(spot: Spot, written: string, end: number): Reading | undefined {
  const said = /\p{Ll}/u.test(written) ? SMALL.get(written.toLowerCase()) : undefined;
  if (said === undefined) return undefined;
  const dotted = /^\. ?\p{Lu}\p{Ll}/u.test(spot.text.slice(end, end + 4)) && PLACE.has(said);
  return reading(spot, dotted ? end + 1 : end, said);
}

/** The dot behind "tp." is no stop. */
const PLACE = new Set(["thành phố", "thị xã"]);

const TITLE =
  /(?:^|[ .])(?:GS|PGS|TS|TSKH|ThS|Ths|BS|BSCKI|BSCKII|CKI|CKII|KS|LS|DS|CN|KTS|TP|Tp|NGND|NSND|NGƯT|NSƯT)$/u;

/** The dot behind a title is no stop: "ThS. Trần Thị C". */
function pastTitleDot(text: string, written: string, end: number): number {
  const dotted = TITLE.test(written) && /^\. ?\p{Lu}/u.test(text.slice(end, end + 3));
  return dotted ? end + 1 : end;
}

function reading(spot: Spot, end: number, said: string): Reading {
  const fresh = unrepeated(spot.before, said);
  const spoken = BODY.test(spot.before) ? inTitle(fresh) : fresh;
  return { end, spoken, rule: "abbreviation" };
}

/** Behind "Sở" a field of work is a name: "Sở Giáo dục và Đào tạo". */
const inTitle = (said: string): string =>
  said.replace(
    /(^|, | và )(\p{Ll})/gu,
    (_, joint: string, letter: string) => joint + letter.toUpperCase(),
  );

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
  const next = NEIGHBOUR_BEHIND.exec(
    spot.text.slice(spot.at + written.length, spot.at + written.length + 30),
  )?.[1];
  return [front, next].some((word) => word !== undefined && isSyllable(word) && !KNOWN.has(word));
}

/** "QP-AN&ĐN": known pieces one after another, the longest first. */
function piecewise(spot: Spot, written: string, parts: readonly string[]): Reading | undefined {
  const said = allPieces(parts);
  return said === undefined
    ? undefined
    : reading(spot, pastTitleDot(spot.text, written, spot.at + written.length), said);
}

/** From the last piece to the first: what stands behind it must be known already. */
function allPieces(parts: readonly string[]): string | undefined {
  const from: (string | undefined)[] = [];
  for (let start = parts.length - 1; start >= 0; start -= 2)
    from[start] = longestFrom(parts, start, from);
  return from[0];
}

function longestFrom(
  parts: readonly string[],
  start: number,
  from: readonly (string | undefined)[],
): string | undefined {
  for (let end = parts.length; end > start; end -= 2) {
    const rest = end === parts.length ? "" : from[end + 1];
    const joint = parts[end] ?? "";
    // A comma or dot with a space behind it ends the short form, but for titles: "KH&CN, ĐMST", "PGS. TS".
    const piece = String(parts[end - 1]);
    if (rest === undefined || joint === ", " || (joint === ". " && !TITLE.test(piece))) continue;
    const said = pieceOf(parts.slice(start, end).join(""));
    if (said === undefined) continue;
    if (end === parts.length) return said;
    return said + (joint === " - " ? ", " : (JOINTS.get(joint.trim()) ?? " ")) + rest;
  }
  return undefined;
}

const pieceOf = (piece: string): string | undefined =>
  /\p{Lu}/u.test(piece)
    ? (expansionOf(piece) ??
      SENSES.get(piece)?.find(({ before, behind }) => before === undefined && behind === undefined)
        ?.said)
    : undefined;
