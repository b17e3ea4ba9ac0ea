import { dayOfDate, startOfDay } from "../../contract/station-time.ts";
import { bucketOf, dayOfBucket } from "./subject.ts";

export interface Edge {
  readonly from: number;
  readonly to: number;
}

/** A period as what is counted already and what must be counted now. */
export interface Split {
  /** Half months that lie wholly inside: the first and the last, both included. */
  readonly buckets?: readonly [first: number, last: number];
  /** The rest: at most one piece before them and one behind. */
  readonly edges: readonly Edge[];
}

const startOf = (bucket: number): number => startOfDay(dayOfDate(dayOfBucket(bucket)) as number);

/** The half month in which it lies: its beginning and its end, exclusive. */
export const halfMonthOf = (at: number): Edge => ({
  from: startOf(bucketOf(at)),
  to: startOf(bucketOf(at) + 1),
});

/** [from, to) in instants. */
export function splitPeriod(from: number, to: number): Split {
  const first = startOf(bucketOf(from)) === from ? bucketOf(from) : bucketOf(from) + 1;
  const last = bucketOf(to) - 1;
  if (last < first) return { edges: [{ from, to }] };
  const edges = [
    { from, to: startOf(first) },
    { from: startOf(last + 1), to },
  ];
  return { buckets: [first, last], edges: edges.filter((edge) => edge.from < edge.to) };
}

type Buckets = readonly [first: number, last: number];
const HALVES_A_YEAR = 24;

/** The half months of each year, because a year stands together. */
export const yearsOf = ([first, last]: Buckets): readonly Buckets[] => {
  const years: Buckets[] = [];
  for (let at = first; at <= last; ) {
    const end = Math.min(last, yearOf(at) * HALVES_A_YEAR + HALVES_A_YEAR - 1);
    years.push([at, end]);
    at = end + 1;
  }
  return years;
};

export const yearOf = (bucket: number): number => Math.floor(bucket / HALVES_A_YEAR);
export const isWholeYear = ([first, last]: Buckets): boolean =>
  first % HALVES_A_YEAR === 0 && last === first + HALVES_A_YEAR - 1;

/** The year in which it lies: its beginning and its end, exclusive. */
export function yearAround(at: number): Edge {
  const year = yearOf(bucketOf(at)) * HALVES_A_YEAR;
  return { from: startOf(year), to: startOf(year + HALVES_A_YEAR) };
}

/** A period by its months: what is counted in whole, and months of which a part must be counted now and is added to the rest. */
export interface Monthly {
  readonly calm: readonly Buckets[];
  readonly ragged: { readonly buckets: readonly Buckets[]; readonly edges: readonly Edge[] };
}

const monthOf = (bucket: number): number => Math.floor(bucket / 2);

export function byMonth({ buckets, edges }: Split): Monthly {
  if (!buckets) return { calm: [], ragged: { buckets: [], edges } };
  const torn = new Set(edges.map(({ from }) => monthOf(bucketOf(from))));
  let [first, last] = buckets;
  const ragged: Buckets[] = [];
  if (torn.has(monthOf(first))) ragged.push([first, first]);
  if (torn.has(monthOf(first))) first += 1;
  if (first <= last && torn.has(monthOf(last))) ragged.push([last, last]);
  if (torn.has(monthOf(last))) last -= 1;
  return { calm: yearsOf([first, last]), ragged: { buckets: ragged, edges } };
}
