import { grouped, type Reach, type Serving } from "./reach.ts";

export interface Target {
  readonly metric: "households" | "people" | "regular";
  /** 0 to 1. */
  readonly share: number;
}

/** A cluster that would help, and what the figure gains with it after those before it in the list. */
export interface Helper {
  readonly cluster: string;
  readonly gain: number;
}

export interface Gaps {
  /** Served below the target, the largest gap first. */
  readonly hamlets: readonly GapHamlet[];
  /** Clusters that exist and did not prove enough, in the order that closes the gap soonest. */
  readonly clusters: readonly Helper[];
  readonly missing: number;
  /** With these clusters the target is met; otherwise new ones are needed. */
  readonly enough: boolean;
  readonly line: string;
}

export interface GapHamlet {
  readonly hamlet: string;
  readonly name: string;
  readonly commune: string;
  readonly share: number;
  readonly missing: number;
}

/** Where a figure falls short of its target, and which clusters would mend it (greedy: the largest gain first). */
export function gapsOf(figure: Reach, serving: readonly Serving[], target: Target): Gaps {
  const weight = (row: Reach["rows"][number]) =>
    target.metric === "people" ? row.people : row.households;
  const of = figure.rows.reduce((sum, row) => sum + weight(row), 0);
  const needed = Math.ceil(of * target.share - 1e-6);
  const shares = new Map(figure.rows.map((row) => [row.hamlet, row.share]));
  const counting = new Set(figure.rows.flatMap(({ clusters }) => clusters));
  const reached = () =>
    figure.rows.reduce(
      (sum, row) => sum + Math.floor(weight(row) * (shares.get(row.hamlet) ?? 0) + 1e-6),
      0,
    );
  const hamlets = figure.rows
    .filter((row) => row.share < target.share)
    .map((row) => {
      const { hamlet, name, commune, share } = row;
      return {
        hamlet,
        name,
        commune,
        share,
        missing: Math.ceil(weight(row) * (target.share - share)),
      };
    })
    .sort((one, other) => other.missing - one.missing || (one.hamlet < other.hamlet ? -1 : 1));
  const start = reached();
  const waiting = byCluster(serving.filter((one) => one.measurable && !counting.has(one.cluster)));
  const weights = new Map(figure.rows.map((row) => [row.hamlet, weight(row)]));
  const gainOf = (serves: readonly Serving[]) =>
    serves.reduce((sum, { hamlet, share }) => {
      const room = 1 - (shares.get(hamlet) ?? 1);
      return sum + (weights.get(hamlet) ?? 0) * Math.min(room, share);
    }, 0);
  const clusters: Helper[] = [];
  let now = start;
  while (now < needed) {
    const best = [...waiting]
      .map(([cluster, serves]) => ({ cluster, serves, gain: gainOf(serves) }))
      .sort((one, other) => other.gain - one.gain || (one.cluster < other.cluster ? -1 : 1))[0];
    if (!best || best.gain <= 0) break;
    waiting.delete(best.cluster);
    for (const { hamlet, share } of best.serves) {
      if (shares.has(hamlet)) shares.set(hamlet, Math.min(1, (shares.get(hamlet) ?? 0) + share));
    }
    clusters.push({ cluster: best.cluster, gain: reached() - now });
    now = reached();
  }
  const missing = Math.max(0, needed - start);
  const enough = now >= needed;
  const line = lineOf(hamlets.length, clusters.length, missing, enough, target);
  return { hamlets, clusters, missing, enough, line };
}

function byCluster(serving: readonly Serving[]): Map<string, Serving[]> {
  const found = new Map<string, Serving[]>();
  for (const one of serving) found.set(one.cluster, [...(found.get(one.cluster) ?? []), one]);
  return found;
}

/** `8 thôn dưới 70 %; thêm 3 cụm sẽ đạt`. */
function lineOf(
  hamlets: number,
  clusters: number,
  missing: number,
  enough: boolean,
  { metric, share }: Target,
): string {
  const percent = `${Math.round(share * 100)} %`;
  if (missing === 0) return `Đã đạt ${percent}; ${hamlets} thôn dưới ${percent}`;
  const below = `${hamlets} thôn dưới ${percent}, còn thiếu ${grouped(missing)} ${metric === "people" ? "người" : "hộ"}`;
  if (enough) return `${below}; thêm ${clusters} cụm sẽ đạt`;
  return `${below}; cả ${clusters} cụm chưa đủ phát cũng không đạt, cần thêm cụm mới`;
}
