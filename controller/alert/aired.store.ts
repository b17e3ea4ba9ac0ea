import type { Kysely } from "kysely";
import type { Occurrence } from "../../contract/plan.ts";
import type { Instant } from "../../contract/time.ts";
import type { Tables } from "../store/tables.ts";
import type { CapAlert } from "./cap.ts";
import type { Emergency } from "./cap-out.ts";

/** Emergencies as schedule keeps them; read only. */
export interface AiredStore {
  emergency(broadcast: string): Promise<Emergency | undefined>;
}

export const airedStore = (db: Kysely<Tables>): AiredStore => ({
  emergency: async (broadcast) => {
    const row = await db
      .selectFrom("broadcast")
      .selectAll()
      .where("id", "=", broadcast)
      .where("level", "=", "emergency")
      .executeTakeFirst();
    const airing = await db
      .selectFrom("occurrence")
      .select(["id", "body"])
      .where("broadcast", "=", broadcast)
      .orderBy("not_before")
      .executeTakeFirst();
    if (!row || !airing) return undefined;
    const body = JSON.parse(airing.body) as Occurrence;
    return {
      id: row.id,
      place: row.place,
      createdAt: row.created_at as Instant,
      cancelledAt: row.cancelled_at as Instant | null,
      body,
      clusters: await clustersOf(db, airing.id),
      said: await saidIn(db, body),
      from: await sourceOf(db, row.idempotency_key),
      allClearOf: await endedBy(db, body),
    };
  },
});

async function clustersOf(db: Kysely<Tables>, occurrence: string): Promise<string[]> {
  const rows = await db
    .selectFrom("occurrence_cluster")
    .select("cluster")
    .where("occurrence", "=", occurrence)
    .orderBy("cluster")
    .execute();
  return rows.map((row) => row.cluster);
}

async function saidIn(db: Kysely<Tables>, { parts }: Occurrence): Promise<Emergency["said"]> {
  const ids = parts.flatMap((part) =>
    part.kind === "audio" && part.role === "message" && part.message ? [part.message] : [],
  );
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("message")
    .select(["id", "language", "title", "text"])
    .where("id", "in", [...new Set(ids)])
    .execute();
  return [...new Set(ids)].flatMap((id) => rows.filter((row) => row.id === id));
}

/** Orders of an alert carry its id in their key: `alert-ID-SEGMENT`. */
async function sourceOf(db: Kysely<Tables>, key: string | null): Promise<CapAlert | undefined> {
  const id = /^alert-(.+)-\d+$/.exec(key ?? "")?.[1];
  if (id === undefined) return undefined;
  const row = await db.selectFrom("alert").select("body").where("id", "=", id).executeTakeFirst();
  return row && (JSON.parse(row.body) as CapAlert);
}

async function endedBy(
  db: Kysely<Tables>,
  { emergency }: Occurrence,
): Promise<Emergency["allClearOf"]> {
  if (!emergency?.allClearOf) return undefined;
  const row = await db
    .selectFrom("occurrence")
    .innerJoin("broadcast", "broadcast.id", "occurrence.broadcast")
    .select(["broadcast.id", "broadcast.created_at"])
    .where("occurrence.id", "=", emergency.allClearOf)
    .executeTakeFirst();
  return row && { id: row.id, createdAt: row.created_at as Instant };
}
