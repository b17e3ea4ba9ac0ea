import { expansionOf } from "./abbreviations.ts";
import { issuerOf } from "./issuers.ts";
import { letterName, spell } from "./letters.ts";
import { readDigits, readInteger } from "./numbers.ts";
import type { Rule } from "./reading.ts";
import { take, unrepeated } from "./reading.ts";

const STANDARD =
  /((?:TCVN|QCVN|QCĐP|TCCS|TCN|ISO|IEC|QTĐT)(?:\/[A-Z]{2,4})?(?: ISO)?)[- ]?(\d{1,6})(?:-(\d{1,3}))?(?:[:-]((?:19|20)\d{2}))?(?:\/(\p{Lu}[\p{Lu}&]+))?(?![\p{L}\d])/uy;

/** "QCVN 26:2025/BNNMT", "ISO 9001:2015". */
export const standard: Rule = ({ text, at, how }) => {
  const found = take(STANDARD, text, at);
  if (found === undefined) return undefined;
  const names = found
    .part(1)
    .split(/[ /]/u)
    .map((name) => expansionOf(name) ?? spell(name));
  const [number, part, year, issuer] = [2, 3, 4, 5].map(found.part) as [
    string,
    string,
    string,
    string,
  ];
  const said = [...names, number.startsWith("0") ? readDigits(number) : readInteger(number, how)];
  if (part !== "") said.push(readInteger(part, how));
  if (year !== "") said.push("năm", readInteger(year, how));
  if (issuer !== "") said.push("của", issuerOf(issuer, how) ?? spell(issuer));
  return { end: found.end, spoken: said.join(" "), rule: "code" };
};

const ROADS: Readonly<Record<string, string>> = {
  QL: "quốc lộ",
  ĐT: "đường tỉnh",
  TL: "tỉnh lộ",
  ĐH: "đường huyện",
  HL: "hương lộ",
  ĐX: "đường xã",
  CT: "cao tốc",
};
const ROAD =
  /(QL|ĐT|TL|ĐH|HL|ĐX|CT)(?:\. ?|-| (?!0\d{6}))?(\d{1,3})([A-ZĐ]{0,2})(?![\p{L}\d]|[/-]\p{Lu}|[ .]?\d)/uy;
/** "giống OM5451, ĐT100" are seeds. */
const SEED = /(?:giống|lúa|ngô|đậu|lạc|mía)(?: \p{L}+\d+,?)* $/u;
const KM = /(?:Km|KM|km)\.? ?(\d{1,4})\+(\d{1,3})(?!\d)/uy;

/** "QL1A", "ĐT.379", "Km12+500". */
export const road: Rule = ({ text, at, before, how }) => {
  const found = take(ROAD, text, at);
  if (found !== undefined && !SEED.test(before)) {
    // "CT 05" is a directive, "CT.01" an expressway.
    if (found.part(1) === "CT" && text.charAt(at + 2) !== "." && text.charAt(at + 2) !== "0")
      return undefined;
    const letters = Array.from(found.part(3), letterName);
    const spoken = [ROADS[found.part(1)], readInteger(found.part(2), how), ...letters].join(" ");
    return { end: found.end, spoken: unrepeated(before, spoken, 1), rule: "code" };
  }
  const km = take(KM, text, at);
  if (km === undefined) return undefined;
  const spoken = `ki lô mét ${readInteger(km.part(1), how)} cộng ${readInteger(km.part(2), how)}`;
  return { end: km.end, spoken, rule: "code" };
};
