import type { Rule } from "./reading.ts";
import { take } from "./reading.ts";
import { isSyllable } from "./syllable.ts";
import { CURRENCIES } from "./terms/currencies.ts";
import { PER, UNITS } from "./terms/units.ts";

const SIGN = / ?([a-zA-ZµμΩΩ]+(?:\(A\))?[²³23]?)(?![\p{L}\p{N}])/uy;
const BITS = / ?([kKmMgG]b(?:it)?\/s)(?![\p{L}\p{N}])/uy;
const SLASHED = / ?\/ ?([\p{L}µμ]+[²³23]?)(?![\p{L}\p{N}])/uy;
const DEGREES = / ?(?:[°º˚⁰] ?|[o](?=[CF]))([CFK])(?![\p{L}\p{N}])| ?(℃|℉)/uy;
const BARE_DEGREES = / ?[°º˚]/y;
const PERCENT = / ?(%|‰)/y;
const DOUBLE_PRIMES = /(?:''|’’|″)(?!\p{L})/uy;
/** "1080p" counts the lines of a picture. */
const LINES = /(?:^|\D)(?:480|720|1080|1440|2160)$/;
const PRIMES = /['’′](?!\p{L})/uy;

/** Signs that stand apart from their number only where nothing else could be meant. */
const ATTACHED_ONLY = new Set(["s", "p", "CC", "CV", "cv"]);

export interface UnitForm {
  readonly money?: true;
  readonly end: number;
  readonly spoken: string;
}

const DEGREE_NAMES = new Map([
  ["C", "độ xê"],
  ["℃", "độ xê"],
  ["F", "độ ép"],
  ["℉", "độ ép"],
  ["K", "độ ca"],
]);

/** The unit behind a number, with everything that it is counted per. */
export function unitForm(text: string, at: number): UnitForm | undefined {
  const first = degreeForm(text, at) ?? percentForm(text, at) ?? signForm(text, at);
  return first === undefined ? undefined : perForm(text, first);
}

function degreeForm(text: string, at: number): UnitForm | undefined {
  const degrees = take(DEGREES, text, at);
  if (degrees !== undefined) {
    return {
      end: degrees.end,
      spoken: String(DEGREE_NAMES.get(degrees.part(1) + degrees.part(2))),
    };
  }
  const bare = take(BARE_DEGREES, text, at);
  return bare === undefined ? undefined : { end: bare.end, spoken: "độ" };
}

function percentForm(text: string, at: number): UnitForm | undefined {
  const percent = take(PERCENT, text, at);
  if (percent === undefined) return undefined;
  return { end: percent.end, spoken: percent.part(1) === "%" ? "phần trăm" : "phần nghìn" };
}

function signForm(text: string, at: number): UnitForm | undefined {
  const moment = take(DOUBLE_PRIMES, text, at);
  if (moment !== undefined) return { end: moment.end, spoken: "giây" };
  const minutes = take(PRIMES, text, at);
  if (minutes !== undefined) return { end: minutes.end, spoken: "phút" };
  const sign = take(BITS, text, at) ?? take(SIGN, text, at);
  if (sign === undefined) return undefined;
  const written = sign.part(1);
  const said =
    written === "p" && LINES.test(text.slice(Math.max(0, at - 5), at)) ? "pê" : UNITS.get(written);
  if (said === undefined) return undefined;
  const apart = text.charAt(at) === " ";
  return apart && ATTACHED_ONLY.has(written) ? undefined : { end: sign.end, spoken: said };
}

/** "/ha", "/người/tháng": every further step is "trên …". */
export function perForm(text: string, first: UnitForm): UnitForm {
  let { end, spoken } = first;
  for (let step = per(text, end); step !== undefined; step = per(text, end)) {
    end = step.end;
    spoken = `${spoken} ${step.spoken}`;
  }
  return { end, spoken };
}

const PER_CURRENCY = / ?\/ ?(USD|EUR|JPY|CNY|GBP|KRW|LAK|THB)(?![\p{L}\p{N}])/uy;

function per(text: string, at: number): UnitForm | undefined {
  const rate = take(PER_CURRENCY, text, at);
  if (rate !== undefined) return { end: rate.end, spoken: `trên một ${CURRENCIES[rate.part(1)]}` };
  const slashed = take(SLASHED, text, at);
  if (slashed === undefined) return undefined;
  const written = slashed.part(1);
  const said = UNITS.get(written);
  if (said !== undefined) return { end: slashed.end, spoken: `trên ${said}` };
  if (!PER.has(written)) return undefined;
  return { end: slashed.end, spoken: `trên ${written}` };
}

export const COUNTED =
  /(?:\d[^.;:!?\n]{0,30}|(?:^|[\s(])(?:đồng|triệu|nghìn|tỷ|tấn|tạ|lít|người|hộ|lần|giờ|buổi|kg|mg|g|km|m³|m3|con|suất))$/u;

/** What is paid may be paid for anything: "1,2 triệu đồng/lượng". */
const PRICED = /(?:đồng|nghìn|ngàn|triệu|tỷ|tỉ|đ|usd)$/u;
const ANYTHING = / ?\/ ?(\p{Ll}{2,7})(?![\p{L}\p{N}])/uy;

function perAnything(text: string, at: number): UnitForm | undefined {
  const word = take(ANYTHING, text, at);
  if (word === undefined || !isSyllable(word.part(1))) return undefined;
  return { end: word.end, spoken: `trên ${word.part(1)}` };
}

/** "2 lần/ngày", "(đồng/kg)": the slash of a rate that a word carries, not a unit sign. */
export const rate: Rule = ({ text, at, before }) => {
  const step = per(text, at) ?? (PRICED.test(before) ? perAnything(text, at) : undefined);
  if (step === undefined || !COUNTED.test(before)) return undefined;
  return { ...perForm(text, step), rule: "unit" };
};

const NUMBER_WORD =
  /(?:^|\s)(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|triệu|tỷ|tỉ|vạn|mỗi|từng|nửa|rưỡi|số|vài|mấy)\s+$|\d-$/u;
const LONE = /([a-zA-ZµμΩ]+[²³23]?)(?![\p{L}\p{N}²³]| ?Bank)/uy;

/** "mỗi km", "hai mươi ha", "m²" standing by itself. */
export const loneUnit: Rule = ({ text, at, before }) => {
  const sign = take(LONE, text, at);
  if (sign === undefined) return undefined;
  const said = UNITS.get(sign.part(1));
  if (said === undefined) return undefined;
  const certain = /[²³]$|^(?:k?m[23]|km|kg|mm|cm|kWh|kW|MW|mg|ml|MHz|Mbps|GB|MB)$/u.test(
    sign.part(1),
  );
  const counted = sign.part(1).length > 1 && NUMBER_WORD.test(before);
  if (!certain && !counted) return undefined;
  return { ...perForm(text, { end: sign.end, spoken: said }), rule: "unit" };
};
