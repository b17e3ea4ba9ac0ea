import type { Kysely } from "kysely";
import type { SessionRule } from "../../contract/agent-config.ts";
import type { ClusterId, CommuneCode, HamletId, ProvinceCode } from "../../contract/ids.ts";
import type { Duration, Instant } from "../../contract/time.ts";
import type { Tables } from "../store/tables.ts";
import type { Sayable } from "./broadcast.ts";
import type { Regulations } from "./next-session.ts";
import type { Place } from "./where.ts";

/** What orders stand on: the clusters of a day, and messages as they are now. Read only; other concepts write them. */
export interface GroundStore {
  places(day: string): Promise<readonly Place[]>;
  /** The sessions of the regulations in force on a day, by commune; the newest of several counts. */
  regulations(day: string): Promise<Regulations>;
  messages(ids: readonly string[]): Promise<ReadonlyMap<string, Sayable>>;
}

const list = (json: string | null): string[] =>
  json === null ? [] : (JSON.parse(json) as string[]);

export const groundStore = (db: Kysely<Tables>): GroundStore => ({
  places: async (day) => {
    const clusters = await db
      .selectFrom("cluster")
      .innerJoin("commune", "commune.code", "cluster.commune")
      .select(["cluster.id", "cluster.commune", "commune.province", "cluster.tags"])
      .where("cluster.valid_from", "<=", day)
      .where((q) => q.or([q("cluster.valid_to", "is", null), q("cluster.valid_to", ">", day)]))
      .orderBy("cluster.id")
      .execute();
    const served = await servedOn(db, day);
    return clusters.map((row) => ({
      cluster: row.id as ClusterId,
      commune: row.commune as CommuneCode,
      province: row.province as ProvinceCode,
      tags: list(row.tags),
      ...(served.get(row.id) ?? { hamlets: [], languages: [] }),
    }));
  },
  regulations: async (day) => {
    const rows = await db
      .selectFrom("regulation")
      .select(["commune", "sessions"])
      .where("valid_from", "<=", day)
      .where((q) => q.or([q("valid_to", "is", null), q("valid_to", ">", day)]))
      .orderBy("valid_from")
      .execute();
    return new Map(rows.map((row) => [row.commune, JSON.parse(row.sessions) as SessionRule[]]));
  },
  messages: async (ids) => {
    if (ids.length === 0) return new Map();
    const rows = await db
      .selectFrom("message")
      .selectAll()
      .where("id", "in", [...new Set(ids)])
      .execute();
    return new Map(
      rows.map((row) => [
        row.id,
        {
          id: row.id,
          title: row.title,
          theme: row.theme,
          campaign: row.campaign,
          language: row.language,
          status: row.status,
          secrecy: row.secrecy,
          approvedBy: row.status === "approved" ? row.decided_by : null,
          validFrom: row.valid_from as Instant | null,
          validTo: row.valid_to as Instant | null,
          shared: row.shared === null ? null : JSON.parse(row.shared),
          audio:
            row.sha256 === null
              ? null
              : {
                  sha256: row.sha256,
                  bytes: row.bytes ?? 0,
                  length: (row.length ?? 0) as Duration,
                },
        },
      ]),
    );
  },
});

interface Served {
  readonly hamlets: HamletId[];
  readonly languages: string[];
}

async function servedOn(db: Kysely<Tables>, day: string): Promise<ReadonlyMap<string, Served>> {
  const rows = await db
    .selectFrom("cluster_hamlet")
    .leftJoin("hamlet_figure", (join) =>
      join
        .onRef("hamlet_figure.hamlet", "=", "cluster_hamlet.hamlet")
        .on("hamlet_figure.valid_from", "<=", day)
        .on((q) =>
          q.or([q("hamlet_figure.valid_to", "is", null), q("hamlet_figure.valid_to", ">", day)]),
        ),
    )
    .select(["cluster_hamlet.cluster", "cluster_hamlet.hamlet", "languages"])
    .where("cluster_hamlet.valid_from", "<=", day)
    .where((q) =>
      q.or([q("cluster_hamlet.valid_to", "is", null), q("cluster_hamlet.valid_to", ">", day)]),
    )
    .orderBy("cluster_hamlet.hamlet")
    .execute();
  const out = new Map<string, Served>();
  for (const row of rows) {
    const one = out.get(row.cluster) ?? { hamlets: [], languages: [] };
    one.hamlets.push(row.hamlet as HamletId);
    for (const language of list(row.languages)) {
      if (!one.languages.includes(language)) one.languages.push(language);
    }
    out.set(row.cluster, one);
  }
  return out;
}
