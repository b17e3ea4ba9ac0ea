/** Puts what is said together: one space between words, none before a comma, a stop at a paragraph's end. */
export interface Spoken {
  /** `changed` words are kept apart from their neighbours even if nothing stood between. */
  say(words: string, changed: boolean): void;
  text(): string;
}

const PAUSES = ",;:.!?";
const STOPS = /[.!?:;]/u;
const WORDY = /[\p{L}\p{M}\d]/u;

export function spoken(): Spoken {
  const pieces: string[] = [];
  let last = "";
  let gap: "" | " " | "\n" = "";
  let apart = false;

  const add = (piece: string): void => {
    pieces.push(piece);
    last = piece.slice(-1);
    gap = "";
  };

  function pause(mark: string): void {
    if (last === "" || last === "(") return;
    if (last === "\n" || (PAUSES.includes(last) && !(last === "," && mark !== ","))) return;
    if (last === ",") pieces.pop();
    add(mark);
  }

  function endParagraph(): void {
    // A bracket that opens nothing would join the next paragraph.
    while (/[ (]$/u.test(last)) {
      pieces.pop();
      last = pieces.at(-1)?.slice(-1) ?? "";
    }
    if (last === "" || last === "\n") return;
    if (last === "," || !STOPS.test(last)) pause(".");
    add("\n");
  }

  function word(words: string, changed: boolean): void {
    if (gap === "\n" && last !== "" && last !== "\n") endParagraph();
    const glued =
      gap === "" && (changed || apart) && WORDY.test(last) && WORDY.test(words.charAt(0));
    const opens = words === "(" && WORDY.test(last);
    const spaced =
      opens || gap !== "" || glued || (PAUSES.includes(last) && last !== "" && (changed || apart));
    if (last !== "" && last !== "\n" && last !== "(" && spaced) add(" ");
    add(words);
    apart = changed;
  }

  return {
    say(words, changed) {
      if (words === "") return blank(changed);
      if (/^\s+$/u.test(words)) gap = words.includes("\n") || gap === "\n" ? "\n" : " ";
      else if (words === ")") add(")");
      else if (words.length === 1 && PAUSES.includes(words)) {
        pause(words);
        apart ||= changed && words === ",";
      } else word(words, changed);
    },
    text: () => pieces.join(""),
  };

  function blank(changed: boolean): void {
    if (changed && gap === "" && WORDY.test(last)) gap = " ";
  }
}
