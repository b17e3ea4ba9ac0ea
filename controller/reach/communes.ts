import { type HamletFigures, type Serving, servingByHamlet, type Tally, whole } from "./reach.ts";
import type { MonthlyPlays } from "./regular.ts";

export interface CommuneMonths {
  readonly commune: string;
  /** The whole period, and each of its months by itself, in the order of `months`. */
  readonly households: Tally;
  readonly people: Tally;
  readonly months: readonly { readonly households: number; readonly people: number }[];
}

/**
 * Every commune in every month: the same rule as `reach`, on plain numbers, because a country has three thousand communes and
 * a hundred thousand hamlets.
 */
export function communeMonths(
  hamlets: readonly HamletFigures[],
  serving: readonly Serving[],
  plays: readonly MonthlyPlays[],
  months: readonly string[],
  atLeast: number,
): readonly CommuneMonths[] {
  // One column more than months: the whole period.
  const width = months.length + 1;
  const counting = countingOf(plays, months.length, atLeast);
  const served = servingByHamlet(
    serving.filter((one) => one.measurable && counting.has(one.cluster)),
  );
  const shares = new Float64Array(width);
  const found = new Map<string, { of: number[]; households: number[]; people: number[] }>();
  for (const { hamlet, commune, households, people } of hamlets) {
    const sums = found.get(commune) ?? {
      of: [0, 0],
      households: new Array<number>(width).fill(0),
      people: new Array<number>(width).fill(0),
    };
    found.set(commune, sums);
    add(sums.of, 0, households);
    add(sums.of, 1, people);
    const mine = served.get(hamlet);
    if (!mine) continue;
    shares.fill(0);
    for (const { cluster, share } of mine)
      for (const column of counting.get(cluster) as readonly number[])
        shares[column] = (shares[column] as number) + share;
    for (let column = 0; column < width; column += 1) {
      const share = Math.min(1, shares[column] as number);
      add(sums.households, column, whole(households * share));
      add(sums.people, column, whole(people * share));
    }
  }
  return [...found].map(([commune, { of, households, people }]) => ({
    commune,
    households: { reached: households[width - 1] as number, of: of[0] as number },
    people: { reached: people[width - 1] as number, of: of[1] as number },
    months: months.map((_, at) => ({
      households: households[at] as number,
      people: people[at] as number,
    })),
  }));
}

const add = (sums: number[], at: number, more: number): void => {
  sums[at] = (sums[at] as number) + more;
};

/** For each cluster: the columns in which it counts. Clusters that sounded in the same months share one list. */
function countingOf(
  plays: readonly MonthlyPlays[],
  months: number,
  atLeast: number,
): Map<string, readonly number[]> {
  const lists = new Map<number, readonly number[]>();
  const columnsOf = (heard: number, isAll: boolean): readonly number[] => {
    const key = isAll ? heard : -heard - 1;
    const known = lists.get(key);
    if (known) return known;
    const found = Array.from({ length: months }, (_, at) => at).filter(
      (at) => Math.floor(heard / 2 ** at) % 2 === 1,
    );
    if (isAll) found.push(months);
    lists.set(key, found);
    return found;
  };
  return new Map(
    plays.map(({ cluster, heard, plays: all }) => [cluster, columnsOf(heard, all >= atLeast)]),
  );
}
