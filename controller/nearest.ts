/** The known word that somebody probably meant, at most two slips away. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = 3;
  for (const one of known) {
    const slips = distance(word.toLowerCase(), one.toLowerCase(), least);
    if (slips < least && slips < one.length / 2) [best, least] = [one, slips];
  }
  return best;
}

/** Levenshtein distance; lengths that differ by `enough` or more are not worked out. */
function distance(one: string, other: string, enough: number): number {
  if (Math.abs(one.length - other.length) >= enough) return enough;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const swap = (row[j - 1] as number) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[other.length] as number;
}
