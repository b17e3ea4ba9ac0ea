import type { Cluster } from "./agent-config.ts";
import type { Target } from "./plan.ts";

/** How far down a scope stands: what a document says reaches its own scope and those below it. */
export type ScopeRank = 3 | 2 | 1 | 0;

/** 3 = centre, 2 = province, 1 = commune, 0 = one agent; `undefined` for a name that is no scope. */
export function scopeRank(scope: string): ScopeRank | undefined {
  if (scope === "centre") return 3;
  if (/^p-\d{2}$/.test(scope)) return 2;
  if (/^c-\d{5}$/.test(scope)) return 1;
  return scope.startsWith("a-") ? 0 : undefined;
}

/**
 * Whether documents of this scope may speak to this cluster at all. An agent's scope (`a-…`) is taken as the cluster's own:
 * a board subscribes to no other, and a cluster does not carry its board's name.
 */
export function inScope(scope: string, cluster: Pick<Cluster, "province" | "commune">): boolean {
  const rank = scopeRank(scope);
  if (rank === 2) return scope === `p-${cluster.province}`;
  if (rank === 1) return scope === `c-${cluster.commune}`;
  return rank !== undefined;
}

type Place = Pick<Cluster, "id" | "commune" | "hamlets" | "tags" | "languages">;

/**
 * Whether a target means this cluster, inside the scope of its document. A list that is given but empty names nobody; tags and
 * languages narrow `all` as well.
 */
export function isMeant(target: Target, cluster: Place): boolean {
  return (
    isNamed(target, cluster) &&
    shares(target.tags, cluster.tags) &&
    shares(target.languages, cluster.languages)
  );
}

function isNamed({ all, communes, hamlets, clusters }: Target, cluster: Place): boolean {
  if (all || (!communes && !hamlets && !clusters)) return true;
  return (
    communes?.includes(cluster.commune) ||
    clusters?.includes(cluster.id) ||
    (hamlets !== undefined && shares(hamlets, cluster.hamlets))
  );
}

const shares = (wanted: readonly string[] | undefined, has: readonly string[]): boolean =>
  wanted === undefined || wanted.some((one) => has.includes(one));
