import { withoutTone } from "./letters.ts";
import { isSyllable } from "./syllable.ts";
import { FOREIGN } from "./terms/foreign.ts";
import { UNITS } from "./terms/units.ts";

/** "quangngai" → quang, ngai: the fewest whole syllables that make up a word, if they can. */
export function syllablesOf(
  word: string,
  syllableOf: (letters: string) => string | undefined = asWritten,
): readonly string[] | undefined {
  if (word.length > 40) return undefined;
  const best: (readonly string[] | undefined)[] = [[]];
  for (let end = 1; end <= word.length; end += 1) {
    for (let start = Math.max(0, end - 7); start < end; start += 1) {
      const front = best[start];
      const syllable = front === undefined ? undefined : syllableOf(word.slice(start, end));
      if (front === undefined || syllable === undefined) continue;
      const found = best[end];
      const whole = [...front, syllable];
      if (found === undefined || cost(whole) < cost(found)) best[end] = whole;
    }
  }
  return best[word.length];
}

const asWritten = (letters: string): string | undefined =>
  isSyllable(letters) ? letters : undefined;

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
  [/^d/, "đ"],
  [/^[bđhlmnprstvx]/, ""],
];

const ANY = [/^./u, ""] as const;

/** What a final consonant becomes; r, h, w and j fall silent. */
const FINALS = new Map(
  Object.entries({ p: "bpfv", t: "tdszxđ", c: "ckgq", n: "ln", m: "m" }).flatMap(
    ([said, written]) => Array.from(written, (one) => [one, said] as const),
  ),
);

const V = "aeiouyăâêôơư";
/** Onset, vowels, and the consonants behind them that no vowel follows. */
const PARTS = new RegExp(`([^${V}]*)([${V}]+)((?:[^${V}](?![${V}]))*)`, "gu");
const SOUNDS = new Map(
  Object.entries({
    oo: "u",
    ee: "i",
    ea: "i",
    ie: "i",
    ei: "ây",
    ey: "ây",
    ay: "ây",
    ou: "u",
    eu: "êu",
  }),
);

/**
 * A foreign word in Vietnamese syllables by rough rule (Krông → cờ rông), so that no voice is left to guess.
 * Undefined where the rules give up; the caller then spells the letters. No sign of a unit comes out ("ha").
 */
export const respell = (word: string): string | undefined =>
  respelt(word)
    ?.split(" ")
    .map(spelt)
    .map((one) => FOREIGN.get(one) ?? (UNITS.has(one) ? sharp(one) : one))
    .join(" ");

/** Vietnamese writes k in front of i, e and y, and gi swallows an i: "ki", "gi". */
const spelt = (one: string): string => one.replace(/^c(?=[iyeê])/u, "k").replace(/^gii/u, "gi");

function respelt(word: string): string | undefined {
  const low = word.toLowerCase();
  if (low.length > 24) return undefined;
  const whole = syllablesOf(low);
  if (whole?.slice(1).every((one) => !VOWEL.test(one.normalize("NFD")))) return whole.join(" ");
  const cluster = clustered(low);
  if (cluster !== undefined) return cluster;
  const parts = [...withoutTone(low).matchAll(PARTS)];
  const said = parts.flatMap((part, index) =>
    sounded(String(part[1]), String(part[2]), String(part[3]), index === parts.length - 1),
  );
  return said.length > 0 && said.every(isSyllable) ? said.join(" ") : whole?.join(" ");
}

/** Names of the highlands: one consonant more in front of a syllable (Hrê, Plông, Mnông). */
function clustered(low: string): string | undefined {
  const rest = syllablesOf(low.slice(1));
  if (rest === undefined || !/^[bcdđghklmnprst][^aeiouyăâêôơư]/u.test(low)) return undefined;
  const head = low.charAt(0).replace("k", "c").replace("d", "đ");
  return [`${head}ờ`, ...rest].join(" ");
}

/** One vowel group with the consonants around it; a mute e at the end of a word has no sound. */
function sounded(onset: string, vowel: string, coda: string, last: boolean): string[] {
  const heads = headsOf(onset);
  const head = heads.pop() ?? "";
  const said = heads.map((one) => `${one}ờ`);
  if (last && vowel === "e" && coda === "" && head !== "") return said;
  const heard = SOUNDS.get(vowel) ?? vowel;
  const core = isSyllable(head + heard) ? heard : heard.charAt(0);
  const final = FINALS.get(coda.charAt(0)) ?? "";
  const closed = head + (/[ptc]/u.test(final) ? sharp(core) : core) + final;
  return [...said, isSyllable(closed) ? closed : head + core];
}

/** Consonants one by one, as a Vietnamese mouth begins a syllable with them: "str" → s, t, r. */
function headsOf(onset: string): string[] {
  const heads: string[] = [];
  for (let rest = onset; rest !== ""; ) {
    const [pattern, sound] = [...ONSETS.filter(([one]) => one.test(rest)), ANY][0] as typeof ANY;
    const written = rest.slice(0, pattern.exec(rest)?.[0].length);
    heads.push(sound === "" ? written : sound);
    rest = rest.slice(written.length);
  }
  return heads;
}

/** Syllables that end in p, t or c have a tone: "tech" → téc. */
const sharp = (core: string): string =>
  core.slice(0, -1) + `${core.slice(-1)}\u0301`.normalize("NFC");
