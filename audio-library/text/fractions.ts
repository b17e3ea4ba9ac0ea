import { readInteger, readMonth } from "./numbers.ts";
import type { Rule } from "./reading.ts";
import { take } from "./reading.ts";
import { unitForm } from "./units.ts";

const SLASHED = /(\d{1,7}(?:\.\d{3})*) ?\/ ?(\d{1,7}(?:\.\d{3})*)(?![\d/]|[.,]\d)/y;
const RATIO = /(\d{1,4}) ?: ?(\d{1,7}(?:\.\d{3})*)(?![\d:])/y;
const CHAIN = /\d{1,4}(?:\/\d{1,4}){2,}(?![\d])/y;
const YEARS = /((?:19|20)\d{2})\/((?:19|20)\d{2})(?![\d/])/y;
const VULGAR = /[\u00bc-\u00be\u2150-\u215e]/y;

const OVER =
  /(?:đạt|bậc|điểm|đủ|tỷ lệ|tỉ lệ|hoàn thành|trực|cả|áp|tổ|số|lớp|ngõ|hẻm|kiệt|nhà|đường) $/u;
const SHARE =
  /^ (?:số|tổng|dân số|diện tích|đại biểu|thành viên|cử tri|hội viên|đảng viên|ủy viên|quân số|thời gian|sản lượng|quãng đường|chiều|thu nhập|quỹ|khối lượng|công suất|mức|giá|vốn|người|dân|nông dân|nhân dân|thế giới|học sinh|hộ|cán bộ|lượng|nước|đất|ngân sách|chi phí|kinh phí|lương|tiền|nhu cầu|cả nước|trong|của|là|nhân khẩu|khẩu phần|đoàn viên|sào|mẫu|lít|kg|ha|km|giờ|ngày|tháng|năm|thìa|cốc|bát|viên|phần|liều|ao|vườn|rừng|nhà|xã viên|lao động|nguồn|giá trị|phiếu|đường|khối|hạn|nhiệm kỳ|tuổi)(?!\p{L})/u;
const SUM = /^ (?:số|tổng số|tổng|dân số|diện tích)(?!\p{L})/u;

/** "1/2 số hộ" is a share, "14/15 thôn" and "đạt 19/19" count how many of how many. */
export const fraction: Rule = (spot) => {
  const years = take(YEARS, spot.text, spot.at);
  if (years !== undefined) {
    const [from, to] = [readInteger(years.part(1), spot.how), readInteger(years.part(2), spot.how)];
    return { end: years.end, spoken: `${from} đến ${to}`, rule: "range" };
  }
  const chain = take(CHAIN, spot.text, spot.at);
  if (chain !== undefined) {
    const parts = chain
      .part(0)
      .split("/")
      .map((part) => readInteger(part, spot.how));
    return { end: chain.end, spoken: parts.join(" trên "), rule: "fraction" };
  }
  const vulgar = take(VULGAR, spot.text, spot.at);
  if (vulgar !== undefined) {
    const [top, bottom] = vulgar.part(0).normalize("NFKC").split("\u2044") as [string, string];
    const and = /\d ?$/u.test(spot.before) ? "và " : "";
    const spoken = `${and}${readInteger(top, spot.how)} phần ${readMonth(bottom, spot.how)}`;
    return { end: vulgar.end, spoken, rule: "fraction" };
  }
  const scale = /(?:tỷ|tỉ) lệ $/u.test(spot.before) ? take(RATIO, spot.text, spot.at) : undefined;
  const found = scale ?? take(SLASHED, spot.text, spot.at);
  if (found === undefined) return undefined;
  const [top, bottom] = [found.part(1).replace(/\./g, ""), found.part(2).replace(/\./g, "")];
  const word = isShare(spot.before, spot.text.slice(found.end, found.end + 16), top, bottom)
    ? "phần"
    : "trên";
  const unit = unitForm(spot.text, found.end);
  // A quarter keeps its old word: "ba phần tư".
  const under = word === "phần" ? readMonth(bottom, spot.how) : readInteger(bottom, spot.how);
  const words = [readInteger(top, spot.how), word, under];
  return {
    end: unit?.end ?? found.end,
    spoken: [...words, ...(unit === undefined ? [] : [unit.spoken])].join(" "),
    rule: "fraction",
  };
};

function isShare(before: string, behind: string, top: string, bottom: string): boolean {
  const [a, b] = [Number(top), Number(bottom)];
  if (a === 0 || a >= b || b > 100) return false;
  if (OVER.test(before)) return SUM.test(behind);
  if (SHARE.test(behind)) return b <= 10 || a === 1;
  const counted = /^ \p{L}/u.test(behind);
  return b <= 10 && (counted ? a === 1 : a === 1 || b <= 5);
}
