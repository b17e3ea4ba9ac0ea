import type { Clock } from "../../contract/time.ts";
import type { PlaysStore } from "./plays.store.ts";
import type { Rollup } from "./rollup.store.ts";

export interface Counts extends PlaysStore {
  /** Brings the counts to the newest row of the log. */
  upToDate(): Promise<void>;
}

/** Rows that one transaction counts. An order never waits long behind it: the piece shrinks and grows with what the last one took. */
const FEWEST = 50;
const MOST = 2_000;
const START = 250;
/** Milliseconds that one piece may hold everything else up. */
const TOO_LONG = 12;
const SHORT = 5;

function nextPiece(piece: number, took: number): number {
  if (took > TOO_LONG) return Math.max(FEWEST, Math.floor(piece / 2));
  return took < SHORT ? Math.min(MOST, piece * 2) : piece;
}

/** Whoever asks gets everything that the log holds: what is not counted yet is counted first. */
export function createCounts(
  rollup: Pick<Rollup, "fold">,
  plays: PlaysStore,
  rest: () => Promise<void>,
  { monotonic }: Pick<Clock, "monotonic">,
): Counts {
  let piece = START;
  async function upToDate(): Promise<void> {
    for (;;) {
      const asked = piece;
      const began = monotonic();
      if ((await rollup.fold(asked)) < asked) return;
      piece = nextPiece(asked, monotonic() - began);
      await rest();
    }
  }
  return {
    upToDate,
    monthly: async (asked, months) => {
      await upToDate();
      return plays.monthly(asked, months);
    },
    each: async (kind, asked) => {
      await upToDate();
      return plays.each(kind, asked);
    },
    unconfirmed: async (asked) => {
      await upToDate();
      return plays.unconfirmed(asked);
    },
  };
}
