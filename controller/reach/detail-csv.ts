import type { ProvenPlays } from "./reach.ts";
import { at, countingOf, type Served } from "./served.ts";

const HEAD = "hamlet,commune,households,people,cluster,share,measurable,plays,unconfirmed";

/**
 * Everything that a figure is made of, a row for each hamlet and each cluster that serves it (or none): whoever has it can compute
 * the figure again without this program. Ids hold no comma.
 */
export function detailCsv(
  served: Served,
  plays: readonly ProvenPlays[],
  unconfirmed: readonly ProvenPlays[] = [],
): string {
  const { first, cluster, clusters, share, measurable } = served;
  const counts = countingOf(served, plays, 1);
  const doubtful = countingOf(served, unconfirmed, 1);
  const lines = [HEAD];
  for (const [which, { hamlet, commune, households, people }] of served.hamlets.entries()) {
    const head = [hamlet, commune, households, people].join(",");
    const [from, to] = [at(first, which), at(first, which + 1)];
    if (from === to) lines.push(`${head},,0,0,0,0`);
    for (let link = from; link < to; link += 1) {
      const number = at(cluster, link);
      const mine = [
        clusters[number],
        share[link],
        measurable[link],
        counts[number],
        doubtful[number],
      ];
      lines.push(`${head},${mine.join(",")}`);
    }
  }
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}
