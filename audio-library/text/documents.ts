import { issuerOf, signerOf } from "./issuers.ts";
import { letterName, spell } from "./letters.ts";
import type { NumberWords } from "./numbers.ts";
import { readDigits, readInteger } from "./numbers.ts";
import type { Reading, Rule, Spot, Taken } from "./reading.ts";
import { take } from "./reading.ts";
import { FAMILIES, KINDS } from "./terms/issuers.ts";

const SO = /số ?:? ?(?=\d)/iuy;
const NUMBER = /(\d{1,5})([a-zđ](?![\p{L}\d]))?(?: ?[/–-] ?((?:19|20)\d{2})(?!\d))?/uy;
const CODE =
  /(?: ?[-–/] ?| (?=(?:NQ|QĐ|NĐ|TT|CT|KH|TB|BC|KL|HD|CV|TTr|CTr)[-–/]\p{Lu}))(\p{Lu}[\p{L}\d]{0,24}(?:[&,.]\p{Lu}[\p{L}\d]{0,24}){0,6}(?:[-–/] ?-?\p{Lu}[\p{L}\d]{0,24}(?:[&,.]\p{Lu}[\p{L}\d]{0,24}){0,6}){0,8})(?![\p{L}\d])/uy;

const LAWS =
  "nghị quyết|quyết định|nghị định|thông tư|luật|bộ luật|pháp lệnh|nđ|nq|qđ|tt|chỉ thị|ct";
const KIND_WORDS = [
  ...new Set([...KINDS.values()].map((kind) => kind.toLowerCase())),
  ...LAWS.split("|"),
  "văn bản",
  "thông tri",
  "hiến pháp",
  "kh",
  "tb",
  "cv",
  "bc",
].join("|");
const TYPED = new RegExp(`(?:^|[^\\p{L}])(?:${KIND_WORDS})\\.?(?: số:? ?|:? )$`, "u");
const LAW = new RegExp(`(?:^|[^\\p{L}])(?:${LAWS})\\.?(?: số:? ?|:? )$`, "u");

/** Does the kind of document stand just before, so that what follows is its number? */
export const isDocumentNumber = (before: string): boolean => TYPED.test(before);

const FORM = /(?:mẫu|biểu)(?: số)? $/u;

/** "Nghị quyết số 57-NQ/TW": the natural style, see the rule for the issuer in `issuerNamed`. */
export const document: Rule = (spot) => {
  const so = take(SO, spot.text, spot.at);
  if ((so === undefined && /số:? ?$/u.test(spot.before)) || FORM.test(spot.before))
    return undefined;
  const from = so?.end ?? spot.at;
  const number = take(NUMBER, spot.text, from);
  if (number === undefined) return undefined;
  const said = numberSaid(number.part(1), number.part(2), number.part(3), spot.how);
  const heard = so === undefined ? "" : "số ";
  const code = take(CODE, spot.text, number.end);
  if (code !== undefined) return coded(spot, { heard, said, year: number.part(3) }, code);
  const lawful =
    LAW.test(spot.before) && number.part(3) !== "" && !/^[/\d-]/u.test(spot.text.slice(number.end));
  return lawful ? { end: number.end, spoken: heard + said, rule: "document" } : undefined;
};

function numberSaid(digits: string, letter: string, year: string, how: NumberWords): string {
  const number = digits.startsWith("0") ? readDigits(digits) : readInteger(digits, how);
  return [
    number,
    ...(letter === "" ? [] : [letterName(letter)]),
    ...(year === "" ? [] : ["năm", readInteger(year, how)]),
  ].join(" ");
}

interface Read {
  readonly heard: string;
  readonly said: string;
  readonly year: string;
}

/** One part of a code: capitals, with the small letters of TTg, TTr or CTr, and a term (QH15). */
const PART = /^\p{Lu}[\p{Lu}&,.]*[grtđi]?\p{Lu}{0,4}\d{0,2}$/u;

/** A joint that was forgotten (57-NQTW) is seen between a known kind and a known issuer. */
function partsOf(code: string): readonly string[] {
  const parts = code.split(/ ?[-–/] ?-?/u);
  const joined = parts.length > 1 ? null : RUN_TOGETHER.exec(code);
  return joined === null ? parts : joined.slice(1);
}
const RUN_TOGETHER = /^(NQ|QĐ|NĐ|CT|KH|TB|BC|KL|HD)(TW|TTg|CP|UBND|HĐND)$/u;

/** "theo QĐ-TTg": a kind and its signer without a number. */
export const unnumbered: Rule = ({ text, at, how }) => {
  const found = take(UNNUMBERED, text, at);
  if (found === undefined) return undefined;
  const kind = String(KINDS.get(found.part(1))).toLowerCase();
  return {
    end: found.end,
    spoken: `${kind} của ${issuerOf(found.part(2), how)}`,
    rule: "document",
  };
};
const UNNUMBERED =
  /(NQ|QĐ|NĐ|CT|KH|TB|BC|KL|HD|TTr)[-–/](TW|TTg|CP|UBND|HĐND|TU|ĐU)(?![\p{L}\d&/–-])/uy;

