import { isDocumentNumber } from "./documents.ts";
import { moneyForm } from "./money.ts";
import { asDecimal, numberForm } from "./number-forms.ts";
import { readDigits, readInteger, readMonth, readOrdinal } from "./numbers.ts";
import type { Reading, Rule, Spot, Taken } from "./reading.ts";
import { spotAt, take } from "./reading.ts";
import { CURRENCIES } from "./terms/currencies.ts";
import { unitForm } from "./units.ts";

const GLUED = /(?![xX]\d)\p{L}/uy;
const SCALE =
  / (?:nghìn|ngàn|triệu|tỷ|tỉ|lần|điểm|độ|giờ|ngày|tháng|mét|lít|tấn|tạ|người|cây|sào|mẫu|công|héc|ki|phần|đô|trđ)(?!\p{L})/uy;

/** A number with its unit or currency; a number glued to other letters is a code and not ours. */
export const quantity: Rule = (spot) => {
  const read = numberForm(spot.text, spot.at, spot.how);
  if (read === undefined) return undefined;
  const written = spot.text.slice(spot.at, read.end);
  const named = byContext(spot, written);
  const unit = moneyForm(spot.text, read.end, read.value) ?? unitForm(spot.text, read.end);
  if (unit === undefined) {
    if (/^\d+$/.test(written) && take(GLUED, spot.text, read.end) !== undefined) return undefined;
    const decimal = read.dotted && take(SCALE, spot.text, read.end) !== undefined;
    const spoken = named ?? (decimal ? asDecimal(spot.text, spot.at, read, spot.how) : read.spoken);
    return { end: read.end, spoken, rule: "number" };
  }
  const number = read.dotted ? asDecimal(spot.text, spot.at, read, spot.how) : read.spoken;
  return { end: unit.end, spoken: `${number} ${unit.spoken}`, rule: unit.money ? "money" : "unit" };
};

const SCREEN =
  /(?:tv|ti vi|tivi|màn hình|inch|lốp|vành|bánh|đường kính|ống|laptop|máy tính|led)(?: \p{L}+){0,3} $/u;
