import type { Kysely } from "kysely";
import type { AgentId, ClusterId, ScopeId } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import type { AgentTable, ClaimTable } from "../store/board-tables.ts";
import type { Tables } from "../store/tables.ts";
import type { Claim } from "./enrol.ts";

export interface ActiveAgent {
  readonly id: AgentId;
  readonly cluster: ClusterId;
  readonly place: ScopeId;
  readonly publicKey: string;
  readonly secretHash: string;
  readonly scopes: readonly ScopeId[];
}

export interface EnrolStore {
  addClaim(claim: Omit<ClaimTable, "used_at">): Promise<void>;
  claim(codeHash: string): Promise<(Claim & { readonly cluster: ClusterId }) | undefined>;
  /** One transaction: the code is used up, the cluster's board before retires, the new one is active. `undefined` = somebody was faster. */
  admit(
    codeHash: string,
    agent: Omit<AgentTable, "status" | "retired_at">,
  ): Promise<{ readonly retired: readonly AgentId[] } | undefined>;
  /** An active board of a cluster that is still there. */
  active(agent: AgentId): Promise<ActiveAgent | undefined>;
  allActive(): Promise<readonly ActiveAgent[]>;
  /** Unused codes that ended before; used ones stay, so that a second use is recognised. */
  dropExpired(before: Instant): Promise<void>;
}

export const enrolStore = (db: Kysely<Tables>): EnrolStore => ({
  addClaim: async (claim) => {
    await db
      .insertInto("claim")
      .values({ ...claim, used_at: null })
      .execute();
  },
  claim: async (codeHash) => {
    const row = await db
      .selectFrom("claim")
      .selectAll()
      .where("code_hash", "=", codeHash)
      .executeTakeFirst();
    return (
      row && {
        cluster: row.cluster as ClusterId,
        expiresAt: row.expires_at as Instant,
        madeBy: row.created_by,
        usedAt: (row.used_at ?? undefined) as Instant | undefined,
      }
    );
  },
  admit: (codeHash, agent) =>
    db.transaction().execute(async (tx) => {
      const used = await tx
        .updateTable("claim")
        .set({ used_at: agent.enrolled_at })
        .where("code_hash", "=", codeHash)
        .where("used_at", "is", null)
        .executeTakeFirst();
      if (used.numUpdatedRows === 0n) return undefined;
      const before = await tx
        .selectFrom("agent")
        .select("id")
        .where("cluster", "=", agent.cluster)
        .where("status", "=", "active")
        .execute();
      await tx
        .updateTable("agent")
        .set({ status: "retired", retired_at: agent.enrolled_at })
        .where("cluster", "=", agent.cluster)
        .where("status", "=", "active")
        .execute();
      await tx
        .insertInto("agent")
        .values({ ...agent, status: "active", retired_at: null })
        .execute();
      return { retired: before.map((row) => row.id as AgentId) };
    }),
  active: async (agent) => {
    const row = await activeRows(db).where("agent.id", "=", agent).executeTakeFirst();
    return row && activeOf(row);
  },
  allActive: async () => (await activeRows(db).orderBy("agent.id").execute()).map(activeOf),
  dropExpired: async (before) => {
    await db
      .deleteFrom("claim")
      .where("expires_at", "<", before)
      .where("used_at", "is", null)
      .execute();
  },
});

const activeRows = (db: Kysely<Tables>) =>
  db
    .selectFrom("agent")
    .innerJoin("cluster", "cluster.id", "agent.cluster")
    .innerJoin("commune", "commune.code", "cluster.commune")
    .where("agent.status", "=", "active")
    .select([
      "agent.id",
      "agent.cluster",
      "agent.public_key",
      "agent.secret_hash",
      "cluster.commune",
      "commune.province",
    ]);

const activeOf = (row: {
  id: string;
  cluster: string;
  public_key: string;
  secret_hash: string;
  commune: string;
  province: string;
}): ActiveAgent => ({
  id: row.id as AgentId,
  cluster: row.cluster as ClusterId,
  place: `c-${row.commune}` as ScopeId,
  publicKey: row.public_key,
  secretHash: row.secret_hash,
  scopes: ["centre", `p-${row.province}`, `c-${row.commune}`, `a-${row.id}`] as ScopeId[],
});
