import { isSyllable } from "./syllable.ts";
import { FOREIGN } from "./terms/foreign.ts";

/** "quangngai" → quang, ngai: the fewest whole syllables that make up a word, if they can. */
export function syllablesOf(word: string): readonly string[] | undefined {
  if (word.length > 40) return undefined;
  const best: (readonly string[] | undefined)[] = [[]];
  for (let end = 1; end <= word.length; end += 1) {
    for (let start = Math.max(0, end - 7); start < end; start += 1) {
      const front = best[start];
      if (front === undefined || !isSyllable(word.slice(start, end))) continue;
      const found = best[end];
      const whole = [...front, word.slice(start, end)];
      if (found === undefined || cost(whole) < cost(found)) best[end] = whole;
    }
  }
  return best[word.length];
}

/** A syllable in the middle of a word rather begins with its consonant: vi na, not vin a. */
const cost = (syllables: readonly string[]): number =>
  syllables.reduce((sum, one, at) => sum + (at > 0 && VOWEL.test(one.normalize("NFD")) ? 3 : 2), 0);
const VOWEL = /^[aeiouy]/;

const ONSETS: readonly (readonly [RegExp, string])[] = [
  [/^sch|^sh/, "s"],
  [/^ph/, "ph"],
  [/^th/, "th"],
  [/^tr/, "tr"],
  [/^ch/, "ch"],
  [/^kh/, "kh"],
  [/^ngh?/, "ng"],
  [/^nh/, "nh"],
  [/^gh?/, "g"],
  [/^qu/, "qu"],
  [/^wh|^w/, "u"],
  [/^ck|^c(?=[eiy])/, "x"],
  [/^[ckq]/, "c"],
  [/^f/, "ph"],
  [/^j/, "gi"],
  [/^z/, "d"],
  [/^[bdđhlmnprstvx]/, ""],
];

const FINALS: Readonly<Record<string, string>> = {
  b: "p", p: "p", f: "p", v: "p", t: "t", d: "t", s: "t", z: "t", x: "t", đ: "t",
  c: "c", k: "c", g: "c", q: "c", l: "n", n: "n", m: "m", h: "", r: "", j: "", w: "",
};
const SHARP: Readonly<Record<string, string>> = {
  a: "á", e: "é", i: "í", o: "ó", u: "ú", y: "ý", ă: "ắ", â: "ấ", ê: "ế", ô: "ố", ơ: "ớ", ư: "ứ",
};

const V = "aeiouyăâêôơư";
/** Onset, vowels, and the consonants behind them that no vowel follows. */
const PARTS = new RegExp(`([^${V}]*)([${V}]+)((?:[^${V}](?![${V}]))*)`, "gu");
const SOUNDS: Readonly<Record<string, string>> = {
  oo: "u",
  ee: "i",
  ea: "i",
  ie: "i",
  ei: "ây",
  ey: "ây",
  ay: "ây",
  ou: "u",
  eu: "êu",
};

/**
 * A foreign word in Vietnamese syllables by rough rule (Krông → cờ rông), so that no voice is left to guess.
 * Undefined where the rules give up; the caller then spells the letters.
 */
export const respell = (word: string): string | undefined =>
  respelt(word)
    ?.split(" ")
    .map((one) => FOREIGN.get(one) ?? one)
    .join(" ");

function respelt(word: string): string | undefined {
  const low = word.toLowerCase().replace(/['’-]/gu, "");
  if (low.length > 24 || !/^[a-zăâêôơưđ\u0300-\u036f\u00c0-\u1ef9]+$/u.test(low)) return undefined;
  const whole = syllablesOf(low);
  if (whole !== undefined && whole.slice(1).every((one) => !VOWEL.test(one.normalize("NFD")))) return whole.join(" ");
  const cluster = clustered(low);
  if (cluster !== undefined) return cluster;
  const said = [...low.matchAll(PARTS)].flatMap(([, onset = "", vowel = "", coda = ""], index, all) =>
    sounded(onset, vowel, coda, index === all.length - 1),
  );
  return said.length > 0 && said.every(isSyllable) ? said.join(" ") : whole?.join(" ");
}

/** Names of the highlands: one consonant more in front of a syllable (Hrê, Plông, Mnông). */
function clustered(low: string): string | undefined {
  const rest = syllablesOf(low.slice(1));
  if (rest === undefined || !/^[bcdđghklmnprst][^aeiouyăâêôơư]/u.test(low)) return undefined;
  return [`${low.charAt(0) === "k" ? "c" : low.charAt(0)}ờ`, ...rest].join(" ");
}

function sounded(onset: string, vowel: string, coda: string, last: boolean): string[] {
  const said: string[] = [];
  let rest = onset;
  let head = "";
  while (rest !== "") {
    if (head !== "") said.push(`${head}ờ`);
    const [pattern, sound] = ONSETS.find(([one]) => one.test(rest)) ?? [/^./u, ""];
    const written = pattern.exec(rest)?.[0] ?? rest.charAt(0);
    head = sound === "" ? written : sound;
    rest = rest.slice(written.length);
  }
  const silentE = last && vowel === "e" && coda === "" && head !== "";
  const heard = SOUNDS[vowel] ?? vowel;
  const core = isSyllable(head + heard) ? heard : heard.charAt(0);
  if (silentE) return said;
  const final = FINALS[coda.charAt(0)] ?? "";
  const open = head + core + final;
  const sharp = /[ptc]$/u.test(final) ? open.replace(core.charAt(core.length - 1), (v) => SHARP[v] ?? v) : open;
  said.push(isSyllable(sharp) ? sharp : head + core);
  return said;
}