const INCHES = /(\d{1,3}(?:[,.]\d)?) ?(?:["″”]|'')(?![\p{L}\d])/uy;

/** "TV 43"": elsewhere the sign closes a quotation. */
export const inches: Rule = (spot) => {
  const found = SCREEN.test(spot.before) ? take(INCHES, spot.text, spot.at) : undefined;
  if (found === undefined) return undefined;
  const [whole, decimal] = found.part(1).split(/[,.]/u) as [string, string?];
  const tail = decimal === undefined ? "" : ` phẩy ${readDigits(decimal)}`;
  return { end: found.end, spoken: `${readInteger(whole, spot.how)}${tail} in`, rule: "unit" };
};

const SHORT_SUM = /(\d{1,3}) ?(tr|tỷ|tỉ|triệu)(\d{1,3})(?![\p{L}\d.,])/uy;

/** "1tr5": a million and a half, said as it is written. */
export const shortSum: Rule = ({ text, at, how }) => {
  const found = take(SHORT_SUM, text, at);
  if (found === undefined) return undefined;
  const scale = found.part(2) === "tr" ? "triệu" : found.part(2);
  const words = [readInteger(found.part(1), how), scale, readInteger(found.part(3), how)];
  return { end: found.end, spoken: words.join(" "), rule: "money" };
};

const CURRENCY_FIRST = /(USD|EUR|GBP|JPY|CNY|KRW|LAK|THB|VND|VNĐ)\s?(?=\d)/uy;

/** "USD 5.000": the currency is said behind its sum. */
export const currencyFirst: Rule = (spot) => {
  const found = take(CURRENCY_FIRST, spot.text, spot.at);
  if (found === undefined) return undefined;
  // The pattern looked ahead: a digit follows.
  const sum = price(spotAt(spot, found.end), "$") as Reading;
  return { ...sum, spoken: `${sum.spoken} ${CURRENCIES[found.part(1)]}` };
};

/** The last resort at a digit: nothing written in digits is ever left to the voice. */
export const bareDigits: Rule = ({ text, at }) => {
  let end = at;
  while (/\d/.test(text.charAt(end))) end += 1;
  return { end, spoken: readDigits(text.slice(at, end)), rule: "digits" };
};

const ORDINAL = /(?:^|[^\p{L}])thứ $/u;
const MONTH = /(?:^|[^\p{L}])tháng $/u;
/** "3 tháng 4 ngày" is a length of time, "ngày 5 tháng 4" a date. */
const SPELL = /\d tháng $/u;
const IN_DATE = /(?:ngày|mùng|mồng|hôm|sáng|chiều|tối|,|và|đến|tới|[-–]) ?\d{1,2} tháng $/u;

/** "thứ 2, 4, 6": days of the week one after another. */
const WEEKDAYS = /(?:^|[^\p{L}])thứ [2-7](?:(?:, ?| và | ?- ?)[2-7])*(?:, ?| và | ?- ?)$/u;

/** Whole numbers whose reading hangs on the word before: thứ 4, tháng 4, Chỉ thị 05. */
function byContext(spot: Spot, written: string): string | undefined {
  if (!/^\d{1,3}$/.test(written)) return undefined;
  if (ORDINAL.test(spot.before)) return readOrdinal(written, spot.how);
  if (/^[2-7]$/.test(written) && WEEKDAYS.test(spot.before)) return readMonth(written, spot.how);
  if (MONTH.test(spot.before) && (!SPELL.test(spot.before) || IN_DATE.test(spot.before)))
    return readMonth(written, spot.how);
  return written.startsWith("0") && isDocumentNumber(spot.before) ? readDigits(written) : undefined;
}

const SIGN = /(≥|>=|=>|≤|<=|=<|>|<|\+\/-|±|\+|~|≈|-|\$|€|£|¥)\s?(?=[\d-])/uy;
const SAID: Readonly<Record<string, (value: string) => string>> = {
  "≥": (value) => `từ ${value} trở lên`,
  "≤": (value) => `không quá ${value}`,
  ">": (value) => `trên ${value}`,
  "<": (value) => `dưới ${value}`,
  "±": (value) => `cộng trừ ${value}`,
  "+": (value) => `cộng ${value}`,
  "~": (value) => `khoảng ${value}`,
  "-": (value) => `âm ${value}`,
  $: (value) => `${value} đô la`,
  "€": (value) => `${value} ơ rô`,
  "£": (value) => `${value} bảng Anh`,
  "¥": (value) => `${value} yên Nhật`,
};
const SAME: Readonly<Record<string, string>> = {
  ">=": "≥",
  "=>": "≥",
  "<=": "≤",
  "=<": "≤",
  "+/-": "±",
  "≈": "~",
};

const OF_MONEY = /(?: (?:nghìn|ngàn|triệu|tỷ|tỉ))?/uy;

/** "$2.5 triệu": what the sign counts. */
function price(spot: Spot, sign: string): Reading | undefined {
  const read = /[$€£¥]/u.test(sign) ? numberForm(spot.text, spot.at, spot.how) : undefined;
  if (read === undefined) return undefined;
  const scale = take(OF_MONEY, spot.text, read.end) as Taken;
  const number = read.dotted ? asDecimal(spot.text, spot.at, read, spot.how) : read.spoken;
  const spoken = number + scale.part(0);
  return { end: scale.end, spoken, rule: "money" };
}

/** "≥ 18 tuổi" is "từ mười tám tuổi trở lên". */
const COUNTED_NOUN =
  /(?: (?:nghìn|ngàn|triệu|tỷ|tỉ))?(?: (?:tuổi|đồng|người|hộ|năm|tháng|tuần|ngày|giờ|phút|điểm|lần|con|cháu|em|tấn|tạ|sào|thôn|xã|tiêu chí|chỉ tiêu|thành viên|hội viên|lượt|cái|cây|mét|lít|độ))?(?!\p{L})/uy;

/** "≥ 80%", "-5°C", "$10": the sign goes where Vietnamese says it. */
export const signed: Rule = (spot) => {
  const sign = take(SIGN, spot.text, spot.at);
  if (sign === undefined) return undefined;
  const name = SAME[sign.part(1)] ?? sign.part(1);
  if (name === "-" && !isMinus(spot)) return undefined;
  const inner = spotAt(spot, sign.end);
  const value: Reading | undefined =
    price(inner, name) ?? quantity(inner) ?? (name === "-" ? undefined : signed(inner));
  const say = SAID[name];
  if (value === undefined || say === undefined) return undefined;
  const noun = name === "≥" ? take(COUNTED_NOUN, spot.text, value.end) : undefined;
  const spoken = say(value.spoken + (noun?.part(0) ?? ""));
  return { end: noun?.end ?? value.end, spoken, rule: value.rule };
};

/** A minus touches its number and no word before it; at the start of a line of several it is a list mark. */
function isMinus(spot: Spot): boolean {
  if (!/^-\d/.test(spot.text.slice(spot.at, spot.at + 2))) return false;
  if (/[\p{L}\d)%]$/u.test(spot.before)) return false;
  if (/\d ?$/u.test(spot.before)) return false;
  const starts = /(?:^|\n) *$/u.test(spot.text.slice(Math.max(0, spot.at - 8), spot.at));
  if (!starts || !spot.text.includes("\n")) return true;
  return /^-\d+(?:[,.]\d+)? ?(?:[°º˚]|độ)/u.test(spot.text.slice(spot.at, spot.at + 14));
}
