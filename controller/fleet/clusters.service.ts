import type { ScopeId } from "../../contract/ids.ts";
import type { Actor } from "../access/access.ts";
import { defined } from "../defined.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { ClusterTable } from "../store/tables.ts";
import { freshId, noChanges, relink, type Share } from "./fleet.ts";
import type { ClusterChange, ClusterListing, ClusterNew, ClusterView } from "./fleet-api.ts";
import { slug } from "./fold.ts";
import {
  beginning,
  changing,
  type FleetDeps,
  type Ground,
  groupBy,
  named,
  type Page,
  pageOf,
  shownOn,
} from "./ground.service.ts";
import { scopesOfBoard } from "./plan-state.ts";
import { clusterView, type Due } from "./view.ts";

export interface Clusters {
  /** The scope of the cluster's commune; nothing for an unknown cluster. */
  ownerOfCluster(id: string): Promise<ScopeId | undefined>;
  clusters(by: Actor, asked: ClusterListing): Promise<Page<ClusterView>>;
  cluster(id: string): Promise<Result<ClusterView>>;
  addCluster(by: Actor, given: ClusterNew): Promise<Result<ClusterView>>;
  changeCluster(by: Actor, id: string, given: ClusterChange): Promise<Result<ClusterView>>;
}

interface Context {
  readonly deps: FleetDeps;
  readonly ground: Ground;
}

export function createClusters(deps: FleetDeps, ground: Ground): Clusters {
  const context = { deps, ground };
  return {
    ownerOfCluster: async (id) => {
      const row = await deps.store.cluster(id);
      return row && ground.ownerOfCommune(row.commune);
    },
    clusters: (by, asked) => list(context, by, asked),
    cluster: (id) => one(context, id, ground.today()),
    addCluster: (by, given) => add(context, by, given),
    changeCluster: (by, id, given) => change(context, by, id, given),
  };
}

async function list({ deps, ground }: Context, by: Actor, asked: ClusterListing) {
  const { store, clock } = deps;
  const find = ground.find(by, asked);
  const rows = await store.clusters({ ...find, trouble: asked.trouble });
  const ids = rows.map((row) => row.id);
  const links = groupBy(await store.links(ids), (link) => link.cluster);
  const boards = groupBy(await store.boards(ids), (board) => board.cluster);
  const of = <T>(groups: Map<string, T[]>, row: ClusterTable): T[] => groups.get(row.id) ?? [];
  const dueTo = await due({ deps, ground });
  const view = (row: ClusterTable) =>
    clusterView(row, of(links, row), of(boards, row), find.on, clock.now(), dueTo(row));
  return pageOf(rows, find.limit, view, (row) => row.id);
}

/** What the board of a cluster should have applied. */
async function due({ deps, ground }: Context): Promise<(row: ClusterTable) => Due> {
  const newest = await deps.store.newest();
  const { communes } = ground.tree();
  return ({ commune }) => ({
    newest,
    scopesOf: (agent) => scopesOfBoard(agent, commune, communes.get(commune)),
  });
}

async function one(context: Context, id: string, day: string): Promise<Result<ClusterView>> {
  const { store, clock } = context.deps;
  const row = await store.cluster(id);
  if (!row) return refuse("not-found");
  const [links, boards] = [await store.links([id]), await store.boards([id])];
  return done(clusterView(row, links, boards, day, clock.now(), (await due(context))(row)));
}

async function add(context: Context, by: Actor, given: ClusterNew): Promise<Result<ClusterView>> {
  const { deps, ground } = context;
  const dates = beginning(ground, given);
  if (!dates.ok) return dates;
  const shares = await sharesOf(context, given.commune, given.hamlets);
  if (!shares.ok) return shares;
  const id = given.id ?? (await idFor(context, given));
  if (await deps.store.cluster(id)) return refuse("place-exists");
  const row = {
    id,
    commune: given.commune,
    kind: "ip",
    latitude: null,
    longitude: null,
    tags: "[]",
    exercise: 0,
    volume: "[]",
    data_plan: null,
    keeps_time: null,
    local_input: null,
    ...named(given.name),
    ...columnsOf(given),
    ...dates.value,
  };
  const links = shares.value.map((share) => ({ cluster: id, ...share, ...dates.value }));
  await ground.apply(by, "cluster.create", id, { ...noChanges, clusters: [row], links });
  return one(context, id, dates.value.valid_from);
}

async function change(
  context: Context,
  by: Actor,
  id: string,
  given: ClusterChange,
): Promise<Result<ClusterView>> {
  const { deps, ground } = context;
  const next = changing(ground, await deps.store.cluster(id), given);
  if (!next.ok) return next;
  const { row, day } = next.value;
  const shares = await sharesOf(context, row.commune, given.hamlets);
  if (!shares.ok) return shares;
  const links = given.hamlets ? relink(await deps.store.links([id]), id, shares.value, day) : [];
  const clusters = [{ ...row, ...columnsOf(given) }];
  await ground.apply(by, "cluster.change", id, { ...noChanges, clusters, links });
  return one(context, id, shownOn(ground, day));
}

/** What was given, as columns; the name and the dates apart. */
const columnsOf = (given: Omit<ClusterChange, "name">) =>
  defined({
    kind: given.kind,
    latitude: given.latitude,
    longitude: given.longitude,
    tags: given.tags && JSON.stringify(given.tags),
    exercise: given.exercise === undefined ? undefined : Number(given.exercise),
    volume: given.volume && JSON.stringify(given.volume),
    data_plan: given.dataPlan && JSON.stringify(given.dataPlan),
    local_input: given.localInput === undefined ? undefined : Number(given.localInput),
    keeps_time: given.keepsTime == null ? given.keepsTime : Number(given.keepsTime),
  });

async function idFor({ deps }: Context, { commune, name }: ClusterNew): Promise<string> {
  const { clusters } = await deps.store.inCommunes([commune]);
  return freshId(commune, slug(name), (id) => clusters.some((row) => row.id === id));
}

/** Which hamlets are served, each once; all of the cluster's own commune. */
async function sharesOf(
  { deps }: Context,
  commune: string,
  given: ClusterNew["hamlets"],
): Promise<Result<Share[]>> {
  const shares = new Map<string, Share>();
  for (const wish of given ?? []) {
    const share = typeof wish === "string" ? { hamlet: wish, share: 1 } : wish;
    const row = await deps.store.hamlet(share.hamlet);
    const errors = [{ field: "hamlets", vi: `Thôn ${share.hamlet}` }];
    if (!row) return refuse("unknown-place", { errors });
    if (row.commune !== commune) return refuse("wrong-commune", { errors });
    shares.set(share.hamlet, share);
  }
  return done([...shares.values()]);
}
