import { type HamletFigures, type ProvenPlay, type Rung, reaches, type Serving } from "./reach.ts";

const HEAD = "hamlet,commune,households,people,cluster,share,measurable,plays";

/**
 * Everything that a figure is made of, a row for each hamlet and each cluster that serves it (or none): whoever has it can compute
 * the figure again without this program. Ids hold no comma.
 */
export function detailCsv(
  hamlets: readonly HamletFigures[],
  serving: readonly Serving[],
  plays: readonly ProvenPlay[],
  rung: Rung,
): string {
  const counts = new Map<string, Set<string>>();
  for (const play of plays) {
    if (!reaches(play.rung, rung)) continue;
    counts.set(play.cluster, (counts.get(play.cluster) ?? new Set()).add(play.occurrence));
  }
  const lines = hamlets.flatMap(({ hamlet, commune, households, people }) => {
    const head = [hamlet, commune, households, people].join(",");
    const mine = serving.filter((one) => one.hamlet === hamlet);
    if (mine.length === 0) return [`${head},,0,0,0`];
    return mine.map(({ cluster, share, measurable }) =>
      [head, cluster, share, measurable ? 1 : 0, counts.get(cluster)?.size ?? 0].join(","),
    );
  });
  return `\uFEFF${[HEAD, ...lines].join("\r\n")}\r\n`;
}
