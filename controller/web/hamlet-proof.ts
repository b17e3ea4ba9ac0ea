import type { ClusterView, HamletView } from "../fleet/fleet-api.ts";
import type { OutlineList } from "../fleet/outline-api.ts";
import type { CoverageView } from "../reach/coverage-api.ts";
import type { ReachView } from "../reach/reach-api.ts";

/** What can be said of a hamlet's hearing; the three never mix, and the fourth is nobody's. */
export const proofs = ["proven", "estimated", "unmeasurable", "unserved"] as const;
export type Proof = (typeof proofs)[number];

export interface ShownHamlet {
  readonly id: string;
  readonly name: string;
  readonly proof: Proof;
  /** Of its households, 0 to 1: proven ones, or heard by the model; absent where there is no figure. */
  readonly share?: number;
  /** Polygons, each with its rings, as GeoJSON has them; absent where nobody has drawn it. */
  readonly outline?: Outline;
  readonly source?: string;
}
export type Outline = OutlineList["features"][number]["geometry"]["coordinates"];

export interface Sources {
  readonly hamlets: readonly HamletView[];
  /** All of them, whatever the list is narrowed to. */
  readonly clusters: readonly ClusterView[];
  readonly outlines: OutlineList | undefined;
  readonly coverage: CoverageView | undefined;
  readonly reach: ReachView | undefined;
}

/** The same for the map and for the list: a play that was proven, else the model, else why there is no figure. */
export function shownHamlets({ hamlets, clusters, outlines, coverage, reach }: Sources) {
  const drawn = new Map(outlines?.features.map((one) => [one.id as string, one] as const));
  const rows = new Map(reach?.rows.map((one) => [one.hamlet, one] as const));
  const shares = new Map(coverage?.hamlets.map((one) => [one.hamlet, one.share] as const));
  const serving = new Map<string, boolean[]>();
  for (const { measurable, hamlets: served } of clusters)
    for (const { hamlet } of served)
      serving.set(hamlet, [...(serving.get(hamlet) ?? []), measurable]);
  return hamlets.map(({ id, name }): ShownHamlet => {
    const found = drawn.get(id);
    return {
      ...{ id, name },
      ...heard(serving.get(id) ?? [], rows.get(id), shares.get(id)),
      ...(found ? { outline: found.geometry.coordinates, source: found.properties.source } : {}),
    };
  });
}

/** `serving`: of each cluster, whether its plays can be proven. */
function heard(
  serving: readonly boolean[],
  row: ReachView["rows"][number] | undefined,
  share = 0,
): { readonly proof: Proof; readonly share?: number } {
  if (row && row.reachedHouseholds > 0)
    return { proof: "proven", share: row.reachedHouseholds / row.households };
  if (serving.length > 0 && !serving.includes(true)) return { proof: "unmeasurable" };
  if (share > 0) return { proof: "estimated", share };
  return { proof: serving.length > 0 ? "estimated" : "unserved" };
}
