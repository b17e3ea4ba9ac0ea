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
      .select(["cluster.name", "cluster.commune"])
      .where("outcome.outcome", "in", OWED)
      // The window first: a log is years long, and each of its rows would be looked at.
      .where("outcome.occurrence", "in", (of) =>
        of
          .selectFrom("occurrence as recent")
          .select("recent.id")
          .where("recent.level", "<>", "emergency")
          .where("recent.not_after", ">", since)
          .$if(occurrence !== undefined, (query) =>
            query.where("recent.id", "=", occurrence as string),
          ),
      )
      // A make-good that was taken back has made nothing good.
      .where((q) => q.or([q("done.occurrence", "is", null), q("instead.state", "=", "cancelled")]))
      .orderBy("occurrence.not_before", "desc")
      .orderBy("outcome.occurrence")
      .orderBy("outcome.cluster")
      .limit(MOST)
      .execute();
    const bodies = await bodiesOf(db, [...new Set(rows.map((row) => row.occurrence))]);
    const found = rows.map((row) => ({ ...row, body: bodies.get(row.occurrence) as Occurrence }));
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

/** Read once each: an airing of a province stands in a thousand rows, and its words would be sorted with each of them. */
async function bodiesOf(
  db: Kysely<Tables>,
  occurrences: readonly string[],
): Promise<ReadonlyMap<string, Occurrence>> {
  const rows = await db
    .selectFrom("occurrence")
    .select(["id", "body"])
    .where("id", "in", ["", ...occurrences])
    .execute();
  return new Map(rows.map(({ id, body }) => [id, JSON.parse(body) as Occurrence]));
}

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
