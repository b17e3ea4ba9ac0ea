/** Lines of an extracted text: blank lines between all of them mean nothing. */
const lines = (text: string): string[] =>
  text
    .normalize("NFC")
    .split(/\r?\n/)
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "");

// A line of running text is nearly full; a clearly shorter one ends its paragraph.
const FULL_LINE = 60;

/** The paragraphs of a text, whether it was typed (one line each) or extracted from a page (broken lines). */
export function paragraphs(text: string): string[] {
  const all = lines(text);
  if (all.some((line) => line.length > 200)) return all;
  const out: string[] = [];
  let open = "";
  for (const line of all) {
    open = open === "" ? line : `${open} ${line}`;
    if (line.length < FULL_LINE || /[.:;]$/.test(line)) {
      out.push(open);
      open = "";
    }
  }
  return open === "" ? out : [...out, open];
}

const words = (text: string): number => text.split(" ").length;

const upper = (text: string): boolean => text === text.toLocaleUpperCase("vi");

/**
 * A passage of an official text that makes a message of about `most` words: whole paragraphs from the first that cites
 * Resolution 57 with its number, headings left out. `undefined` when there is none.
 */
export function passage(text: string, most = 110): string | undefined {
  const all = paragraphs(text).filter((one) => words(one) >= 15 && !upper(one));
  const from = all.findIndex((one) => /57-NQ\/TW/.test(one) && /^Thực hiện/.test(one));
  const start = from >= 0 ? from : all.findIndex((one) => /Nghị quyết/.test(one));
  if (start < 0) return undefined;
  const out: string[] = [];
  for (const one of all.slice(start)) {
    if (out.length > 0 && words([...out, one].join(" ")) > most) break;
    out.push(one.replace(/:$/, "."));
  }
  return out.join("\n\n");
}
