import { rungText } from "../playlog/proof-text.ts";
import type { Gaps, Target } from "./gaps.ts";
import { definitionOf, type Reach, reachLine, type Tallies, type Tally } from "./reach.ts";
import type { GapView, ReachView } from "./reach-api.ts";
import type { DatedTarget } from "./targets.ts";
import { type Timed, timedLine } from "./timed.ts";

export interface Promised {
  readonly target: DatedTarget;
  readonly tally: Tally;
}

export const ratio = (tally: Tally) => ({
  ...tally,
  ratio: tally.of === 0 ? null : tally.reached / tally.of,
});

export const gapView = ({ hamlets, clusters, ...gaps }: Gaps, target: Target): GapView => ({
  ...target,
  ...gaps,
  hamlets: [...hamlets],
  clusters: [...clusters],
});

interface Said {
  readonly from: string;
  readonly to: string;
  readonly perMonth: number;
  readonly months: readonly string[];
}

/** The figure with everything that a reader needs to judge it. */
export function figureView(
  once: Reach,
  often: Tallies,
  promised: readonly Promised[],
  timed: Timed,
  { from, to, perMonth, months }: Said,
): ReachView {
  const blind = once.rows.filter((row) => row.unmeasurable);
  return {
    from,
    to,
    rung: once.rung,
    rungText: rungText[once.rung],
    atLeast: once.atLeast,
    households: ratio(once.households),
    people: ratio(once.people),
    hamlets: ratio(once.hamlets),
    regular: {
      perMonth,
      months: [...months],
      households: ratio(often.households),
      people: ratio(often.people),
    },
    unmeasurable: {
      hamlets: blind.length,
      households: blind.reduce((sum, { households }) => sum + households, 0),
      people: blind.reduce((sum, { people }) => sum + people, 0),
    },
    targets: promised.map(({ target: { metric, share, due, source }, tally }) => ({
      metric,
      share,
      due,
      source,
      ratio: ratio(tally).ratio,
      met: tally.of > 0 && tally.reached >= tally.of * share - 1e-6,
    })),
    line: reachLine(once),
    definition: definitionOf(once.rung, once.atLeast),
    clock: { ...timed, line: timedLine(timed) },
    rows: once.rows,
  };
}
