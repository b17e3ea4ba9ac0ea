import type { Kysely, Transaction } from "kysely";
import type { AgentStateTable, AgentTable } from "../store/board-tables.ts";
import type { HamletOutlineTable, PlaceMoveTable } from "../store/place-migrations.ts";
import type { Step } from "../store/step.ts";
import type {
  ClusterHamletTable,
  ClusterTable,
  CommuneTable,
  HamletFigureTable,
  HamletTable,
  ProvinceTable,
  RegulationTable,
  Tables,
} from "../store/tables.ts";
import type { Changes, Sight, Tree } from "./fleet.ts";
import type { Version } from "./plan-state.ts";

export interface Find {
  readonly sight: Sight;
  readonly words: readonly string[];
  /** Only what is valid on this day. */
  readonly on: string;
  readonly province?: string | undefined;
  readonly commune?: string | undefined;
  readonly hamlet?: string | undefined;
  /** Only clusters whose board's disk refuses writes. */
  readonly trouble?: "disk-read-only" | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

export type Board = Pick<AgentTable, "id" | "cluster"> & { readonly state?: AgentStateTable };

export interface FleetStore {
  tree(): Promise<Tree>;
  provinces(): Promise<readonly ProvinceTable[]>;
  communes(find: Find): Promise<readonly CommuneTable[]>;
  hamlets(find: Find): Promise<readonly HamletTable[]>;
  clusters(find: Find): Promise<readonly ClusterTable[]>;
  province(code: string): Promise<ProvinceTable | undefined>;
  commune(code: string): Promise<CommuneTable | undefined>;
  hamlet(id: string): Promise<HamletTable | undefined>;
  cluster(id: string): Promise<ClusterTable | undefined>;
  /** Whole histories. */
  figures(hamlets: readonly string[]): Promise<readonly HamletFigureTable[]>;
  links(clusters: readonly string[]): Promise<readonly ClusterHamletTable[]>;
  regulations(communes: readonly string[]): Promise<readonly RegulationTable[]>;
  boards(clusters: readonly string[]): Promise<readonly Board[]>;
  /** The newest version of every document that boards apply, by scope. */
  newest(): Promise<ReadonlyMap<string, readonly Version[]>>;
  /** All hamlets and clusters of these communes, whatever their dates: what an import compares with. */
  inCommunes(
    communes: readonly string[],
  ): Promise<{ hamlets: readonly HamletTable[]; clusters: readonly ClusterTable[] }>;
  linksOf(hamlets: readonly string[]): Promise<readonly ClusterHamletTable[]>;
  outlines(hamlets: readonly string[]): Promise<readonly HamletOutlineTable[]>;
  moves(): Promise<readonly PlaceMoveTable[]>;
  /** What stands now of everything that these changes touch, whole histories of what is dated. */
  standing(changes: Changes): Promise<Changes>;
  /** One transaction, with what others write in it. */
  save(changes: Changes, also?: readonly Step[]): Promise<void>;
}

interface Touched {
  readonly province: ProvinceTable;
  readonly commune: CommuneTable;
  readonly hamlet: HamletTable;
  readonly hamlet_figure: HamletFigureTable;
  readonly cluster: ClusterTable;
  readonly cluster_hamlet: ClusterHamletTable;
  readonly regulation: RegulationTable;
  readonly hamlet_outline: HamletOutlineTable;
}

const CHUNK = 400;

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += CHUNK) yield all.slice(at, at + CHUNK);
}

