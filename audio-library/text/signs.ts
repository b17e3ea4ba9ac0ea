import { expansionOf } from "./abbreviations.ts";
import { readInteger } from "./numbers.ts";
import type { Reading, Rule, RuleName, Spot } from "./reading.ts";
import { take } from "./reading.ts";
import { COUNTED } from "./units.ts";

const NUMERIC: ReadonlySet<RuleName> = new Set([
  "number",
  "unit",
  "money",
  "date",
  "time",
  "roman",
  "fraction",
]);

const reading = (end: number, spoken: string, rule: RuleName = "sign"): Reading => ({
  end,
  spoken,
  rule,
});

const isNumeric = ({ last, text, at }: Spot): boolean =>
  last !== undefined && NUMERIC.has(last.rule) && text.slice(last.end, at).trim() === "";

const BULLET = /[-–+*•●○▪■◦➢✓❖·]+ */uy;

/** A mark that opens a list item is not said. */
export const bullet: Rule = ({ text, at }) => {
  if (at > 0 && text.charAt(at - 1) !== "\n") return undefined;
  const found = take(BULLET, text, at);
  return found === undefined ? undefined : reading(found.end, "");
};

const DASH = / ?[-–]+ ?/uy;
const TO_NUMBER = /(?:\d|[-$]\d|[IVX]+(?![\p{L}\d]))/uy;
const TO_WORD =
  /(?:T[2-7](?!\d)|thứ|ngày|tháng|năm|quý|lúc|chủ nhật|khóa|lớp|điều|khoản|tuần|hết|CN)(?!\p{L})/uy;
