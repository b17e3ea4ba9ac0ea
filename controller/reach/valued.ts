import type { ProvenPlays } from "./reach.ts";

/** Plays of a cluster for one value of a kind of subject; an empty value is that of what has none. */
export interface ValuedPlays extends ProvenPlays {
  readonly value: string;
}

/** The plays of each value, in the order in which the values come first. */
export function valuesOf(
  plays: readonly ValuedPlays[],
): ReadonlyMap<string, readonly ProvenPlays[]> {
  const found = new Map<string, ProvenPlays[]>();
  for (const one of plays) {
    const mine = found.get(one.value);
    if (mine) mine.push(one);
    else found.set(one.value, [one]);
  }
  return found;
}
