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
