import type { Kysely } from "kysely";
import type { Tables } from "../store/tables.ts";
import type { Offered } from "./inbox.ts";

/** Where a cluster lies and whether its board has confirmed what it was told; read only, other concepts write these tables. */
export interface ProgressStore {
  clusters(ids: readonly string[]): Promise<ReadonlyMap<string, ClusterPlace>>;
  communes(codes: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * What the board of each pair (`occurrence cluster`) has confirmed by its signed receipts. A cluster without a board, and what
   * never went out, is not in it: there is nobody who could sound.
   */
  confirmed(occurrences: readonly string[]): Promise<ReadonlyMap<string, Confirmed>>;
  offers(broadcast: string): Promise<readonly Offered[]>;
}

/** Whether a board has applied a document with the order in it, and one with its cancel. */
export interface Confirmed {
  readonly order: boolean;
  readonly cancel: boolean;
}

export interface ClusterPlace {
  readonly name: string;
  readonly commune: string;
  readonly seenAt: number | null;
}

const CHUNK = 400;
const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, i) =>
    all.slice(i * CHUNK, (i + 1) * CHUNK),
  );

export const progressStore = (db: Kysely<Tables>): ProgressStore => ({
  clusters: async (ids) => {
    const out = new Map<string, ClusterPlace>();
    for (const some of chunks(ids)) {
      const rows = await db
        .selectFrom("cluster")
        .leftJoin("agent", (join) =>
          join.onRef("agent.cluster", "=", "cluster.id").on("agent.status", "=", "active"),
        )
        .leftJoin("agent_state", "agent_state.agent", "agent.id")
        .select(["cluster.id", "cluster.name", "cluster.commune", "agent_state.seen_at"])
        .where("cluster.id", "in", some)
        .execute();
      for (const { id, seen_at, ...row } of rows) out.set(id, { ...row, seenAt: seen_at });
    }
    return out;
  },
  communes: async (codes) => {
    const out = new Map<string, string>();
    for (const some of chunks(codes)) {
      const rows = await db
        .selectFrom("commune")
        .select(["code", "name"])
        .where("code", "in", some)
        .execute();
      for (const { code, name } of rows) out.set(code, name);
    }
    return out;
  },
  confirmed: async (occurrences) => {
    const out = new Map<string, Confirmed>();
    for (const some of chunks(occurrences)) {
      const rows = await db
        .selectFrom("occurrence_cluster as meant")
        .innerJoin("dispatched as sent", "sent.occurrence", "meant.occurrence")
        .innerJoin("agent", (join) =>
          join.onRef("agent.cluster", "=", "meant.cluster").on("agent.status", "=", "active"),
        )
        .leftJoin("delivered as held", (join) =>
          join
            .onRef("held.agent", "=", "agent.id")
            .onRef("held.scope", "=", "sent.scope")
            .onRef("held.document", "=", "sent.document"),
        )
        .select(["meant.occurrence", "meant.cluster", "sent.revision", "sent.cancel_revision"])
        .select("held.revision as held")
        .where("meant.occurrence", "in", some)
        .execute();
      for (const { occurrence, cluster, revision, cancel_revision, held } of rows) {
        const by = held ?? -1;
        const cancel = cancel_revision !== null && by >= cancel_revision;
        out.set(`${occurrence} ${cluster}`, { order: by >= revision, cancel });
      }
    }
    return out;
  },
  offers: (broadcast) =>
    db
      .selectFrom("inbox")
      .innerJoin("broadcast", "broadcast.id", "inbox.broadcast")
      .selectAll("inbox")
      .select(["broadcast.title", "broadcast.theme", "broadcast.place", "broadcast.spec"])
      .where("inbox.broadcast", "=", broadcast)
      .orderBy("inbox.commune")
      .execute(),
});