const SCORE =
  /(?:(?:tỷ số|tỉ số|trận đấu|luân lưu|hiệp (?:\d|phụ)|chung kết|bán kết|tứ kết)[^.;!?\n]{0,70}|(?:thắng|thua|hòa|hoà|dẫn|đánh bại|vượt qua)(?: [\p{L}\d]+){0,6} ?)[ (]\d{1,3} ?$|(?:thắng|thua|hòa|hoà|dẫn) \d{1,3} ?$/u;
/** "500 nghìn - 1 triệu" */
const MEASURED =
  /\d(?:h\d{0,2})? (?:đêm|sáng|trưa|chiều|tối|nghìn|ngàn|triệu|tỷ|tỉ|trăm|giờ|phút|ngày|tháng|tuần|năm|tuổi|người|độ|mét|hộ|lần)(?: đồng)? ?$/u;
/** "RON 95-III": a fuel and its class */
const FUEL_BEFORE = /(?:^|[^\p{L}])(?:ron ?|e5 ?|e10 ?|do 0,0|a)\d{1,3}s?$/u;
/** "NPK 16-16-8" */
const CHAIN_BEFORE = /\d-\d{1,4}$/u;
const CHAIN_BEHIND = /\d{1,4}-\d/uy;

/** "thứ Hai - thứ Sáu" */
const NAMED_BEFORE =
  /(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|tháng (?:giêng|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|mười một|mười hai|chạp)|báo động (?:\d|i{1,3})) ?$/u;
const NAMED_BEHIND = /(?:thứ |chủ nhật|CN(?!\p{L})|tháng |báo động )/iuy;

/** "2-3 lần" is a range, "tỷ số 2-1" a score, "kinh tế - xã hội" one name, "A - B" a pause. */
export const dash: Rule = (spot) => {
  const found = take(DASH, spot.text, spot.at);
  if (found === undefined) return undefined;
  if (isNumeric(spot)) {
    const next = take(TO_NUMBER, spot.text, found.end);
    if (next !== undefined && isPair(spot, found.end)) return reading(found.end, ",");
    if (next !== undefined)
      return reading(found.end, isSilent(spot, found.part(0), found.end) ? "" : "đến", "range");
    if (take(TO_WORD, spot.text, found.end) !== undefined)
      return reading(found.end, "đến", "range");
  }
  if (NAMED_BEFORE.test(spot.before) && take(NAMED_BEHIND, spot.text, found.end) !== undefined)
    return reading(found.end, "đến", "range");
  if (MEASURED.test(spot.before) && take(TO_NUMBER, spot.text, found.end) !== undefined)
    return reading(found.end, "đến", "range");
  return reading(found.end, isPause(spot, found.part(0), found.end) ? "," : "");
};

const UNIT_BEFORE = /\d ?(\p{L}{1,4})$/u;
const UNIT_BEHIND = /\d[\d.,]* ?(\p{L}{1,4})(?![\p{L}\d])/uy;

const WIND_BEFORE = /\d ?[°º˚'’′"”″]{0,2} ?([bnsđetw]) ?$/u;
const WIND_BEHIND = /\d[\d.,°º˚'’′"”″]* ?([BNSĐETW])(?![\p{L}\d])/uy;

/** A latitude and a longitude, as "12V-7Ah", are two things, "5h-7h" is one span of time. */
function isPair({ text, before }: Spot, end: number): boolean {
  const wind = WIND_BEFORE.exec(before)?.[1];
  const other = wind === undefined ? undefined : take(WIND_BEHIND, text, end)?.part(1);
  if (wind !== undefined && other !== undefined)
    return /[bns]/u.test(wind) !== /[BNS]/u.test(other);
  const unit = UNIT_BEFORE.exec(before)?.[1];
  const next = take(UNIT_BEHIND, text, end);
  const differ = unit !== undefined && next !== undefined && unit !== next.part(1).toLowerCase();
  return differ && !/^[hgp]/u.test(unit) && /^\p{Lu}|^[km]\p{Lu}/u.test(next.part(1));
}

/** "Việt Nam 3-1 Thái Lan" in a sentence about a match. */
const MATCH = /(?:trận|đội tuyển|bóng đá|vòng loại)[^.;!?\n]{0,70} \d{1,2} ?$/u;

function isSilent({ text, before }: Spot, dashes: string, end: number): boolean {
  if (MATCH.test(before) && /^\d{1,2} \p{Lu}/u.test(text.slice(end, end + 4))) return true;
  if (SCORE.test(before) || FUEL_BEFORE.test(before)) return true;
  return (
    dashes === "-" && (CHAIN_BEFORE.test(before) || take(CHAIN_BEHIND, text, end) !== undefined)
  );
}

const JOINED_NAMES =
  /(?:kinh tế|văn hóa|văn hoá|chính trị|quốc phòng|an ninh|bưu chính|thương mại|dịch vụ|nông nghiệp|công nghiệp|tài chính|giáo dục|lý luận|thông tin|du lịch|tiểu thủ công nghiệp|khoa học|tư tưởng|hành chính|vật chất|kỹ thuật|xã hội|thể dục|văn nghệ|phát thanh|đô thị|hạ tầng)$/u;

function isPause({ text, before }: Spot, dashes: string, end: number): boolean {
  const spaced = dashes.startsWith(" ") || /\s$/u.test(before);
  if (!spaced || before === "") return false;
  if (dashes.includes("–")) return true;
  if (JOINED_NAMES.test(before.trimEnd())) return false;
  return !(/\p{Ll}\s*$/u.test(before) && /^\p{Ll}/u.test(text.slice(end, end + 1)));
}

const LETTERED = /^\d{1,3}\p{Lu}(?![\p{L}\d])/u;
const LONG = /^0\d{8}/u;
const SLASH = / ?\/+ ?/uy;

/** "0905…/0913…" and "3G/4G" are two names side by side, not one number over another. */
function isListed({ text, at }: Spot, end: number): boolean {
  const letter = /\d\p{Lu}$/u.test(text.slice(Math.max(0, at - 2), at));
  const behind = text.slice(end, end + 10);
  return letter ? LETTERED.test(behind) : /\d/.test(text.charAt(at - 1)) && LONG.test(behind);
}

/** Between words a slash is a pause; inside a code (A/H5N1) it is silent. */
export const slash: Rule = (spot) => {
  const ended = take(/\.?\/\.{1,3}(?![\p{L}\d])/uy, spot.text, spot.at);
  if (ended !== undefined) return reading(ended.end, ".");
  const found = take(SLASH, spot.text, spot.at);
  if (found === undefined) return undefined;
  if (isListed(spot, found.end)) return reading(found.end, ",");
  if (/\d$/u.test(spot.before) && /^\d/u.test(spot.text.slice(found.end, found.end + 1)))
    return reading(found.end, "trên");
  if (
    /^\d/u.test(spot.text.slice(found.end, found.end + 1)) &&
    (isNumeric(spot) || COUNTED.test(spot.before))
  )
    return reading(found.end, "trên");
  const tight = found.part(0) === "/" && /(?:^|[^\p{L}])\p{L}$/u.test(spot.before);
  const code = tight || /(?:^|\s)và$/u.test(spot.before);
  const words =
    /[\p{L}\d)%]$/u.test(spot.before) &&
    /^[\p{L}\d(]/u.test(spot.text.slice(found.end, found.end + 1));
  return reading(found.end, words && !code ? "," : "");
};

const TIMES = /[xX×*] ?(?=\d|(?:dài|rộng|cao|sâu|dày|ngang) \d)/uy;

/** "3m x 4m" */
export const times: Rule = (spot) => {
  if (!isNumeric(spot)) return undefined;
  const found = take(TIMES, spot.text, spot.at);
  return found === undefined ? undefined : reading(found.end, "nhân");
};

const DIAMETER = /[ΦφФфØø] ?(?=\d)/uy;

/** "Φ16": the diameter of a pipe or a rod, with a letter of Greek, Cyrillic or Danish for it. */
export const diameter: Rule = ({ text, at }) => {
  const found = take(DIAMETER, text, at);
  return found === undefined ? undefined : reading(found.end, "phi");
};

const SIGNS: ReadonlyMap<string, string> = new Map([
  ["&", "và"],
  ["%", "phần trăm"],
  ["‰", "phần nghìn"],
  ["=", "bằng"],
  ["°", "độ"],
  ["×", "nhân"],
  ["@", "a còng"],
  ["₫", "đồng"],
  ["№", "số"],
  ["≥", "từ"],
  ["≤", "không quá"],
  ["$", "đô la"],
  ["€", "ơ rô"],
  ["|", ","],
]);

const MARKS = /\p{M}+/uy;
const KEPT = /[,.;:!?()]/u;
const DOTS = /(?:…|\.{2,})+/uy;

/** Everything that is neither letter nor digit. What has no sound is left out; foreign script is reported. */
export const sign: Rule = (spot) => {
  const { text, at } = spot;
  const dots = take(DOTS, text, at);
  if (dots !== undefined) return reading(dots.end, afterDots(text, dots.end));
  const char = String.fromCodePoint(text.codePointAt(at) as number);
  const end = at + char.length;
  if (KEPT.test(char)) return reading(end, char);
  if (char === "[" || char === "{") return reading(end, "(");
  if (char === "]" || char === "}") return reading(end, ")");
  const said = SIGNS.get(char);
  if (said !== undefined) return reading(end, said);
  if (char === "+") return reading(end, /\p{L}\s*$|\d\s*$/u.test(spot.before) ? "cộng" : "");
  const marks = take(MARKS, text, at);
  if (marks !== undefined) return reading(marks.end, "");
  if (/[\p{L}\p{N}]/u.test(char)) return unread(spot, char, end);
  return reading(end, "");
};

function unread({ how, before }: Spot, char: string, end: number): Reading {
  const digits = char.normalize("NFKC");
  const power = /[²³¹⁰⁴-⁹]/u.test(char) && /\d$/u.test(before) ? "mũ " : "";
  if (/^\d+$/.test(digits)) return reading(end, power + readInteger(digits, how), "number");
  return { ...reading(end, ""), doubt: "unreadable" };
}

function afterDots(text: string, end: number): string {
  const behind = text.slice(end, end + 3).trimStart();
  if (/^[,.;:!?)]/u.test(behind)) return "";
  return /^(?:$|\p{Lu})/u.test(behind) ? "." : ",";
}

const BRACKETED = /\((\p{Lu}[\p{L}&.-]{1,15})\)/uy;

/** "Bộ Khoa học và Công nghệ (KH&CN)": said once is enough. */
export const repeated: Rule = ({ text, at, before }) => {
  const found = take(BRACKETED, text, at);
  if (found === undefined) return undefined;
  const said = expansionOf(found.part(1));
  if (said === undefined || !lettersOf(before).endsWith(lettersOf(said.toLowerCase())))
    return undefined;
  return reading(found.end, "", "abbreviation");
};

const lettersOf = (words: string): string => words.replace(/[^\p{L}]+/gu, " ").trim();
