/**
 * What a search compares: lower case, no tone or vowel marks, đ as d, single spaces. SQLite's own tokenizer does not find
 * "Đồng Ếch" for "dong ech", so names are stored beside their folded copy.
 */
export const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/đ/g, "d")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** The words that a search asks for, each of which must occur. */
export const searchWords = (text: string): string[] =>
  fold(text).split(" ").filter(Boolean).slice(0, 8);

/** A name as an id: `[a-z0-9-]`, at most `longest` letters; empty when nothing of it is a Latin letter or digit. */
export const slug = (text: string, longest = 40): string =>
  fold(text)
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longest)
    .replace(/^-+|-+$/g, "");
