import { type Tally, whole } from "./reach.ts";
import type { MonthlyPlays } from "./regular.ts";
import { at, type Served } from "./served.ts";

export interface CommuneMonths {
  readonly commune: string;
  /** The whole period, and each of its months by itself, in the order of `months`. */
  readonly households: Tally;
  readonly people: Tally;
  readonly months: readonly { readonly households: number; readonly people: number }[];
}

/** Every commune in every month: the same rule as `reach`. */
export function communeMonths(
  served: Served,
  plays: readonly MonthlyPlays[],
  months: readonly string[],
  atLeast: number,
): readonly CommuneMonths[] {
  // One column more than months: the whole period.
  const width = months.length + 1;
  const columns = columnsOf(served, plays, months.length, atLeast);
  const shares = new Float64Array(width);
  const found = new Map<string, { of: number[]; households: number[]; people: number[] }>();
  for (const [which, { commune, households, people }] of served.hamlets.entries()) {
    const sums = found.get(commune) ?? {
      of: [0, 0],
      households: new Array<number>(width).fill(0),
      people: new Array<number>(width).fill(0),
    };
    found.set(commune, sums);
    add(sums.of, 0, households);
    add(sums.of, 1, people);
    if (!sharesIn(shares, served, columns, which)) continue;
    for (let column = 0; column < width; column += 1) {
      const share = Math.min(1, at(shares, column));
      add(sums.households, column, whole(households * share));
      add(sums.people, column, whole(people * share));
    }
  }
  return [...found].map(([commune, { of, households, people }]) => ({
    commune,
    households: { reached: at(households, width - 1), of: at(of, 0) },
    people: { reached: at(people, width - 1), of: at(of, 1) },
    months: months.map((_, month) => ({
      households: at(households, month),
      people: at(people, month),
    })),
  }));
}

/** The share of a hamlet in each column; false where nothing counts in any. */
function sharesIn(
  shares: Float64Array,
  { first, cluster, share, measurable }: Served,
  columns: readonly (readonly number[] | undefined)[],
  which: number,
): boolean {
  let some = false;
  for (let link = at(first, which); link < at(first, which + 1); link += 1) {
    const mine = measurable[link] === 1 ? columns[at(cluster, link)] : undefined;
    if (!mine) continue;
    if (!some) shares.fill(0);
    some = true;
    for (const column of mine) shares[column] = at(shares, column) + at(share, link);
  }
  return some;
}

const add = (sums: number[], which: number, more: number): void => {
  sums[which] = at(sums, which) + more;
};

/** For each cluster: the columns in which it counts. Clusters that sounded in the same months share one list. */
function columnsOf(
  { clusters, numberOf }: Served,
  plays: readonly MonthlyPlays[],
  months: number,
  atLeast: number,
): readonly (readonly number[] | undefined)[] {
  const lists = new Map<number, readonly number[]>();
  const listOf = (heard: number, isAll: boolean): readonly number[] => {
    const key = isAll ? heard : -heard - 1;
    const known = lists.get(key);
    if (known) return known;
    const found = Array.from({ length: months }, (_, month) => month).filter(
      (month) => Math.floor(heard / 2 ** month) % 2 === 1,
    );
    if (isAll) found.push(months);
    lists.set(key, found);
    return found;
  };
  const columns = new Array<readonly number[] | undefined>(clusters.length).fill(undefined);
  for (const { cluster, heard, plays: all } of plays) {
    const number = numberOf.get(cluster);
    if (number !== undefined) columns[number] = listOf(heard, all >= atLeast);
  }
  return columns;
}
