import type { ScopeId } from "../../contract/ids.ts";
import type { Actor } from "../access/access.ts";
import { done, type Result, refuse } from "../problems.ts";
import { freshId, noChanges, relink, type Share } from "./fleet.ts";
import type { ClusterChange, ClusterNew, ClusterView, Listing } from "./fleet-api.ts";
import { slug } from "./fold.ts";
import {
  edited,
  type FleetDeps,
  type Ground,
  groupBy,
  inField,
  isDay,
  named,
  type Page,
  pageOf,
} from "./ground.service.ts";
import { clusterView } from "./view.ts";

export interface Clusters {
  /** The scope of the cluster's commune; nothing for an unknown cluster. */
  ownerOfCluster(id: string): Promise<ScopeId | undefined>;
  clusters(by: Actor, asked: Listing): Promise<Page<ClusterView>>;
  cluster(id: string): Promise<Result<ClusterView>>;
  addCluster(by: Actor, given: ClusterNew): Promise<Result<ClusterView>>;
  changeCluster(by: Actor, id: string, given: ClusterChange): Promise<Result<ClusterView>>;
}

export function createClusters(deps: FleetDeps, ground: Ground): Clusters {
  const { store } = deps;
  const { today } = ground;
  const open = (from: string | undefined) => ({ valid_from: from ?? today(), valid_to: null });

  function sharesOf(given: ClusterNew["hamlets"]): Share[] {
    const shares = (given ?? []).map((one) =>
      typeof one === "string" ? { hamlet: one, share: 1 } : one,
    );
    return [...new Map(shares.map((one) => [one.hamlet, one])).values()];
  }

  async function strangers(commune: string, shares: readonly Share[]): Promise<Result<undefined>> {
    for (const { hamlet } of shares) {
      const row = await store.hamlet(hamlet);
      const errors = [{ field: "hamlets", vi: `Thôn ${hamlet}` }];
      if (!row) return refuse("unknown-place", { errors });
      if (row.commune !== commune) return refuse("wrong-commune", { errors });
    }
    return done(undefined);
  }

  async function cluster(id: string, day = today()): Promise<Result<ClusterView>> {
    const row = await store.cluster(id);
    if (!row) return refuse("not-found");
    const [links, boards] = [await store.links([id]), await store.boards([id])];
    return done(clusterView(row, links, boards, day, deps.clock.now()));
  }

  return {
    ownerOfCluster: async (id) => {
      const row = await store.cluster(id);
      return row && ground.ownerOfCommune(row.commune);
    },
    clusters: async (by, asked) => {
      const find = ground.find(by, asked);
      const rows = await store.clusters(find);
      const ids = rows.map((row) => row.id);
      const links = groupBy(await store.links(ids), (link) => link.cluster);
      const boards = groupBy(await store.boards(ids), (board) => board.cluster);
      const view = (row: (typeof rows)[number]) =>
        clusterView(
          row,
          links.get(row.id) ?? [],
          boards.get(row.id) ?? [],
          find.on,
          deps.clock.now(),
        );
      return pageOf(rows, find.limit, view, (row) => row.id);
    },
    cluster,
    addCluster: async (by, given) => {
      if (!isDay(given.from)) return refuse("bad-dates");
      if (!ground.tree().communes.has(given.commune))
        return refuse("unknown-place", inField("commune"));
      const shares = sharesOf(given.hamlets);
      const known = await strangers(given.commune, shares);
      if (!known.ok) return known;
      const there = await store.inCommunes([given.commune]);
      const { name, folded } = named(given.name);
      const taken = (id: string) => there.clusters.some((row) => row.id === id);
      const id = given.id ?? freshId(given.commune, slug(name), taken);
      if (await store.cluster(id)) return refuse("place-exists");
      const dates = open(given.from);
      const row = {
        id,
        commune: given.commune,
        name,
        folded,
        kind: given.kind ?? "ip",
        latitude: given.latitude ?? null,
        longitude: given.longitude ?? null,
        tags: JSON.stringify(given.tags ?? []),
        exercise: given.exercise ? 1 : 0,
        volume: JSON.stringify(given.volume ?? []),
        ...dates,
      };
      const links = shares.map(({ hamlet, share }) => ({ cluster: id, hamlet, share, ...dates }));
      await ground.apply(by, "cluster.create", id, { ...noChanges, clusters: [row], links });
      return cluster(id, dates.valid_from);
    },
    changeCluster: async (by, id, given) => {
      const row = await store.cluster(id);
      if (!row) return refuse("not-found");
      const day = given.from ?? today();
      const next = edited(row, given);
      if (!next.ok || !isDay(day)) return next.ok ? refuse("bad-dates") : next;
      const shares = sharesOf(given.hamlets);
      const known = await strangers(row.commune, shares);
      if (!known.ok) return known;
      const links = given.hamlets ? relink(await store.links([id]), id, shares, day) : [];
      const changed = {
        ...next.value,
        ...(given.kind === undefined ? {} : { kind: given.kind }),
        ...(given.latitude === undefined ? {} : { latitude: given.latitude }),
        ...(given.longitude === undefined ? {} : { longitude: given.longitude }),
        ...(given.tags === undefined ? {} : { tags: JSON.stringify(given.tags) }),
        ...(given.exercise === undefined ? {} : { exercise: given.exercise ? 1 : 0 }),
        ...(given.volume === undefined ? {} : { volume: JSON.stringify(given.volume) }),
      };
      await ground.apply(by, "cluster.change", id, { ...noChanges, clusters: [changed], links });
      return cluster(id, day > today() ? day : today());
    },
  };
}
