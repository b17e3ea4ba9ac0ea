import type { Kysely } from "kysely";
import type { Tables } from "../store/tables.ts";
import type { Served, Signal } from "./audience.ts";

/** Whom clusters reach and when their boards were last heard; read only, other concepts write these tables. */
export interface CheckStore {
  served(clusters: readonly string[], day: string): Promise<readonly Served[]>;
  signals(clusters: readonly string[]): Promise<readonly Signal[]>;
}

const CHUNK = 400;
const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, i) =>
    all.slice(i * CHUNK, (i + 1) * CHUNK),
  );

export const checkStore = (db: Kysely<Tables>): CheckStore => ({
  served: async (clusters, day) => {
    const out: Served[] = [];
    for (const some of chunks(clusters)) {
      const rows = await db
        .selectFrom("cluster_hamlet as serves")
        .innerJoin("cluster", "cluster.id", "serves.cluster")
        .innerJoin("hamlet_figure as figure", "figure.hamlet", "serves.hamlet")
        .select(["serves.hamlet", "serves.share", "figure.households", "figure.people"])
        .select("cluster.kind")
        .where("serves.cluster", "in", some)
        .where("serves.valid_from", "<=", day)
        .where((q) => q.or([q("serves.valid_to", "is", null), q("serves.valid_to", ">", day)]))
        .where("figure.valid_from", "<=", day)
        .where((q) => q.or([q("figure.valid_to", "is", null), q("figure.valid_to", ">", day)]))
        .execute();
      out.push(...rows);
    }
    return out;
  },
  signals: async (clusters) => {
    const out: Signal[] = [];
    for (const some of chunks(clusters)) {
      const rows = await db
        .selectFrom("cluster")
        .leftJoin("agent", (join) =>
          join.onRef("agent.cluster", "=", "cluster.id").on("agent.status", "=", "active"),
        )
        .leftJoin("agent_state as state", "state.agent", "agent.id")
        .select(["cluster.id as cluster", "cluster.name", "cluster.kind"])
        .select(["agent.id as agent", "agent.enrolled_at", "state.seen_at", "state.player"])
        .where("cluster.id", "in", some)
        .orderBy("cluster.id")
        .execute();
      out.push(...rows);
    }
    return out;
  },
});
