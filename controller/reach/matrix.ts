import { type Tally, whole } from "./reach.ts";
import { at, countingOf, type Served, sharesOf } from "./served.ts";
import { type ValuedPlays, valuesOf } from "./valued.ts";

export interface Cell {
  /** Empty for what has none. */
  readonly theme: string;
  readonly commune: string;
  readonly households: Tally;
}

/** Theme × commune: where each theme has been heard; themes by their name, communes in the order of the hamlets. */
export function matrixOf(
  served: Served,
  plays: readonly ValuedPlays[],
  atLeast: number,
): readonly Cell[] {
  const communes = [...new Set(served.hamlets.map(({ commune }) => commune))];
  const numberOf = new Map(communes.map((commune, number) => [commune, number]));
  const rowOf = served.hamlets.map(({ commune }) => numberOf.get(commune) as number);
  const of = new Array<number>(communes.length).fill(0);
  for (const [which, { households }] of served.hamlets.entries())
    of[at(rowOf, which)] = at(of, at(rowOf, which)) + households;
  const themes = [...valuesOf(plays)].sort(([one], [other]) => (one < other ? -1 : 1));
  return themes.flatMap(([theme, mine]) => {
    const shares = sharesOf(served, countingOf(served, mine, atLeast));
    const reached = new Array<number>(communes.length).fill(0);
    for (const [which, { households }] of served.hamlets.entries())
      reached[at(rowOf, which)] =
        at(reached, at(rowOf, which)) + whole(households * at(shares, which));
    return communes.map((commune, row) => ({
      theme,
      commune,
      households: { reached: at(reached, row), of: at(of, row) },
    }));
  });
}