async function inChunks<T>(
  ids: readonly string[],
  read: (some: string[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const out: T[] = [];
  for (const some of chunks(ids)) out.push(...(await read(some)));
  return out;
}

export const fleetStore = (db: Kysely<Tables>): FleetStore => ({
  tree: async () => {
    const provinces = await db.selectFrom("province").select("code").execute();
    const communes = await db
      .selectFrom("commune")
      .select(["code", "province", "successor"])
      .execute();
    return {
      provinces: new Set(provinces.map((row) => row.code)),
      communes: new Map(communes.map((row) => [row.code, row.province])),
      successors: new Map(
        communes.flatMap(({ code, successor }) => (successor ? [[code, successor] as const] : [])),
      ),
    };
  },
  provinces: () => db.selectFrom("province").selectAll().orderBy("code").execute(),
  communes: (find) => findCommunes(db, find),
  hamlets: (find) => findHamlets(db, find),
  clusters: (find) => findClusters(db, find),
  province: (code) =>
    db.selectFrom("province").selectAll().where("code", "=", code).executeTakeFirst(),
  commune: (code) =>
    db.selectFrom("commune").selectAll().where("code", "=", code).executeTakeFirst(),
  hamlet: (id) => db.selectFrom("hamlet").selectAll().where("id", "=", id).executeTakeFirst(),
  cluster: (id) => db.selectFrom("cluster").selectAll().where("id", "=", id).executeTakeFirst(),
  figures: (hamlets) =>
    inChunks(hamlets, (some) =>
      db
        .selectFrom("hamlet_figure")
        .selectAll()
        .where("hamlet", "in", some)
        .orderBy("valid_from")
        .execute(),
    ),
  links: (clusters) =>
    inChunks(clusters, (some) =>
      db
        .selectFrom("cluster_hamlet")
        .selectAll()
        .where("cluster", "in", some)
        .orderBy("hamlet")
        .orderBy("valid_from")
        .execute(),
    ),
  regulations: (communes) =>
    inChunks(communes, (some) =>
      db
        .selectFrom("regulation")
        .selectAll()
        .where("commune", "in", some)
        .orderBy("valid_from")
        .execute(),
    ),
  boards: (clusters) => inChunks(clusters, (some) => boards(db, some)),
  newest: async () => {
    const heads = new Map<string, Version[]>();
    const rows = await db
      .selectFrom("document_head")
      .select(["scope", "document", "epoch", "revision"])
      .execute();
    for (const row of rows) heads.set(row.scope, [...(heads.get(row.scope) ?? []), row]);
    return heads;
  },
  inCommunes: async (communes) => ({
    hamlets: await inChunks(communes, (some) =>
      db.selectFrom("hamlet").selectAll().where("commune", "in", some).execute(),
    ),
    clusters: await inChunks(communes, (some) =>
      db.selectFrom("cluster").selectAll().where("commune", "in", some).execute(),
    ),
  }),
  linksOf: (hamlets) =>
    inChunks(hamlets, (some) =>
      db
        .selectFrom("cluster_hamlet")
        .selectAll()
        .where("hamlet", "in", some)
        .orderBy("hamlet")
        .orderBy("valid_from")
        .execute(),
    ),
  outlines: (hamlets) =>
    inChunks(hamlets, (some) =>
      db
        .selectFrom("hamlet_outline")
        .selectAll()
        .where("hamlet", "in", some)
        .orderBy("hamlet")
        .orderBy("valid_from")
        .execute(),
    ),
  moves: () => db.selectFrom("place_move").selectAll().execute(),
  standing: (changes) => standing(db, changes),
  save: (changes, also = []) =>
    db.transaction().execute(async (tx) => {
      await save(tx, changes);
      for (const step of also) await step(tx);
    }),
});

async function standing(db: Kysely<Tables>, changes: Changes): Promise<Changes> {
  const read = <T extends keyof Touched>(
    table: T,
    key: keyof Touched[T] & string,
    touched: readonly Touched[T][],
  ): Promise<Touched[T][]> =>
    inChunks([...new Set(touched.map((row) => String(row[key])))], (some) =>
      db
        .selectFrom(table as "commune")
        .selectAll()
        .where(key as "code", "in", some)
        .execute(),
    ) as Promise<unknown> as Promise<Touched[T][]>;
  return {
    provinces: await read("province", "code", changes.provinces),
    communes: await read("commune", "code", changes.communes),
    hamlets: await read("hamlet", "id", changes.hamlets),
    figures: await read("hamlet_figure", "hamlet", changes.figures),
    clusters: await read("cluster", "id", changes.clusters),
    links: await read("cluster_hamlet", "cluster", changes.links),
    regulations: await read("regulation", "commune", changes.regulations),
    outlines: await read("hamlet_outline", "hamlet", changes.outlines),
    moves: [],
  };
}

/** Communes that somebody sees. */
function seen(db: Kysely<Tables>, { sight, province, commune }: Find) {
  let query = db.selectFrom("commune").select("code");
  if (!sight.all) {
    query = query.where((q) =>
      q.or([
        q("province", "in", [...sight.provinces, ""] as string[]),
        q("code", "in", [...sight.communes, ""] as string[]),
      ]),
    );
  }
  if (province !== undefined) query = query.where("province", "=", province);
  return commune === undefined ? query : query.where("code", "=", commune);
}

function findCommunes(db: Kysely<Tables>, find: Find) {
  let query = db.selectFrom("commune").selectAll().where("code", "in", seen(db, find));
  for (const word of find.words) query = query.where("folded", "like", `%${word}%`);
  if (find.after !== undefined) query = query.where("code", ">", find.after);
  return query
    .where("valid_from", "<=", find.on)
    .where((q) => q.or([q("valid_to", "is", null), q("valid_to", ">", find.on)]))
    .orderBy("code")
    .limit(find.limit)
    .execute();
}

function findHamlets(db: Kysely<Tables>, find: Find) {
  let query = db.selectFrom("hamlet").selectAll().where("commune", "in", seen(db, find));
  if (find.hamlet !== undefined) query = query.where("id", "=", find.hamlet);
  for (const word of find.words) query = query.where("folded", "like", `%${word}%`);
  if (find.after !== undefined) query = query.where("id", ">", find.after);
  return query
    .where("valid_from", "<=", find.on)
    .where((q) => q.or([q("valid_to", "is", null), q("valid_to", ">", find.on)]))
    .orderBy("id")
    .limit(find.limit)
    .execute();
}

function findClusters(db: Kysely<Tables>, find: Find) {
  let query = db.selectFrom("cluster").selectAll().where("commune", "in", seen(db, find));
  if (find.hamlet !== undefined) {
    const served = db
      .selectFrom("cluster_hamlet")
      .select("cluster")
      .where("hamlet", "=", find.hamlet)
      .where("valid_from", "<=", find.on)
      .where((q) => q.or([q("valid_to", "is", null), q("valid_to", ">", find.on)]));
    query = query.where("id", "in", served);
  }
  if (find.trouble !== undefined) {
    const troubled = db
      .selectFrom("agent")
      .innerJoin("agent_state", "agent_state.agent", "agent.id")
      .select("agent.cluster")
      .where("agent.status", "=", "active")
      .where("agent_state.health", "like", '%"diskSince":%');
    query = query.where("id", "in", troubled);
  }
  for (const word of find.words) query = query.where("folded", "like", `%${word}%`);
  if (find.after !== undefined) query = query.where("id", ">", find.after);
  return query
    .where("valid_from", "<=", find.on)
    .where((q) => q.or([q("valid_to", "is", null), q("valid_to", ">", find.on)]))
    .orderBy("id")
    .limit(find.limit)
    .execute();
}

async function boards(db: Kysely<Tables>, clusters: string[]): Promise<readonly Board[]> {
  const agents = await db
    .selectFrom("agent")
    .select(["id", "cluster"])
    .where("status", "=", "active")
    .where("cluster", "in", clusters)
    .execute();
  const ids = agents.map((agent) => agent.id);
  const states = await db
    .selectFrom("agent_state")
    .selectAll()
    .where("agent", "in", [...ids, ""])
    .execute();
  const byAgent = new Map(states.map((state) => [state.agent, state]));
  return agents.map((agent) => {
    const state = byAgent.get(agent.id);
    return state ? { ...agent, state } : agent;
  });
}

/** Parents before children, so that every reference holds at once. */
async function save(tx: Transaction<Tables>, changes: Changes): Promise<void> {
  await put(tx, "province", ["code"], changes.provinces);
  await put(tx, "commune", ["code"], changes.communes);
  await put(tx, "hamlet", ["id"], changes.hamlets);
  await put(tx, "hamlet_figure", ["hamlet", "valid_from"], changes.figures);
  await put(tx, "cluster", ["id"], changes.clusters);
  await put(tx, "cluster_hamlet", ["cluster", "hamlet", "valid_from"], changes.links);
  await put(tx, "regulation", ["commune", "valid_from"], changes.regulations);
  await put(tx, "hamlet_outline", ["hamlet", "valid_from"], changes.outlines);
  await put(tx, "place_move", ["kind", "id", "valid_to"], changes.moves);
}

async function put(
  tx: Transaction<Tables>,
  table:
    | "province"
    | "commune"
    | "hamlet"
    | "hamlet_figure"
    | "cluster"
    | "cluster_hamlet"
    | "regulation"
    | "hamlet_outline"
    | "place_move",
  key: readonly string[],
  rows: readonly object[],
): Promise<void> {
  for (const row of rows) {
    await tx
      .insertInto(table)
      .values(row as never)
      .onConflict((conflict) => conflict.columns(key as never).doUpdateSet(row as never))
      .execute();
  }
}
