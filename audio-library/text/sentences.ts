/** What an engine takes at once. A Vietnamese letter is up to three bytes of UTF-8. */
export interface Longest {
  readonly characters: number;
  readonly bytes: number;
}

/** How long to rest behind a piece; the caller turns it into silence. */
export type Pause = "none" | "clause" | "sentence" | "paragraph";

export interface Sentence {
  readonly text: string;
  readonly pause: Pause;
}

/** A list's number or letter alone ("một chấm hai.") is no sentence: it goes with what it numbers. */
const MARK =
  /^(?:(?:chương|mục|phần|điều|phụ lục) )?(?:(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|trăm|linh|lẻ|chấm|a|bê|xê|dê|đê|e|ép|gờ|hát|i|ca|lờ|mờ)(?: |(?=\.$)))+\.$/iu;
const SENTENCE = /[^.!?;:]+(?:[.!?;:]+[)]?(?=\s|$)|[.!?;:](?=\S)|$)|[.!?;:]+/gu;

/**
 * Spoken text cut for an engine: at sentence ends, else at commas, else between words, else anywhere; no
 * piece is longer than `longest`, nothing is lost but white space.
 */
export function sentences(spoken: string, longest: Longest): readonly Sentence[] {
  const found: Sentence[] = [];
  for (const paragraph of spoken.split("\n")) {
    const pieces = whole(paragraph);
    for (const [index, piece] of pieces.entries()) {
      const cut = fit(piece, longest);
      const end: Pause = index === pieces.length - 1 ? "paragraph" : pauseOf(piece);
      const last = cut.length - 1;
      found.push(...cut.map((text, at) => ({ text, pause: at === last ? end : breath(text) })));
    }
  }
  return found;
}

const pauseOf = (piece: string): Pause => (/[;:]$/u.test(piece) ? "clause" : "sentence");
const breath = (piece: string): Pause => (/[,;:]$/u.test(piece) ? "clause" : "none");

function whole(paragraph: string): string[] {
  const pieces: string[] = [];
  let mark = "";
  for (const [found] of paragraph.matchAll(SENTENCE)) {
    const piece = found.trim();
    if (piece === "") continue;
    if (pieces.length === 0 && mark === "" && MARK.test(piece)) mark = `${piece.slice(0, -1)},`;
    else {
      pieces.push(opened(mark === "" ? piece : `${mark} ${piece}`));
      mark = "";
    }
  }
  if (mark !== "") pieces.push(mark.replace(/,$/u, "."));
  return pieces;
}

/** "a) Năm …": the bracket of a list's letter is heard as a short rest. */
const opened = (piece: string): string =>
  piece.replace(/^((?:\p{L}{1,8} ){0,2}\p{L}{1,8})\) /u, "$1, ");

export const utf8Bytes = (text: string): number => {
  let bytes = 0;
  for (const char of text) {
    const point = char.codePointAt(0) as number;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
};

const fits = (text: string, { characters, bytes }: Longest): boolean =>
  text.length <= characters && utf8Bytes(text) <= bytes;

/** Splits greedily at the best place that still fits. */
function fit(piece: string, longest: Longest): string[] {
  if (fits(piece, longest)) return [piece];
  const steps = [piece.split(/(?<=[;:]) /u), piece.split(/(?<=,) /u), piece.split(" ")];
  for (const parts of steps) if (parts.length > 1) return packed(parts, longest);
  return packedLetters(piece, longest);
}

function packed(parts: readonly string[], longest: Longest): string[] {
  const found: string[] = [];
  let current = "";
  for (const part of parts) {
    const longer = current === "" ? part : `${current} ${part}`;
    if (fits(longer, longest)) current = longer;
    else {
      if (current !== "") found.push(current);
      const cut = fit(part, longest);
      current = String(cut.pop());
      found.push(...cut);
    }
  }
  return [...found, current];
}

/** One endless word; a limit below one letter still makes progress. */
function packedLetters(word: string, longest: Longest): string[] {
  const found: string[] = [];
  let current = "";
  for (const char of word) {
    if (current !== "" && !fits(current + char, longest)) {
      found.push(current);
      current = "";
    }
    current += char;
  }
  return [...found, current];
}
