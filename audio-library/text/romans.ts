import { expansionOf } from "./abbreviations.ts";
import { readDecimals, readInteger, readOrdinal } from "./numbers.ts";
import type { Rule, Spot } from "./reading.ts";
import { follows, take } from "./reading.ts";

const NUMERAL = /([IVXLCDM]{1,9})(?![\p{L}\d])((?:\.\d+)*)(?:[/-]((?:19|20)\d{2})(?!\d))?/uy;
const WELL_FORMED = /^M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/;
const VALUES: Readonly<Record<string, number>> = {
  I: 1,
  V: 5,
  X: 10,
  L: 50,
  C: 100,
  D: 500,
  M: 1000,
};

const CONTEXT =
  /(?:chương|mục|tiểu mục|phần|phụ lục|khóa|khoá|thế kỷ|thế kỉ|quý|thứ|đại hội|đh|hội nghị|kỳ họp|kỳ|tập|quyển|hạng|loại|cấp|nhóm|vùng|khu vực|kv|bậc|giai đoạn|đợt|vòng|quân khu|quân đoàn|liên khu|thế chiến|lần|bảng|biểu|học kỳ|trung ương|mức|độ|nhiệm kỳ|điều|thế giới|toàn quốc|trung tâm|khu|bài|phân khu|số|câu|tiết|hạng mục|chuyên đề|nội dung|quyết định|giải)[ :]*[("“]?$/u;

/** The value of a well-formed numeral, else undefined. */
export function romanValue(numeral: string): number | undefined {
  if (numeral === "" || !WELL_FORMED.test(numeral)) return undefined;
  const values = Array.from(numeral, (letter) => VALUES[letter] as number);
  return values.reduce(
    (sum, value, at) => ((values[at + 1] ?? 0) > value ? sum - value : sum + value),
    0,
  );
}

const SMALL = /[ivx]{1,5}(?=\))/uy;
/** Without a bracket in front only what is no syllable: "hành vi)" and "(xi măng, xỉ)" are words. */
const ITEM = /(?:ii|iii|iv|vii|viii|ix)(?=\) )/uy;

/** "(ii)", "ii) Báo cáo" */
export const smallRoman: Rule = ({ text, at, how }) => {
  const front = text.charAt(at - 1);
  const isItem = front === "" || /\s/u.test(front);
  const found = front === "(" ? take(SMALL, text, at) : isItem ? take(ITEM, text, at) : undefined;
  const value = found === undefined ? undefined : romanValue(found.part(0).toUpperCase());
  if (found === undefined || value === undefined) return undefined;
  return { end: found.end, spoken: readInteger(String(value), how), rule: "roman" };
};

export const roman: Rule = (spot) => {
  const found = take(NUMERAL, spot.text, spot.at);
  if (found === undefined) return undefined;
  const value = romanValue(found.part(1));
  if (value === undefined || !isNumeral(spot, found.part(1), found.part(2))) return undefined;
  const ordinal = /thứ $/u.test(spot.before);
  const said = [(ordinal ? readOrdinal : readInteger)(String(value), spot.how)];
  for (const part of found.part(2).split(".").slice(1))
    said.push("chấm", readDecimals(part, spot.how));
  if (found.part(3) !== "") said.push("năm", readInteger(found.part(3), spot.how));
  return { end: found.end, spoken: said.join(" "), rule: "roman" };
};

/** One letter needs its context; C, D, L and M alone are letters (Vitamin C, Phụ lục D). */
function isNumeral(spot: Spot, numeral: string, sections: string): boolean {
  const plain = /^[IVX]+$/.test(numeral);
  if (plain && (follows(spot, "roman") || startsLine(spot, numeral, sections))) return true;
  if (numeral.length === 1) return plain && CONTEXT.test(spot.before);
  if (CONTEXT.test(spot.before)) return true;
  return plain && expansionOf(numeral) === undefined;
}

function startsLine(spot: Spot, numeral: string, sections: string): boolean {
  const front = spot.text.slice(Math.max(0, spot.at - 12), spot.at);
  if (!/(?:^|\n)[^\p{L}\d)\n]*$/u.test(front) || (front.length === 12 && !front.includes("\n")))
    return false;
  const behind = spot.text.slice(spot.at + numeral.length, spot.at + numeral.length + 2);
  return sections !== "" || /^(?:[.):]|[/-][ )])/u.test(behind);
}
