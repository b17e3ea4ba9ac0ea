/** Text ready to be read: one line a paragraph, and for every character its place in the NFC input. */
export interface Source {
  readonly text: string;
  /** One more than `text` is long; the last is the length of the input. */
  readonly origin: readonly number[];
}

const DASHES = /[\u2010\u2011\u2012\u2043\u2212\ufe63\uff0d]/u;
const LONG_DASHES = /[\u2013\u2014\u2015]/u;
const BREAKS = /[\n\v\f\r\u0085\p{Zl}\p{Zp}]/u;
const SPACES = /[\t\p{Zs}]/u;
const UNSEEN = /\p{Cc}|\p{Cf}|\p{Variation_Selector}/u;
/** Full-width signs, digits in circles, raised and lowered digits but ² and ³, which units need. */
const WIDE = /[\uff01-\uff5e\u2160-\u2188\u2460-\u24ff\u2070\u00b9\u2074-\u2079\u2080-\u2089]/u;

function plainSign(char: string): string {
  if (char < "\u007f" && char >= " ") return char;
  if (BREAKS.test(char)) return "\n";
  if (SPACES.test(char)) return " ";
  if (UNSEEN.test(char)) return "";
  if (DASHES.test(char)) return "-";
  if (LONG_DASHES.test(char)) return "–";
  return WIDE.test(char) ? char.normalize("NFKC") : char;
}

interface Line {
  readonly text: string;
  readonly origin: readonly number[];
}

/** NFC, one kind of each sign, and lines that an extraction cut joined to paragraphs again. */
export function layOut(input: string): Source {
  const lines = linesOf(input);
  const width = wrapWidth(lines);
  const text: string[] = [];
  const origin: number[] = [];
  let last: Line | undefined;
  for (const line of lines) {
    if (last !== undefined) {
      const joint = jointOf(last.text, line.text, width);
      // A joint stands where the line before ended, so that a span up to it ends there too.
      if (joint !== "") origin.push((last.origin.at(-1) as number) + 1);
      text.push(joint);
    }
    text.push(line.text);
    for (const place of line.origin) origin.push(place);
    last = line;
  }
  return { text: text.join(""), origin: [...origin, input.length] };
}

function linesOf(input: string): Line[] {
  const lines: Line[] = [];
  let text = "";
  let origin: number[] = [];
  const close = () => {
    const start = text.search(/\S/u);
    const end = text.trimEnd().length;
    if (start >= 0) lines.push({ text: text.slice(start, end), origin: origin.slice(start, end) });
    text = "";
    origin = [];
  };
  for (let at = 0; at < input.length; at += 1) {
    const sign = plainSign(input.charAt(at));
    if (sign === "\n") close();
    else {
      text += sign;
      for (let copy = 0; copy < sign.length; copy += 1) origin.push(at);
    }
  }
  close();
  return lines;
}

const HARD_WRAP = 130;

/** How wide the page was; Infinity where lines were not cut by a page. */
function wrapWidth(lines: readonly Line[]): number {
  if (lines.length < 4) return Number.POSITIVE_INFINITY;
  const lengths = lines.map(({ text }) => text.length).sort((one, other) => one - other);
  const width = lengths[Math.floor(lengths.length * 0.9)] as number;
  return width < 30 || width > HARD_WRAP ? Number.POSITIVE_INFINITY : width;
}

const FINAL = /(?:[.!?:;…]|\.\/\.?)["”’')]*$/u;
const ITEM = /^(?:[-+*•●○▪■◦➢✓❖–]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][.)]|[IVX]{1,5}[.)])/iu;
const HEADING = /^(?:Chương|Điều|Mục|Phần|Phụ lục|Nơi nhận)(?!\p{L})/u;
const CUT_CODE = /[\p{L}\d]-$/u;

/** Words that never end a line of their own: the sentence goes on. */
const DANGLING =
  /(?:^|[\s(])(?:của|và|số|ngày|tháng|về|tại|từ|đến|cho|với|trong|theo|là|các|những|được|bằng|hoặc|để|do|trên|gồm|bởi|như|nếu|khi|mà|thì|sẽ|không|có|một|xã|tỉnh)$/iu;

/** A quotation or bracket that is still open. */
const isOpen = (line: string): boolean => last(line, "“(«") > last(line, "”)»");
const last = (line: string, signs: string): number =>
  Math.max(...Array.from(signs, (one) => line.lastIndexOf(one)));

/** What stands between two lines: nothing (a code cut in two), a space (one paragraph), a new paragraph. */
function jointOf(line: string, next: string, width: number): "" | " " | "\n" {
  if (CUT_CODE.test(line) && /^[\p{L}\d]/u.test(next)) return "";
  if (FINAL.test(line) || ITEM.test(next)) return "\n";
  if (/^[\p{Ll}]/u.test(next) || /[,(–]$| -$/u.test(line)) return " ";
  if (DANGLING.test(line) || isOpen(line)) return " ";
  if (/^\d/u.test(next) && line.length > width * 0.6) return " ";
  if (HEADING.test(next)) return "\n";
  const first = next.search(/\s|$/u);
  const full = line.length + 1 + first > width * 0.93;
  return full && !isCapitals(line) ? " " : "\n";
}

const isCapitals = (line: string): boolean => !/\p{Ll}/u.test(line);
