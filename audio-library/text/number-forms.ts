import type { NumberWords } from "./numbers.ts";
import { readDecimals, readDigits, readInteger } from "./numbers.ts";
import { take } from "./reading.ts";

/** A number as written, before its unit: `spoken` in words, `value` only to judge its size. */
export interface NumberForm {
  readonly end: number;
  readonly spoken: string;
  readonly value: number;
  /** A dot that does not group thousands: "chấm" in 4.0 and 1.2.3, but "phẩy" before a unit. */
  readonly dotted: boolean;
}

const GROUPED = /([1-9]\d{0,2})((?:\.\d{3})+)(?:,(\d+))?(?![\d]|[.,]\d)/y;
const ENGLISH = /([1-9]\d{0,2})((?:,\d{3}){2,})(?:\.(\d+))?(?![\d]|,\d)/y;
const SPACED =
  /([1-9]\d{0,2})((?: \d{3})+)(?:,(\d+))?(?!\d)(?=(?: ?(?:đ|₫|vnđ|vnd|usd))| ?(?:đồng|tỷ|tỉ|triệu|nghìn|người|hộ|lượt|tấn|ha|m²|m2|kg|km)(?!\p{L}))/iuy;
const COMMA = /(\d+),(\d+)(?![\d]|,\d)/y;
const DOTTED = /\d+(?:\.\d+)+/y;
const LIST = /\d+(?:,\d+){2,}/y;
const PLAIN = /\d+/y;

const ROUND_THOUSANDS = /^0{3}$/;

export function numberForm(text: string, at: number, how: NumberWords): NumberForm | undefined {
  const grouped = take(GROUPED, text, at) ?? take(ENGLISH, text, at) ?? take(SPACED, text, at);
  if (grouped !== undefined) {
    const digits = (grouped.part(1) + grouped.part(2)).replace(/\D/g, "");
    return form(grouped.end, digits, grouped.part(3), how);
  }
  const comma = take(COMMA, text, at);
  if (comma !== undefined) {
    // "1,000 hộ" can only be the English way of writing a thousand.
    if (ROUND_THOUSANDS.test(comma.part(2)))
      return form(comma.end, comma.part(1) + comma.part(2), "", how);
    return form(comma.end, comma.part(1), comma.part(2), how);
  }
  return listed(text, at, how) ?? dotted(text, at, how) ?? plain(text, at, how);
}

function form(end: number, digits: string, decimals: string, how: NumberWords): NumberForm {
  const whole = readInteger(digits, how);
  const spoken = decimals === "" ? whole : `${whole} phẩy ${readDecimals(decimals, how)}`;
  return { end, spoken, value: Number(`${digits}.${decimals || "0"}`), dotted: false };
}

function listed(text: string, at: number, how: NumberWords): NumberForm | undefined {
  const list = take(LIST, text, at);
  if (list === undefined) return undefined;
  const items = list
    .part(0)
    .split(",")
    .map((item) => readInteger(item, how));
  return { end: list.end, spoken: items.join(", "), value: 0, dotted: false };
}

function dotted(text: string, at: number, how: NumberWords): NumberForm | undefined {
  const found = take(DOTTED, text, at);
  if (found === undefined) return undefined;
  const parts = found.part(0).split(".");
  const spoken = parts.map((part) => readDecimals(part, how)).join(" chấm ");
  return { end: found.end, spoken, value: Number(parts.slice(0, 2).join(".")), dotted: true };
}

function plain(text: string, at: number, how: NumberWords): NumberForm | undefined {
  const found = take(PLAIN, text, at);
  if (found === undefined) return undefined;
  const digits = found.part(0);
  const code = /^0\d{2,}$/.test(digits) || (digits.length > 9 && !digits.endsWith("000"));
  const spoken = code ? readDigits(digits) : readInteger(digits, how);
  return { end: found.end, spoken, value: Number(digits), dotted: false };
}

/** "2.5 km" was written with the wrong sign: with a unit behind it, the dot is a comma. */
export function asDecimal(text: string, at: number, read: NumberForm, how: NumberWords): string {
  const parts = text.slice(at, read.end).split(".");
  const [whole, decimals] = parts;
  if (parts.length !== 2 || whole === undefined || decimals === undefined) return read.spoken;
  return form(read.end, whole, decimals, how).spoken;
}
