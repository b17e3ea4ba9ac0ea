import type { ClusterView, CommuneView, HamletView } from "../fleet/fleet-api.ts";
import type { Order } from "../schedule/schedule-api.ts";

export interface HamletNode {
  readonly id: string;
  readonly name: string;
  readonly households: number;
  readonly clusters: readonly ClusterView[];
}
export interface CommuneNode {
  readonly code: string;
  readonly name: string;
  readonly hamlets: readonly HamletNode[];
  readonly clusters: readonly ClusterView[];
}

/** Communes with their hamlets, and under each hamlet the clusters that serve it; a cluster of two hamlets stands under both. */
export function treeOf(
  communes: readonly Pick<CommuneView, "code" | "name">[],
  hamlets: readonly HamletView[],
  clusters: readonly ClusterView[],
): CommuneNode[] {
  return communes
    .map(({ code, name }) => {
      const mine = clusters.filter((cluster) => cluster.commune === code);
      return {
        code,
        name,
        clusters: mine,
        hamlets: hamlets
          .filter((hamlet) => hamlet.commune === code)
          .map(({ id, name: hamletName, households }) => ({
            id,
            name: hamletName,
            households,
            clusters: mine.filter((cluster) => cluster.hamlets.some((one) => one.hamlet === id)),
          })),
      };
    })
    .filter((commune) => commune.clusters.length > 0);
}

export type Chosen = ReadonlySet<string>;

/** Whether all, some or none of these clusters are chosen. */
export function stateOf(clusters: readonly ClusterView[], chosen: Chosen): "all" | "some" | "none" {
  const n = clusters.filter((cluster) => chosen.has(cluster.id)).length;
  return n === 0 ? "none" : n === clusters.length ? "all" : "some";
}

export function choose(chosen: Chosen, clusters: readonly ClusterView[], on: boolean): Chosen {
  const next = new Set(chosen);
  for (const { id } of clusters) {
    if (on) next.add(id);
    else next.delete(id);
  }
  return next;
}

export interface Reachable {
  readonly clusters: number;
  readonly households: number;
  readonly offline: number;
  readonly unmeasurable: number;
}

/** How far a choice can reach: each hamlet once, by the largest share that one of the chosen clusters serves. */
export function reachable(tree: readonly CommuneNode[], chosen: Chosen): Reachable {
  const mine = tree.flatMap((one) => one.clusters).filter((cluster) => chosen.has(cluster.id));
  let households = 0;
  for (const hamlet of tree.flatMap((one) => one.hamlets)) {
    const shares = hamlet.clusters
      .filter((cluster) => chosen.has(cluster.id) && cluster.measurable)
      .flatMap((cluster) => cluster.hamlets.filter((one) => one.hamlet === hamlet.id))
      .map((one) => one.share);
    households += Math.round(hamlet.households * Math.max(0, ...shares));
  }
  return {
    clusters: mine.length,
    households,
    offline: mine.filter((cluster) => cluster.board?.online !== true).length,
    unmeasurable: mine.filter((cluster) => !cluster.measurable).length,
  };
}

/** A whole commune by its code, so that a cluster added tomorrow is meant too; else the clusters one by one. */
export function whereOf(tree: readonly CommuneNode[], chosen: Chosen): Order["where"] {
  const whole = tree.filter((one) => stateOf(one.clusters, chosen) === "all");
  const single = tree
    .filter((one) => !whole.includes(one))
    .flatMap((one) => one.clusters.filter((cluster) => chosen.has(cluster.id)));
  return {
    ...(whole.length > 0 ? { communes: whole.map((one) => one.code as never) } : {}),
    ...(single.length > 0 ? { clusters: single.map((one) => one.id as never) } : {}),
  };
}

/** Where somebody broadcasts who did not say where: in the whole of their unit, when they have just one. */
export function ownUnit(tree: readonly CommuneNode[]): Chosen {
  const [only, second] = tree;
  return new Set(only && !second ? only.clusters.map((one) => one.id as string) : []);
}
