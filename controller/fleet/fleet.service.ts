import { type Clusters, createClusters } from "./clusters.service.ts";
import { type Communes, createCommunes } from "./communes.service.ts";
import { createGround, type FleetDeps, type Ground } from "./ground.service.ts";
import { createHamlets, type Hamlets } from "./hamlets.service.ts";
import { createMerging, type Merging } from "./merging.service.ts";

/** The places: provinces, communes with their regulations, hamlets, clusters. */
export interface Fleet extends Ground, Communes, Hamlets, Clusters, Merging {}

export function createFleet(deps: FleetDeps): Fleet {
  const ground = createGround(deps);
  const merging = createMerging(deps, ground);
  return {
    ...ground,
    ...createCommunes(deps, ground, merging),
    ...createHamlets(deps, ground),
    ...createClusters(deps, ground),
    ...merging,
  };
}
