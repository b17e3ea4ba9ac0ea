import { letterName } from "./letters.ts";
import { readDigits } from "./numbers.ts";
import type { Reading, Rule } from "./reading.ts";
import { take } from "./reading.ts";
import { syllablesOf } from "./respell.ts";
import { unmarkedSyllable } from "./syllable.ts";
import { FOREIGN } from "./terms/foreign.ts";

const MAIL = /[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}/y;
const LINK = /(?:https?:\/\/|ftp:\/\/|www\.)[^\s<>"“”()]{1,200}/iuy;
const SITE =
  /(?:[A-Za-z0-9-]{1,63}\.){1,5}(?:vn|com|net|org|gov|edu|info|asia|io|app|me|tv|int|ly|gl)(?![\p{L}\d])(?:\/[\w\-./?=&%#~+]{0,150})?/uy;
const NUMERIC = /\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\d.])/y;

/** Where a longer word is hidden in a name without spaces: dichvucong.gov.vn. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["dichvucong", "dịch vụ công"],
  ["chinhphu", "chính phủ"],
  ["quangngai", "quảng ngãi"],
  ["binhdanhocvuso", "bình dân học vụ số"],
  ["thutuc", "thủ tục"],
  ["hcm", "hát xê mờ"],
  ["gov", "gốp"],
  ["com", "com"],
  ["vn", "vê nờ"],
  ["net", "nét"],
  ["org", "oóc"],
  ["edu", "e đu"],
  ["info", "in phô"],
  ["www", "vê kép vê kép vê kép"],
  ["html", "hát tê mờ lờ"],
  ["pdf", "pê đê ép"],
]);
const MARKS: Readonly<Record<string, string>> = {
  ".": "chấm",
  "@": "a còng",
  "-": "gạch ngang",
  _: "gạch dưới",
  "/": "gạch chéo",
  ":": "hai chấm",
};

/** E-mail and web addresses; the editor is asked whether people can write them down from hearing. */
export const address: Rule = ({ text, at }) => {
  const numeric = take(NUMERIC, text, at);
  if (numeric !== undefined) return undefined;
  const found = take(MAIL, text, at) ?? take(LINK, text, at) ?? take(SITE, text, at);
  return found === undefined ? undefined : said(found.part(0), at);
};

function said(written: string, at: number): Reading {
  const kept = written.replace(/[.,;:!?]+$/u, "");
  const bare = kept.replace(/^(?:https?|ftp):\/\//iu, "").replace(/\/+$/u, "");
  const pieces = Array.from(bare.matchAll(/\p{L}+|\d+|[^\p{L}\d]/gu), ([one]) => one);
  const spoken = pieces
    .map(piece)
    .filter((word) => word !== "")
    .join(" ");
  return { end: at + kept.length, spoken, rule: "address", doubt: "address" };
}

function piece(written: string): string {
  if (/\d/.test(written)) return readDigits(written);
  const low = written.toLowerCase();
  const known = WORDS.get(low) ?? FOREIGN.get(low) ?? MARKS[written];
  if (known !== undefined) return known;
  return sounded(low).join(" ");
}

/** "ubndphulam": as few letters by name as possible, then syllables. */
function sounded(low: string): readonly string[] {
  for (let spelt = 0; spelt <= low.length - 2; spelt += 1) {
    const rest = syllablesOf(low.slice(spelt), unmarkedSyllable);
    if (rest !== undefined) return [...Array.from(low.slice(0, spelt), letterName), ...rest];
  }
  return Array.from(low, letterName);
}
