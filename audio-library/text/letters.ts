const NAMES: Readonly<Record<string, string>> = {
  a: "a",
  ă: "á",
  â: "ớ",
  b: "bê",
  c: "xê",
  d: "đê",
  đ: "đê",
  e: "e",
  ê: "ê",
  f: "ép",
  g: "gờ",
  h: "hát",
  i: "i",
  j: "gi",
  k: "ca",
  l: "lờ",
  m: "mờ",
  n: "nờ",
  o: "o",
  ô: "ô",
  ơ: "ơ",
  p: "pê",
  q: "quy",
  r: "rờ",
  s: "ét",
  t: "tê",
  u: "u",
  ư: "ư",
  v: "vê",
  w: "vê kép",
  x: "ích",
  y: "i dài",
  z: "dét",
};

/** A letter's name as it is said on air, "" for a sign that has none; a tone mark is not said. */
export function letterName(letter: string): string {
  const low = letter.toLowerCase();
  return NAMES[low] ?? NAMES[withoutTone(low)] ?? NAMES[low.normalize("NFD").charAt(0)] ?? "";
}

/** Grave, acute, tilde, hook and dot below are tones; circumflex, breve and horn make another letter. */
export const withoutTone = (word: string): string =>
  word
    .normalize("NFD")
    .replace(/[\u0300\u0301\u0303\u0309\u0323]/g, "")
    .normalize("NFC");

/** Letter by letter, as an unknown code is read. */
export const spell = (letters: string): string =>
  Array.from(letters, letterName)
    .filter((name) => name !== "")
    .join(" ");

/** In a clause "điểm d" and "điểm đ" follow each other, so there d must not sound like đ. */
export const pointName = (letter: string): string => (letter === "d" ? "dê" : letterName(letter));
