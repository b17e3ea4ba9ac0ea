import type { Kysely } from "kysely";
import type { Occurrence } from "../../contract/plan.ts";
import type { Instant } from "../../contract/time.ts";
import type { Tables } from "../store/tables.ts";
import type { Prepared } from "./alert.ts";
import type { CapAlert } from "./cap.ts";
import type { Emergency, Told } from "./cap-out.ts";

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
      updates: await updatedBy(db, row.idempotency_key),
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
const alertOf = (key: string | null): string | undefined => /^alert-(.+)-\d+$/.exec(key ?? "")?.[1];

async function sourceOf(db: Kysely<Tables>, key: string | null): Promise<CapAlert | undefined> {
  const id = alertOf(key);
  if (id === undefined) return undefined;
  const row = await db.selectFrom("alert").select("body").where("id", "=", id).executeTakeFirst();
  return row && (JSON.parse(row.body) as CapAlert);
}

/** What went on air of the alerts that this order's own alert updates. */
async function updatedBy(db: Kysely<Tables>, key: string | null): Promise<readonly Told[]> {
  const id = alertOf(key);
  if (id === undefined) return [];
  const earlier = await db
    .selectFrom("alert as mine")
    .innerJoin("alert_reference as refers", "refers.alert", "mine.id")
    .innerJoin("alert as old", (join) =>
      join
        .onRef("old.sender", "=", "refers.sender")
        .onRef("old.identifier", "=", "refers.identifier")
        .onRef("old.within", "=", "mine.within"),
    )
    .select("old.segments")
    .where("mine.id", "=", id)
    .execute();
  const orders = earlier.flatMap(({ segments }) =>
    (JSON.parse(segments) as Prepared[]).flatMap((one) => one.broadcast ?? []),
  );
  if (orders.length === 0) return [];
  const rows = await db
    .selectFrom("broadcast")
    .select(["id", "place", "created_at"])
    .where("id", "in", orders)
    .where("id", "in", (inner) => inner.selectFrom("occurrence").select("broadcast"))
    .orderBy("id")
    .execute();
  return rows.map(({ created_at, ...row }) => ({ ...row, createdAt: created_at as Instant }));
}

async function endedBy(
  db: Kysely<Tables>,
  { emergency }: Occurrence,
): Promise<Emergency["allClearOf"]> {
  if (!emergency?.allClearOf) return undefined;
  const row = await db
    .selectFrom("occurrence")
    .innerJoin("broadcast", "broadcast.id", "occurrence.broadcast")
    .select(["broadcast.id", "broadcast.place", "broadcast.created_at"])
    .where("occurrence.id", "=", emergency.allClearOf)
    .executeTakeFirst();
  return row && { id: row.id, place: row.place, createdAt: row.created_at as Instant };
}
