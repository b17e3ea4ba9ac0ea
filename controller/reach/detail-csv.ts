import {
  type HamletFigures,
  type ProvenPlays,
  playsByCluster,
  type Serving,
  servingByHamlet,
} from "./reach.ts";

const HEAD = "hamlet,commune,households,people,cluster,share,measurable,plays";

/**
 * Everything that a figure is made of, a row for each hamlet and each cluster that serves it (or none): whoever has it can compute
 * the figure again without this program. Ids hold no comma.
 */
export function detailCsv(
  hamlets: readonly HamletFigures[],
  serving: readonly Serving[],
  plays: readonly ProvenPlays[],
): string {
  const counts = playsByCluster(plays);
  const served = servingByHamlet(serving);
  const lines = hamlets.flatMap(({ hamlet, commune, households, people }) => {
    const head = [hamlet, commune, households, people].join(",");
    const mine = served.get(hamlet) ?? [];
    if (mine.length === 0) return [`${head},,0,0,0`];
    return mine.map(({ cluster, share, measurable }) =>
      [head, cluster, share, measurable ? 1 : 0, counts.get(cluster) ?? 0].join(","),
    );
  });
  return `\uFEFF${[HEAD, ...lines].join("\r\n")}\r\n`;
}
