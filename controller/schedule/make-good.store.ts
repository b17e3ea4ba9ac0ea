import type { Kysely } from "kysely";
import type { Occurrence } from "../../contract/plan.ts";
import type { Instant } from "../../contract/time.ts";
import type { MakeGoodTable } from "../store/level-tables.ts";
import type { Tables } from "../store/tables.ts";
import type { Miss } from "./make-good.ts";

export interface MakeGoodStore {
  /** What ordinary items missed since then and nobody has made good or let go; newest first. */
  missed(since: Instant, occurrence?: string): Promise<readonly Miss[]>;
  dismiss(row: MakeGoodTable): Promise<void>;
}

/** Outcomes after which something is owed: not what was whole, and not what was taken back on purpose. */
const OWED = ["partial", "preempted", "interrupted", "expired", "refused", "failed", "unreported"];
const MOST = 2_000;

export const makeGoodStore = (db: Kysely<Tables>): MakeGoodStore => ({
  missed: async (since, occurrence) => {
    const rows = await db
      .selectFrom("outcome")
      .innerJoin("occurrence", "occurrence.id", "outcome.occurrence")
      .innerJoin("cluster", "cluster.id", "outcome.cluster")
      .leftJoin("make_good as done", (join) =>
        join
          .onRef("done.occurrence", "=", "outcome.occurrence")
          .onRef("done.commune", "=", "cluster.commune"),
      )
      .leftJoin("broadcast as instead", "instead.id", "done.broadcast")
      .select(["outcome.occurrence", "outcome.cluster", "outcome.outcome", "outcome.reason"])
      .select(["occurrence.body", "cluster.name", "cluster.commune"])
      .where("outcome.outcome", "in", OWED)
      .where("occurrence.level", "<>", "emergency")
      .where("occurrence.not_after", ">", since)
      .$if(occurrence !== undefined, (query) =>
        query.where("outcome.occurrence", "=", occurrence as string),
      )
      // A make-good that was taken back has made nothing good.
      .where((q) => q.or([q("done.occurrence", "is", null), q("instead.state", "=", "cancelled")]))
      .orderBy("occurrence.not_before", "desc")
      .orderBy("outcome.occurrence")
      .orderBy("outcome.cluster")
      .limit(MOST)
      .execute();
    const found = rows.map((row) => ({ ...row, body: JSON.parse(row.body) as Occurrence }));
    const fallbacks = await fallbacksIn(db, found);
    return found.map((row) => ({ ...row, fallbacks }));
  },
  dismiss: async (row) => {
    await db
      .insertInto("make_good")
      .values(row)
      .onConflict((conflict) => conflict.columns(["occurrence", "commune"]).doUpdateSet(row))
      .execute();
  },
});

/** Which approved message each fallback is; what was approved and changed since is another message. */
async function fallbacksIn(
  db: Kysely<Tables>,
  missed: readonly Pick<Miss, "body">[],
): Promise<Miss["fallbacks"]> {
  const parts = missed.flatMap(({ body }) => body.parts);
  const hashes = parts.flatMap((part) =>
    part.kind === "relay" && part.fallback ? [part.fallback.sha256] : [],
  );
  if (hashes.length === 0) return new Map();
  const rows = await db
    .selectFrom("message")
    .select(["id", "sha256"])
    .where("sha256", "in", [...new Set(hashes)])
    .where("status", "=", "approved")
    .orderBy("id")
    .execute();
  return new Map(rows.map(({ id, sha256 }) => [sha256 as string, id]));
}
