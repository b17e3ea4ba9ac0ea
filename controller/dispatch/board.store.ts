import type { Kysely } from "kysely";
import type { AgentId, ClusterId } from "../../contract/ids.ts";
import type { Tables } from "../store/tables.ts";
import type { AgentFacts, ClusterFacts } from "./agent-config.ts";

/** The fleet's tables as a configuration needs them; dispatch only reads them. */
export interface BoardStore {
  /** Active boards: these, those of these communes, or all. */
  boards(
    which:
      | { readonly agents: readonly AgentId[] }
      | { readonly communes: readonly string[] }
      | "all",
    today: string,
  ): Promise<readonly AgentFacts[]>;
  /** Where an active board stands; asked with every heartbeat, so it is one query. */
  place(agent: AgentId): Promise<Pick<ClusterFacts, "agent" | "province" | "commune"> | undefined>;
  /** A cluster, whether or not it has a board. */
  cluster(cluster: ClusterId, today: string): Promise<ClusterFacts | undefined>;
}

const CHUNK = 400;
const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, i) =>
    all.slice(i * CHUNK, (i + 1) * CHUNK),
  );

type Row = Omit<ClusterFacts, "hamlets" | "regulation">;

export const boardStore = (db: Kysely<Tables>): BoardStore => ({
  boards: async (which, today) => {
    const query = clusterRows(db).where("agent.id", "is not", null).orderBy("agent.id");
    const rows: Row[] = [];
    if (which === "all") rows.push(...((await query.execute()) as Row[]));
    else if ("agents" in which) {
      for (const some of chunks(which.agents)) {
        rows.push(...((await query.where("agent.id", "in", some).execute()) as Row[]));
      }
    } else {
      for (const some of chunks(which.communes)) {
        rows.push(...((await query.where("cluster.commune", "in", some).execute()) as Row[]));
      }
    }
    return (await whole(db, rows, today)) as AgentFacts[];
  },
  place: async (agent) =>
    (await clusterRows(db).where("agent.id", "=", agent).executeTakeFirst()) as Row | undefined,
  cluster: async (cluster, today) => {
    const rows = await clusterRows(db).where("cluster.id", "=", cluster).execute();
    return (await whole(db, rows as Row[], today))[0];
  },
});

const clusterRows = (db: Kysely<Tables>) =>
  db
    .selectFrom("cluster")
    .innerJoin("commune", "commune.code", "cluster.commune")
    .leftJoin("agent", (join) =>
      join.onRef("agent.cluster", "=", "cluster.id").on("agent.status", "=", "active"),
    )
    .select([
      "agent.id as agent",
      "cluster.id as cluster",
      "cluster.commune",
      "commune.province",
      "cluster.tags",
      "cluster.exercise",
      "cluster.volume",
      "cluster.data_plan as dataPlan",
      "cluster.keeps_time as keepsTime",
      "cluster.local_input as localInput",
    ]);

async function whole(
  db: Kysely<Tables>,
  rows: readonly Omit<ClusterFacts, "hamlets" | "regulation">[],
  today: string,
): Promise<ClusterFacts[]> {
  const served = await hamletsOf(
    db,
    rows.map((row) => row.cluster),
    today,
  );
  const rules = await regulationsOf(
    db,
    rows.map((row) => row.commune),
    today,
  );
  return rows.map((row) => ({
    ...row,
    hamlets: served.get(row.cluster) ?? [],
    regulation: rules.get(row.commune),
  }));
}

async function hamletsOf(db: Kysely<Tables>, clusters: readonly string[], today: string) {
  const out = new Map<string, { hamlet: string; languages: string | null }[]>();
  for (const some of chunks([...new Set(clusters)])) {
    const rows = await db
      .selectFrom("cluster_hamlet")
      .leftJoin("hamlet_figure", (join) =>
        join
          .onRef("hamlet_figure.hamlet", "=", "cluster_hamlet.hamlet")
          .on("hamlet_figure.valid_from", "<=", today)
          .on((on) =>
            on.or([
              on("hamlet_figure.valid_to", "is", null),
              on("hamlet_figure.valid_to", ">", today),
            ]),
          ),
      )
      .where("cluster_hamlet.cluster", "in", some)
      .where("cluster_hamlet.valid_from", "<=", today)
      .where((q) =>
        q.or([q("cluster_hamlet.valid_to", "is", null), q("cluster_hamlet.valid_to", ">", today)]),
      )
      .select(["cluster_hamlet.cluster", "cluster_hamlet.hamlet", "hamlet_figure.languages"])
      .orderBy("cluster_hamlet.hamlet")
      .execute();
    for (const { cluster, ...row } of rows) out.set(cluster, [...(out.get(cluster) ?? []), row]);
  }
  return out;
}

async function regulationsOf(db: Kysely<Tables>, communes: readonly string[], today: string) {
  const out = new Map<string, { sessions: string; quiet: string; caps: string }>();
  for (const some of chunks([...new Set(communes)])) {
    const rows = await db
      .selectFrom("regulation")
      .selectAll()
      .where("commune", "in", some)
      .where("valid_from", "<=", today)
      .where((q) => q.or([q("valid_to", "is", null), q("valid_to", ">", today)]))
      .orderBy("valid_from")
      .execute();
    // The newest of those in force wins.
    for (const row of rows) out.set(row.commune, row);
  }
  return out;
}
