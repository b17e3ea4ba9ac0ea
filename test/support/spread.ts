/** The value that so great a share of these does not exceed, by nearest rank; in tenths, as a bench prints it. */
export function quantile(all: readonly number[], share: number, step = 0.1): number {
  const sorted = [...all].sort((one, other) => one - other);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return Number((Math.round((sorted[rank - 1] ?? Number.NaN) / step) * step).toFixed(3));
}

export const spread = (all: readonly number[]) => ({
  n: all.length,
  p50: quantile(all, 0.5),
  p95: quantile(all, 0.95),
  p99: quantile(all, 0.99),
  max: quantile(all, 1),
});
