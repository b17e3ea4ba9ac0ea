import type { LexiconEntry } from "../../audio-library/text/lexicon.ts";
import { normalise } from "../../audio-library/text/normalise.ts";
import { isSyllable } from "../../audio-library/text/syllable.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { LexiconTable } from "../store/library-tables.ts";

/** A place's lexicon is looked through for every text, so it has a size. */
export const MOST_TERMS = 1_000;

export interface Term {
  readonly term: string;
  readonly folded: string;
  readonly reading: string;
}

const oneLine = (text: string): string => text.normalize("NFC").replace(/\s+/g, " ").trim();

/** One term per place whatever its case: `UBND` and `ubnd` are the same entry. */
export const termKey = (term: string): string => oneLine(term).toLowerCase();

/**
 * A reading that a place may give. A lexicon that could turn "không" into "có" would change what an approved text says,
 * so a term is a name, a short form or a phrase; and what is read must not be left to the voice's guess.
 */
export function termOf(given: { readonly term: string; readonly reading: string }): Result<Term> {
  const term = oneLine(given.term);
  const words = term.split(" ");
  const isShort = words.length === 1 && isSyllable(term) && term !== term.toUpperCase();
  if (!/\p{L}/u.test(term) || isShort) return refuse("lexicon-term");
  const reading = oneLine(given.reading);
  const { spoken, flags } = normalise(reading);
  if (!/\p{L}/u.test(spoken)) return refuse("lexicon-reading");
  if (flags.length === 0) return done({ term, folded: termKey(term), reading });
  const odd = flags.map((flag) => flag.written).join(", ");
  return refuse("lexicon-reading", { detail: `Giọng đọc phải đoán: ${odd}.` });
}

/** Rows of a place and those above it as the reader of texts takes them; `chain` is smallest first. */
export function entriesOf(
  rows: readonly LexiconTable[],
  chain: readonly string[],
): readonly LexiconEntry[] {
  const far = (row: LexiconTable): number => chain.indexOf(row.place);
  return [...rows]
    .sort((one, other) => far(other) - far(one))
    .map(({ term, reading, added_by, place }) => ({
      term,
      reading,
      addedBy: added_by,
      scope: place.startsWith("c-") ? "commune" : "province",
    }));
}

/** Who gave a reading, and for where; added to the stretches that a lexicon changed. */
export function signSpans(
  spans: readonly unknown[],
  rows: readonly LexiconTable[],
  chain: readonly string[],
): readonly unknown[] {
  const nearest = new Map<string, LexiconTable>();
  for (const place of [...chain].reverse())
    for (const row of rows) if (row.place === place) nearest.set(row.folded, row);
  return spans.map((span) => {
    const { rule, written } = span as { rule?: string; written?: string };
    const row = rule === "lexicon" ? nearest.get(termKey(written ?? "")) : undefined;
    if (row === undefined) return span;
    return { ...(span as object), term: row.id, addedBy: row.added_by, place: row.place };
  });
}