function coded(spot: Spot, read: Read, code: Taken): Reading | undefined {
  const parts = partsOf(code.part(1));
  if (!parts.every((part) => PART.test(part))) return undefined;
  const { kind, issuers, unknown } = understood(parts, spot.how);
  const typed = TYPED.test(spot.before) || mentioned(spot.before, kind);
  const bare = !typed && read.heard === "";
  if (bare && (unknown || (parts.length < 2 && read.year === ""))) return undefined;
  const name = typed ? read.heard : `${kind} số `.trimStart();
  const signed = signature(spot, code.end, listed(issuers), unknown);
  const found = { end: code.end, spoken: name + read.said + signed, rule: "document" } as const;
  return unknown ? { ...found, doubt: "unknown-code" } : found;
}

/** A signer in small letters is a subject: "Biên bản số 01/BB-VPHC … vi phạm hành chính". */
function signature(spot: Spot, end: number, issuer: string, unknown: boolean): string {
  if (issuer === "" || issuerNamed(spot, end, issuer)) return "";
  return /^\p{Ll}/u.test(issuer) && !unknown ? ` ${issuer}` : ` của ${issuer}`;
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} và ${names.at(-1)}`;

interface Understood {
  readonly kind: string;
  readonly issuers: readonly string[];
  readonly unknown: boolean;
}

/** The first part is a kind (58/KH-UBND), or the sender of a letter (1273/BTTTT-TTCS). */
function understood(parts: readonly string[], how: NumberWords): Understood {
  const [first = "", second = "", ...more] = parts;
  const kind = kindOf(first, second);
  if (kind === undefined) {
    const sender = issuerOf(first, how);
    if (sender === undefined) return { kind: "", issuers: [spell(parts.join(""))], unknown: true };
    return {
      kind: /^(?:QH|UBTVQH)\d/u.test(first) ? "" : "Công văn",
      issuers: [sender],
      unknown: false,
    };
  }
  if (second === "") return { kind, issuers: [], unknown: false };
  const issuer = signerOf(second, how);
  if (issuer === undefined)
    return { kind, issuers: [spell(parts.slice(1).join(""))], unknown: true };
  // Further parts are co-signers of a joint document; elsewhere they name the drafting unit, which is not said.
  if (!first.endsWith("LT")) return { kind, issuers: [issuer], unknown: false };
  const others = more.map((part) => signerOf(part, how));
  const unknown = others.includes(undefined);
  return {
    kind,
    issuers: [issuer, ...others.map((one, at) => one ?? spell(String(more[at])))],
    unknown,
  };
}

/** The Party's "QĐ" of the centre is a regulation (quy định), the State's a decision. */
const kindOf = (first: string, second: string): string | undefined =>
  first === "QĐ" && second === "TW" ? "Quy định" : KINDS.get(first);

const mentioned = (before: string, kind: string): boolean =>
  kind !== "" &&
  new RegExp(`(?:${kind.toLowerCase()}|luật|văn bản)[^.;:!?\\n\\d]{0,70}$`, "u").test(before);

const DATE =
  "(?:,? ?(?:ký |ban hành )?(?:ngày )?\\d{1,2}(?:[/.-]\\d{1,2}[/.-]\\d{4}| tháng \\d{1,2},? năm \\d{4}))?";
const NAMED_NEXT = new RegExp(`^${DATE},?\\s+(?:của|do)\\s`, "iu");
const CLAUSE = /^(?:[^.;:,\n(]|,(?= ngày )|(?<=\d)[.,](?=\d))*/u;
const ISSUES = "(?:ban hành|thông qua|công bố|ký|có|ra|gửi)";

/** The code is silent where the clause names its issuer: behind it, or before a verb of issuing. */
function issuerNamed(spot: Spot, end: number, issuer: string): boolean {
  const after = spot.text.slice(end, end + 170);
  if (NAMED_NEXT.test(after)) return true;
  const names = FAMILIES.get(issuer) ?? issuer.toLowerCase();
  const [clause] = CLAUSE.exec(after) as RegExpExecArray;
  if (new RegExp(`(?:^|\\s)(?:của|do) (?:${names})(?!\\p{L})`, "iu").test(clause)) return true;
  const front = `(?:${names})(?!\\p{L})(?: \\p{L}+){0,6}? ${ISSUES}(?: \\p{L}+){1,5}(?: số:?)?\\s*$`;
  return new RegExp(`${front}|của (?:${names})(?!\\p{L})[^.;:\\d]{0,30}số:?\\s*$`, "iu").test(
    spot.before,
  );
}
