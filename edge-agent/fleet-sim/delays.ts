/** Delays of a fleet in so many buckets, whatever their number: each is 5 % wider than the one before. */
const STEP = Math.log(1.05);

export interface Spread {
  readonly n: number;
  /** Milliseconds, at most 5 % too long. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface Delays {
  add(milliseconds: number): void;
  spread(): Spread | null;
}

export function delays(): Delays {
  const buckets = new Map<number, number>();
  let n = 0;
  let max = 0;
  function quantile(share: number): number {
    let left = Math.ceil(share * n);
    let bound = 0;
    for (const [bucket, count] of [...buckets].sort(([one], [other]) => one - other)) {
      if (left > 0) bound = bucket;
      left -= count;
    }
    return Math.min(max, Math.round(Math.exp(bound * STEP) - 1));
  }
  return {
    add(milliseconds) {
      const long = Math.max(0, milliseconds);
      const bucket = Math.ceil(Math.log(long + 1) / STEP);
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
      max = Math.max(max, long);
      n += 1;
    },
    spread: () =>
      n === 0 ? null : { n, p50: quantile(0.5), p99: quantile(0.99), max: Math.round(max) },
  };
}
