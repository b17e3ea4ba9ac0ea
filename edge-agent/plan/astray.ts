import type { Cluster } from "../../contract/agent-config.ts";
import { isMeant, scopeRank } from "../../contract/audience.ts";
import { listed } from "../../contract/orders.ts";
import type { Document, Occurrence } from "../../contract/plan.ts";
import type { Instant } from "../../contract/time.ts";

/**
 * Orders in the documents of this board's own commune, or its own, that name other communes and not this one. A province's
 * document names some communes and is read by all, so there it is nothing strange.
 */
export function astray(
  documents: readonly Document[],
  cluster: Cluster,
  now: Instant,
): readonly Occurrence[] {
  return documents
    .filter(({ scope }) => (scopeRank(scope) ?? 9) <= 1)
    .flatMap(listed)
    .filter(
      ({ target, notAfter }) =>
        notAfter > now &&
        target.communes !== undefined &&
        !target.communes.includes(cluster.commune) &&
        !isMeant(target, cluster),
    );
}
