/** A reading that people of a place gave: how a local name or short form is said there. */
export interface LexiconEntry {
  readonly term: string;
  readonly reading: string;
  /** Who added it, for the editor. */
  readonly addedBy?: string;
  /** A commune's entry wins over its province's; none counts as the province's. */
  readonly scope?: "province" | "commune";
}

export interface LexiconHit {
  readonly from: number;
  readonly to: number;
  readonly reading: string;
}

const EDGE = /[\p{L}\p{M}\p{N}]/u;
const JOINT = /[-/&]/u;

/** Where the lexicon speaks, from left to right without overlap: the longest term first, then the commune's. */
export function lexiconHits(text: string, lexicon: readonly LexiconEntry[]): readonly LexiconHit[] {
  const taken: LexiconHit[] = [];
  const busy = new Set<number>();
  for (const { term, reading, exact } of ordered(lexicon)) {
    const field = exact ? text : text.toLowerCase();
    if (field.length !== text.length) continue;
    for (let at = field.indexOf(term); at >= 0; at = field.indexOf(term, at + term.length)) {
      const hit = { from: at, to: at + term.length, reading };
      if (!standsAlone(text, hit) || busy.has(hit.from) || busy.has(hit.to - 1)) continue;
      taken.push(hit);
      for (let place = hit.from; place < hit.to; place += 1) busy.add(place);
    }
  }
  return taken.sort((one, other) => one.from - other.from);
}

interface Term {
  readonly term: string;
  readonly reading: string;
  /** Short forms in capitals are matched as written, names in any case. */
  readonly exact: boolean;
}

function ordered(lexicon: readonly LexiconEntry[]): Term[] {
  const best = new Map<string, LexiconEntry>();
  for (const entry of lexicon) {
    const term = entry.term.normalize("NFC").trim();
    const known = best.get(term.toLowerCase());
    if (term === "" || (known?.scope === "commune" && entry.scope !== "commune")) continue;
    best.set(term.toLowerCase(), { ...entry, term });
  }
  return [...best.values()]
    .sort((one, other) => other.term.length - one.term.length)
    .map(({ term, reading }) => {
      const exact = term.toUpperCase() === term;
      return { term: exact ? term : term.toLowerCase(), reading, exact };
    });
}

/** A hit is a whole word, and no part of a code such as 58/KH-UBND. */
function standsAlone(text: string, { from, to }: LexiconHit): boolean {
  const [front, behind] = [text.charAt(from - 1), text.charAt(to)];
  if (EDGE.test(front) || EDGE.test(behind)) return false;
  const tied = (joint: string, next: string): boolean => JOINT.test(joint) && EDGE.test(next);
  return !tied(front, text.charAt(from - 2)) && !tied(behind, text.charAt(to + 1));
}
