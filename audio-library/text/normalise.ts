import { layOut } from "./layout.ts";
import type { LexiconEntry } from "./lexicon.ts";
import { lexiconHits } from "./lexicon.ts";
import type { Found } from "./reader.ts";
import { readings } from "./reader.ts";
import type { Doubt, RuleName } from "./reading.ts";
import { spoken } from "./spoken.ts";

/** One stretch that is said otherwise than written: `from` and `to` count in the NFC input. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly written: string;
  readonly spoken: string;
  readonly rule: RuleName;
}

/** A reading that an editor should look at before it airs. */
export interface Flag extends Span {
  readonly doubt: Doubt;
}

export interface Normalised {
  /** What a voice is given: plain Vietnamese syllables and pauses, one line a paragraph. */
  readonly spoken: string;
  readonly spans: readonly Span[];
  readonly flags: readonly Flag[];
}

export interface NormaliseOptions {
  readonly lexicon?: readonly LexiconEntry[];
  /** Southern number words: ngàn, lẻ. */
  readonly south?: boolean;
}

/**
 * Official Vietnamese text as it is read aloud. Pure: the same text and options give the same words.
 * Document numbers are read in the natural style: no kind twice, the issuer once.
 */
export function normalise(text: string, options: NormaliseOptions = {}): Normalised {
  const input = text.normalize("NFC");
  const source = layOut(input);
  const how = { south: options.south === true };
  // A lexicon's reading may itself hold a number or a short form.
  const hits = lexiconHits(source.text, options.lexicon ?? []).map((hit) => ({
    ...hit,
    reading: normalise(hit.reading, how).spoken,
  }));
  const out = spoken();
  const spans: Span[] = [];
  const flags: Flag[] = [];
  for (const found of readings(source.text, how, hits)) {
    out.say(found.said, found.reading !== undefined);
    const span = spanOf(found, input, source.origin);
    if (span === undefined) continue;
    if (isHeard(span)) spans.push(span);
    const doubt = found.reading?.doubt;
    if (doubt !== undefined) flags.push({ ...span, doubt });
  }
  return { spoken: out.text(), spans, flags };
}

function spanOf(found: Found, input: string, origin: readonly number[]): Span | undefined {
  const { reading } = found;
  if (reading === undefined) return undefined;
  const from = origin[found.at] as number;
  const to = (origin[reading.end - 1] as number) + 1;
  return { from, to, written: input.slice(from, to), spoken: reading.spoken, rule: reading.rule };
}

/** Quotation marks and bullets that fall away are no news to an editor. */
const isHeard = ({ written, spoken: said, rule }: Span): boolean =>
  written !== said && (rule !== "sign" || /[\p{L}\d]/u.test(written + said));
