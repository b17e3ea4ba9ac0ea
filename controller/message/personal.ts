/**
 * What a notice may say of one person without need: Law 91/2025/QH15 on personal data holds for a loudspeaker too. The check
 * warns and names the places; a person decides.
 */
export type PersonalKind = "id-number" | "phone" | "account" | "birth-date" | "health";

export interface Personal {
  readonly kind: PersonalKind;
  /** In the NFC text. */
  readonly from: number;
  readonly to: number;
  readonly found: string;
}

export const personalNames: Readonly<Record<PersonalKind, string>> = {
  "id-number": "số giấy tờ cá nhân",
  phone: "số điện thoại riêng",
  account: "số tài khoản",
  "birth-date": "ngày sinh",
  health: "thông tin sức khoẻ của một người",
};

interface Sign {
  readonly kind: PersonalKind;
  readonly pattern: RegExp;
  /** Looks at the clause before the place and at what was found. */
  readonly holds: (before: string, found: string) => boolean;
}

/** How far before a number its name may stand. */
const CLAUSE = 60;
const digitsOf = (text: string): string => text.replace(/\D/g, "");

// Numbers that are published to be called are no one's secret: 1900…, 1800…, 1022, 113 are too short for the pattern or
// excluded by it, and any number that is announced as a hotline or as an office's.
const HOTLINE = /(?:đường dây nóng|hotline|tổng đài|trực ban|trực chỉ huy)[^.;\n]*$/iu;
const OFFICE =
  /(?:ubnd|hđnd|ủy ban|uỷ ban|trụ sở|văn phòng|trung tâm|trạm|công an|bệnh viện|sở|phòng|chi cục|ban chỉ huy|công ty|bưu điện)[^.;\n]*$/iu;
const ACCOUNT = /(?:tài khoản|stk|số tk)[^.;\n]*$/iu;
const PAPER =
  /(?:cccd|cmnd|cmt|căn cước|chứng minh|định danh|hộ chiếu|bảo hiểm|bhyt|bhxh|thẻ|mã số thuế)[^.;\n]*$/iu;

const NUMBER =
  /(?<![\d.,/-]\s?|[\p{L}\d])\(?(?:\+84|0\d{0,3})\)?(?:[ .-]?\d){5,11}(?!\d|[.,/-]\d)/gu;
const LONG =
  /(?<![\d.,/\p{L}-])(?:[A-Z]{1,2}\s?)?\d(?:[ .-]?\d){6,15}(?!\d|[.,/-]\d|\s?(?:đồng|đ(?!\p{L})))/gu;

/** Mobile numbers are ten digits that begin 03, 05, 07, 08, 09; a landline begins 02. */
function isPrivatePhone(before: string, found: string): boolean {
  const digits = digitsOf(found).replace(/^84/, "0");
  if (PAPER.test(before) || ACCOUNT.test(before) || HOTLINE.test(before)) return false;
  if (/^0[35789]\d{8}$/.test(digits)) return true;
  return /^02\d{8,9}$/.test(digits) && !OFFICE.test(before);
}

/** Twelve digits: province of birth 001-096, then sex and century 0-3. Other papers only where the text calls them so. */
function isPaper(before: string, found: string): boolean {
  const digits = digitsOf(found);
  if (ACCOUNT.test(before)) return false;
  if (/^0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8}$/.test(digits)) return true;
  return PAPER.test(before) && digits.length >= 7;
}

const isAccount = (before: string, found: string): boolean =>
  ACCOUNT.test(before) && digitsOf(found).length >= 8;

const DAY = "\\d{1,2}\\s?[/.-]\\s?\\d{1,2}\\s?[/.-]\\s?\\d{4}";
const BIRTH = new RegExp(
  `(?<!\\p{L})(?:ngày sinh|sinh ngày|sinh năm|ngày tháng năm sinh|s\\.?n\\.?)(?!\\p{L})\\s*:?\\s*(?:ngày\\s+)?(?:${DAY}|\\d{1,2} tháng \\d{1,2}(?: năm \\d{4})?|(?:19|20)\\d{2})(?!\\d)`,
  "giu",
);

// A named person and an illness in one sentence; an illness alone is news for everybody.
const ILL =
  "nhiễm HIV|HIV|AIDS|dương tính|ung thư|tâm thần|động kinh|lao phổi|viêm gan|giang mai|nghiện|cai nghiện|sẩy thai|phá thai|mang thai|trầm cảm|khuyết tật|bệnh án|đột quỵ|F0|mắc bệnh|bị bệnh|điều trị bệnh|chẩn đoán";
const NAME =
  "(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Ee]m|[Cc]háu|[Cc]ô|[Cc]hú|[Bb]ác|[Bb]ệnh nhân|đồng chí|đ/c)\\s+\\p{Lu}\\p{Ll}*(?:\\s+\\p{Lu}\\p{Ll}*)*";
const NAMED = new RegExp(`${NAME}[^;\\n]*$`, "u");
const NAMES = new RegExp(NAME, "gu");
const ILLNESS = new RegExp(`(?<!\\p{L})(?:${ILL})(?!\\p{L})`, "u");
const SENTENCE = /[^.!?\n]+/gu;
const FAR = 120;

/** From the name to the illness or the other way round, when they stand near each other in a sentence. */
function* healthIn(text: string): Generator<Personal> {
  for (const { 0: sentence, index } of text.matchAll(SENTENCE)) {
    const ill = ILLNESS.exec(sentence);
    if (ill === null) continue;
    const end = ill.index + ill[0].length;
    for (const name of sentence.matchAll(NAMES)) {
      const from = Math.min(name.index, ill.index);
      const to = Math.max(name.index + name[0].length, end);
      if (to - from > FAR) continue;
      const found = sentence.slice(from, to);
      yield { kind: "health", from: index + from, to: index + to, found };
      break;
    }
  }
}

/** A bare year names a year group ("thanh niên sinh năm 2007") unless somebody is named before it. */
const isBirth = (before: string, found: string): boolean =>
  /[/.-]|tháng|ngày/iu.test(found) || NAMED.test(before);

const signs: readonly Sign[] = [
  { kind: "id-number", pattern: LONG, holds: isPaper },
  { kind: "account", pattern: LONG, holds: isAccount },
  { kind: "phone", pattern: NUMBER, holds: isPrivatePhone },
  { kind: "birth-date", pattern: BIRTH, holds: isBirth },
];

function* numbersIn(text: string): Generator<Personal> {
  for (const { kind, pattern, holds } of signs) {
    for (const { 0: found, index } of text.matchAll(pattern)) {
      const before = text.slice(Math.max(0, index - CLAUSE), index);
      if (holds(before, found)) yield { kind, from: index, to: index + found.length, found };
    }
  }
}

/** The places in reading order; of two that overlap the first stands. */
export function personalIn(raw: string): readonly Personal[] {
  const text = raw.normalize("NFC");
  const all = [...numbersIn(text), ...healthIn(text)].sort((one, other) => one.from - other.from);
  let end = 0;
  return all.filter(({ from, to }) => {
    if (from < end) return false;
    end = to;
    return true;
  });
}
