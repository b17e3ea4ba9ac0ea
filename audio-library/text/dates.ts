import { readInteger, readMonth } from "./numbers.ts";
import type { Reading, Rule, Spot } from "./reading.ts";
import { follows, take } from "./reading.ts";

const END = "(?![\\d]|[/.-]\\d)";
const FULL = new RegExp(`(\\d{1,2}) ?([/.-]) ?(\\d{1,2}) ?\\2 ?(\\d{4}|\\d{2})${END}`, "y");
const ISO = new RegExp(`(\\d{4})-(\\d{1,2})-(\\d{1,2})${END}`, "y");
const DAYS = /(\d{1,2}) ?[-–] ?(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?(?![\d/])/y;
const DAY_MONTH = /(\d{1,2})\/(\d{1,2})(?![\d]|[/.,]\d)/y;
const DOTTED = /(\d{1,2})\.(\d{1,2})(?![\d]|[/.,-]\d|%)/y;
const MONTHS_IN_YEAR = /(\d{1,2})(?:T| tháng) ?\/ ?(\d{4})(?!\d)/y;
const MONTHS_OF = /(\d{1,2})T(?= (?:đầu|cuối|giữa) năm)/y;
const DASHED = /(\d{1,2}) ?- ?(\d{1,2})(?![\d]|[/.,-]\d|%)/y;
const MONTHS = /(\d{1,2}) ?[-–] ?(\d{1,2})(?:\/(\d{4}))?(?![\d/])/y;
const MONTH_YEAR = /(\d{1,2}) ?[/.-] ?(1[5-9]\d{2}|2[01]\d{2})(?![\d/])/y;

const validDay = (day: string): boolean => Number(day) > 0 && Number(day) < 32;
const validMonth = (month: string): boolean => Number(month) > 0 && Number(month) < 13;
const fullYear = (year: string): string =>
  year.length === 4 ? year : String(Number(year) < 40 ? 2000 + Number(year) : 1900 + Number(year));

const AFTER_DAY = /(?:ngày|mùng|mồng|ngày:|hôm)[ (“"']*$/u;

export const date: Rule = (spot) =>
  isoDate(spot) ??
  monthsInYear(spot) ??
  fullDate(spot) ??
  daysOfMonth(spot) ??
  monthYear(spot) ??
  months(spot) ??
  dayMonth(spot);

const reading = (end: number, spoken: string): Reading => ({ end, spoken, rule: "date" });

function said(spot: Spot, day: string, month: string, year: string): string {
  const words = [readInteger(day, spot.how), "tháng", readMonth(month, spot.how)];
  if (year !== "") words.push("năm", readInteger(year, spot.how));
  return words.join(" ");
}

const withDay = (spot: Spot, words: string): string =>
  AFTER_DAY.test(spot.before) || DAY_LISTED.test(spot.before) ? words : `ngày ${words}`;

function isoDate(spot: Spot): Reading | undefined {
  const iso = take(ISO, spot.text, spot.at);
  if (iso === undefined || !validDay(iso.part(3)) || !validMonth(iso.part(2))) return undefined;
  return reading(iso.end, withDay(spot, said(spot, iso.part(3), iso.part(2), iso.part(1))));
}

function fullDate(spot: Spot): Reading | undefined {
  const full = take(FULL, spot.text, spot.at);
  if (full === undefined || !validDay(full.part(1)) || !validMonth(full.part(3))) return undefined;
  const short = full.part(4).length === 2;
  if (short && full.part(2) !== "/" && !AFTER_DAY.test(spot.before)) return undefined;
  const words = said(spot, full.part(1), full.part(3), fullYear(full.part(4)));
  return reading(full.end, withDay(spot, words));
}

/** "từ ngày 15-20/6/2025" */
function daysOfMonth(spot: Spot): Reading | undefined {
  const days = take(DAYS, spot.text, spot.at);
  if (days === undefined) return undefined;
  const [from, to, month] = [days.part(1), days.part(2), days.part(3)];
  if (!validDay(from) || !validDay(to) || !validMonth(month)) return undefined;
  return reading(
    days.end,
    `${readInteger(from, spot.how)} đến ${said(spot, to, month, days.part(4))}`,
  );
}

const NUMBERED_IN_YEAR = /(?:quý|đợt|học kỳ|kỳ|lần|vòng|khóa|tuần|vụ|số|kỳ họp thứ|thứ) $/u;

const MONTH_BEFORE = /tháng (?:\d{1,2}(?:, | và | hoặc | ?- ?))*$/u;

/** "tháng 10/2024", "10/2024", "quý 1/2025" */
function monthYear(spot: Spot): Reading | undefined {
  const found = take(MONTH_YEAR, spot.text, spot.at);
  if (found === undefined) return undefined;
  const [month, year] = [found.part(1), readInteger(found.part(2), spot.how)];
  if (NUMBERED_IN_YEAR.test(spot.before))
    return reading(found.end, `${readInteger(month, spot.how)} năm ${year}`);
  const afterMonth = MONTH_BEFORE.test(spot.before);
  const slash = /^\d{1,2} ?\//u.test(spot.text.slice(spot.at, spot.at + 4));
  if (!validMonth(month) || !(slash || afterMonth)) return undefined;
  return reading(
    found.end,
    `${afterMonth ? "" : "tháng "}${readMonth(month, spot.how)} năm ${year}`,
  );
}

/** "tháng 5-6/2025": the word is said again, or "đến sáu năm" would be six years. */
function months(spot: Spot): Reading | undefined {
  if (!/(?:^|\D )tháng $/u.test(spot.before)) return undefined;
  const found = take(MONTHS, spot.text, spot.at);
  if (found === undefined || !validMonth(found.part(1)) || !validMonth(found.part(2)))
    return undefined;
  const [from, to] = [readMonth(found.part(1), spot.how), readMonth(found.part(2), spot.how)];
  const year = found.part(3) === "" ? "" : ` năm ${readInteger(found.part(3), spot.how)}`;
  return reading(found.end, `${from} đến tháng ${to}${year}`);
}

const DAY_WORDS =
  /(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|lễ|tết|quốc khánh|qk|dịp|mùng|mồng|rằm|trước|sau|từ|đến|tới|hết|vào|kỷ niệm|hạn|hạn chót|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|nghỉ|nhân|giờ|phút|\d ?[hg]\d{0,2}|:\d\d|lúc|qua|nay|mai)[ ,:(]*$/u;
const DAY_LISTED = /ngày (?:\d{1,2}(?:\/\d{1,2})?(?:, | và | hoặc | - |-| đến ))+$/u;
const NEVER_DAY =
  /(?:đạt|bậc|điểm|tỷ lệ|tỉ lệ|số nhà|nhà số|kiệt|hẻm|ngõ|tổ|lớp|phòng|quá|hơn|gần|khoảng|chiếm|bằng|được|giảm|tăng|ít nhất|tối thiểu|tối đa|còn|trên|dưới|số|có|cả|thắng|hàng|mất|hoàn thành|trực|mỗi|áp|huyết áp|mức) $/u;
const YEARLY =
  /^(?:[),.;:]|$|\n| ?[-–]| (?:âm|dương) lịch| năm | (?:hằng|hàng) năm| (?:tại|lúc|vào|là|và|đến|tới|hoặc|tới đây|sắp tới|vừa qua|này|tới,)(?!\p{L}))/u;
const DAY_NEAR = /(?:ngày|tết|lễ|kỷ niệm|hạn|thời gian|lịch|từ)[^.;!?\n]*$/u;
const SHARE_OF =
  /^ (?:số|tổng|dân số|diện tích|thành viên|đại biểu|cử tri|hội viên|đảng viên|chiều|trong)(?!\p{L})/u;

function dayMonth(spot: Spot): Reading | undefined {
  const dotted = AFTER_DAY.test(spot.before) ? take(DOTTED, spot.text, spot.at) : undefined;
  const found = dotted ?? take(DAY_MONTH, spot.text, spot.at);
  if (found === undefined) return dashedDay(spot);
  const [day, month] = [found.part(1), found.part(2)];
  if (!validDay(day) || !validMonth(month)) return undefined;
  return isDay(spot, Number(day), Number(month), found.end)
    ? reading(found.end, said(spot, day, month, ""))
    : undefined;
}

/** No fraction is written 05/8, or runs on to another: 01/8-5/8. */
const CERTAIN = /^(?:0\d\/|\d{1,2}\/0\d|\d{1,2}\/\d{1,2} ?[-–] ?\d{1,2}\/\d{1,2}(?!\d))/u;

/** 20/6 is a date or a fraction: the words around decide, then its size. */
function isDay(spot: Spot, day: number, month: number, end: number): boolean {
  const behind = spot.text.slice(end, end + 20);
  if (/^ (?:(?:âm|dương) lịch|[ÂAD]L(?![\p{L}\d]))/u.test(behind)) return true;
  if (/(?:ngày|mùng|mồng|âm lịch) $/u.test(spot.before) || DAY_LISTED.test(spot.before))
    return true;
  if (/^ là (?:ngày|dịp)/iu.test(behind)) return true;
  if (STREET.test(spot.before)) return !/^ \p{Lu}/u.test(behind);
  if (SHARE_OF.test(behind) || NEVER_DAY.test(spot.before)) return false;
  if (DAY_WORDS.test(spot.before) || follows(spot, "date")) return true;
  if (CERTAIN.test(spot.text.slice(spot.at, end + 8))) return true;
  if (!YEARLY.test(behind) || (day === 24 && month === 7)) return false;
  return day > month || day === month || DAY_NEAR.test(spot.before);
}

/** Feasts that are known by their day alone. */
const FEASTS = new Set([
  "8-3",
  "30-4",
  "20-11",
  "20-10",
  "27-7",
  "19-8",
  "22-12",
  "19-5",
  "26-3",
  "27-2",
  "28-6",
]);
/** Streets bear dates; a house's number stands in front of its street. */
const STREET = /(?:^|[^\p{L}])(?:đường|phố|quảng trường|công viên|cầu) $/u;
const HOLIDAY = /(?:ngày|lễ|dịp|quốc khánh|kỷ niệm|tết) $/u;

/** Newspapers write "ngày 30-4". A rising pair such as "ngày 5-7" is left to be a range. */
function dashedDay(spot: Spot): Reading | undefined {
  const found = take(DASHED, spot.text, spot.at);
  if (found === undefined) return undefined;
  const known =
    FEASTS.has(found.part(0)) || /^ âm lịch/u.test(spot.text.slice(found.end, found.end + 9));
  const named = known || STREET.test(spot.before);
  if (!named && !HOLIDAY.test(spot.before)) return undefined;
  const [day, month] = [found.part(1), found.part(2)];
  if (!validDay(day) || !validMonth(month)) return undefined;
  const falling = Number(day) >= Number(month);
  const feast = !/ngày $/u.test(spot.before);
  return named || falling || feast ? reading(found.end, said(spot, day, month, "")) : undefined;
}

/** "6T/2025", "6T đầu năm" */
function monthsInYear(spot: Spot): Reading | undefined {
  const part = take(MONTHS_OF, spot.text, spot.at);
  if (part !== undefined) return reading(part.end, `${readInteger(part.part(1), spot.how)} tháng`);
  const found = take(MONTHS_IN_YEAR, spot.text, spot.at);
  if (found === undefined) return undefined;
  const [count, year] = [
    readInteger(found.part(1), spot.how),
    readInteger(found.part(2), spot.how),
  ];
  return reading(found.end, `${count} tháng năm ${year}`);
}

const SHORT_QUARTER = /Q\.?([1-4])\/(\d{4})(?!\d)/uy;
const SHORT_MONTH = /T\.?(\d{1,2})\/(\d{4})(?!\d)/uy;
const SHORT_DAY = /T([2-7])(?![\p{L}\d])/uy;
const BEFORE_SHORT_DAY = /(?:sáng|trưa|chiều|tối|đêm|ngày|từ|lịch:?|t[2-7](?:,| và| -|-| đến)) ?$/u;
const BEHIND_SHORT_DAY = /^ ?(?:-|–|và|,|đến|&) ?(?:T[2-7]|CN)(?!\p{L})/u;

/** "T10/2024" is a month, "Q3/2025" a quarter, "sáng T7" a day of the week. */
export const shortDay: Rule = (spot) => {
  const quarter = take(SHORT_QUARTER, spot.text, spot.at);
  if (quarter !== undefined) {
    const [count, year] = [
      readInteger(quarter.part(1), spot.how),
      readInteger(quarter.part(2), spot.how),
    ];
    return reading(quarter.end, `quý ${count} năm ${year}`);
  }
  const month = take(SHORT_MONTH, spot.text, spot.at);
  if (month !== undefined && validMonth(month.part(1))) {
    const year = readInteger(month.part(2), spot.how);
    return reading(month.end, `tháng ${readMonth(month.part(1), spot.how)} năm ${year}`);
  }
  const day = take(SHORT_DAY, spot.text, spot.at);
  if (day === undefined) return undefined;
  const told =
    BEFORE_SHORT_DAY.test(spot.before) ||
    BEHIND_SHORT_DAY.test(spot.text.slice(day.end, day.end + 8));
  return told ? reading(day.end, `thứ ${readMonth(day.part(1), spot.how)}`) : undefined;
};
