import type { Rung } from "../playlog/outcome.ts";
import { type HamletFigures, type ProvenPlays, reach, type Serving, type Tally } from "./reach.ts";

export interface ThemedPlays extends ProvenPlays {
  /** Empty for what has none. */
  readonly theme: string;
}

export interface Cell {
  readonly theme: string;
  readonly commune: string;
  readonly households: Tally;
}

/** Theme × commune: where each theme has been heard. A play without a theme stands under ""; the order is that of the
 * plays and of the hamlets. */
export function matrixOf(
  hamlets: readonly HamletFigures[],
  serving: readonly Serving[],
  plays: readonly ThemedPlays[],
  rung: Rung,
  atLeast: number,
): readonly Cell[] {
  const byTheme = new Map<string, ProvenPlays[]>();
  for (const play of plays) {
    const mine = byTheme.get(play.theme) ?? [];
    mine.push(play);
    byTheme.set(play.theme, mine);
  }
  return [...byTheme].flatMap(([theme, mine]) => {
    const { rows } = reach(hamlets, serving, mine, rung, atLeast);
    const cells = new Map<string, Cell>();
    for (const row of rows) {
      const { households } = cells.get(row.commune) ?? { households: { reached: 0, of: 0 } };
      const sum = {
        reached: households.reached + row.reachedHouseholds,
        of: households.of + row.households,
      };
      cells.set(row.commune, { theme, commune: row.commune, households: sum });
    }
    return [...cells.values()];
  });
}
