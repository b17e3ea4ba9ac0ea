import type { Kysely } from "kysely";
import type { ClusterId, CommuneCode, HamletId, ProvinceCode } from "../../contract/ids.ts";
import type { AlertKeyTable, AlertTable } from "../store/alert-tables.ts";
import type { Tables } from "../store/tables.ts";
import type { Located } from "./area.ts";
import type { CapReference } from "./cap.ts";

type Named = Pick<CapReference, "sender" | "identifier">;

export interface AlertStore {
  /** One transaction: the alert and what it refers to. */
  add(alert: AlertTable, references: readonly Named[]): Promise<void>;
  one(id: string): Promise<AlertTable | undefined>;
  same(within: string, named: Named): Promise<AlertTable | undefined>;
  /** Known alerts that one refers to. */
  meantBy(alert: string, within: string): Promise<readonly AlertTable[]>;
  /** Known alerts that refer to this one. */
  referring(within: string, named: Named): Promise<readonly AlertTable[]>;
  many(limit: number): Promise<readonly AlertTable[]>;
  update(id: string, change: Partial<AlertTable>): Promise<void>;
  /** The clusters of a day and where they stand. Read only; another concept writes them. */
  located(day: string): Promise<readonly Located[]>;
  keys(): Promise<readonly AlertKeyTable[]>;
  /** Keys that two people accepted, both of whom are still in service, and nobody revoked. */
  trusted(): Promise<readonly AlertKeyTable[]>;
  key(kid: string): Promise<AlertKeyTable | undefined>;
  addKey(key: AlertKeyTable): Promise<void>;
  updateKey(kid: string, change: Partial<AlertKeyTable>): Promise<void>;
}

export const alertStore = (db: Kysely<Tables>): AlertStore => ({
  add: (alert, references) =>
    db.transaction().execute(async (tx) => {
      await tx.insertInto("alert").values(alert).execute();
      const rows = references.map(({ sender, identifier }) => ({
        alert: alert.id,
        sender,
        identifier,
      }));
      if (rows.length === 0) return;
      await tx
        .insertInto("alert_reference")
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }),
  one: (id) => db.selectFrom("alert").selectAll().where("id", "=", id).executeTakeFirst(),
  same: (within, { sender, identifier }) =>
    db
      .selectFrom("alert")
      .selectAll()
      .where("within", "=", within)
      .where("sender", "=", sender)
      .where("identifier", "=", identifier)
      .executeTakeFirst(),
  meantBy: (alert, within) =>
    db
      .selectFrom("alert_reference")
      .innerJoin("alert", (join) =>
        join
          .onRef("alert.sender", "=", "alert_reference.sender")
          .onRef("alert.identifier", "=", "alert_reference.identifier"),
      )
      .selectAll("alert")
      .where("alert_reference.alert", "=", alert)
      .where("alert.within", "=", within)
      .orderBy("alert.received_at")
      .execute(),
  referring: (within, { sender, identifier }) =>
    db
      .selectFrom("alert_reference")
      .innerJoin("alert", "alert.id", "alert_reference.alert")
      .selectAll("alert")
      .where("alert_reference.sender", "=", sender)
      .where("alert_reference.identifier", "=", identifier)
      .where("alert.within", "=", within)
      .orderBy("alert.received_at")
      .execute(),
  many: (limit) =>
    db
      .selectFrom("alert")
      .selectAll()
      .orderBy("received_at", "desc")
      .orderBy("id", "desc")
      .limit(limit)
      .execute(),
  update: async (id, change) => {
    await db.updateTable("alert").set(change).where("id", "=", id).execute();
  },
  located: (day) => located(db, day),
  keys: () => db.selectFrom("alert_key").selectAll().orderBy("kid").execute(),
  trusted: () =>
    db
      .selectFrom("alert_key")
      .innerJoin("person as one", "one.id", "alert_key.created_by")
      .innerJoin("person as other", "other.id", "alert_key.approved_by")
      .selectAll("alert_key")
      .where("alert_key.revoked_at", "is", null)
      .where("one.disabled", "=", 0)
      .where("other.disabled", "=", 0)
      .execute(),
  key: (kid) => db.selectFrom("alert_key").selectAll().where("kid", "=", kid).executeTakeFirst(),
  addKey: async (key) => {
    await db.insertInto("alert_key").values(key).execute();
  },
  updateKey: async (kid, change) => {
    await db.updateTable("alert_key").set(change).where("kid", "=", kid).execute();
  },
});

async function located(db: Kysely<Tables>, day: string): Promise<readonly Located[]> {
  const clusters = await db
    .selectFrom("cluster")
    .innerJoin("commune", "commune.code", "cluster.commune")
    .select(["cluster.id", "cluster.commune", "commune.province", "latitude", "longitude"])
    .select("exercise")
    .where("cluster.valid_from", "<=", day)
    .where((q) => q.or([q("cluster.valid_to", "is", null), q("cluster.valid_to", ">", day)]))
    .orderBy("cluster.id")
    .execute();
  const links = await db
    .selectFrom("cluster_hamlet")
    .select(["cluster", "hamlet"])
    .where("valid_from", "<=", day)
    .where((q) => q.or([q("valid_to", "is", null), q("valid_to", ">", day)]))
    .orderBy("hamlet")
    .execute();
  const hamlets = new Map<string, HamletId[]>();
  for (const { cluster, hamlet } of links)
    hamlets.set(cluster, [...(hamlets.get(cluster) ?? []), hamlet as HamletId]);
  return clusters.map(({ id, latitude, longitude, ...row }) => ({
    cluster: id as ClusterId,
    commune: row.commune as CommuneCode,
    province: row.province as ProvinceCode,
    hamlets: hamlets.get(id) ?? [],
    point: latitude === null || longitude === null ? undefined : { latitude, longitude },
    exercise: row.exercise === 1,
  }));
}
