import type { Rollup } from "./rollup.store.ts";

export interface Counts extends Pick<Rollup, "monthly" | "each"> {
  /** Brings the counts to the newest row of the log. */
  upToDate(): Promise<void>;
}

/** Rows that one transaction counts: some ten milliseconds, so that an order never waits long behind it. */
const AT_ONCE = 2_000;

/** Whoever asks gets everything that the log holds: what is not counted yet is counted first. */
export function createCounts(rollup: Rollup, rest: () => Promise<void>): Counts {
  async function upToDate(): Promise<void> {
    while ((await rollup.fold(AT_ONCE)) === AT_ONCE) await rest();
  }
  return {
    upToDate,
    monthly: async (asked, months) => {
      await upToDate();
      return rollup.monthly(asked, months);
    },
    each: async (kind, asked) => {
      await upToDate();
      return rollup.each(kind, asked);
    },
  };
}
