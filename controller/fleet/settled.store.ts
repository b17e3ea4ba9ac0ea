import type { Kysely } from "kysely";
import type { Tables } from "../store/tables.ts";

export interface Settled {
  readonly kind: "target" | "rate" | "report" | "alert-key" | "alert";
  readonly id: string;
  readonly name: string;
  readonly place: string;
}

/** What belongs to a place for good, read from the tables of the concepts that keep it. */
export interface SettledStore {
  at(places: readonly string[]): Promise<readonly Settled[]>;
}

export const settledStore = (db: Kysely<Tables>): SettledStore => ({
  at: async (places) => {
    const some = [...places, ""];
    const targets = await db
      .selectFrom("reach_target")
      .select(["id", "metric", "due", "place"])
      .where("place", "in", some)
      .orderBy("due")
      .execute();
    const rates = await db
      .selectFrom("royalty_rate")
      .select(["id", "source as name", "place"])
      .where("place", "in", some)
      .where("valid_to", "is", null)
      .orderBy("id")
      .execute();
    const reports = await db
      .selectFrom("report")
      .select(["id", "kind", "period_to", "place"])
      .where("place", "in", some)
      .orderBy("created_at")
      .execute();
    const keys = await db
      .selectFrom("alert_key")
      .select(["kid as id", "name", "place"])
      .where("place", "in", some)
      .where("revoked_at", "is", null)
      .orderBy("created_at")
      .execute();
    const alerts = await db
      .selectFrom("alert")
      .select(["id", "identifier as name", "place"])
      .where("place", "in", some)
      .where("state", "=", "proposed")
      .orderBy("received_at")
      .execute();
    return [
      ...targets.map(({ metric, due, ...row }) => ({
        ...row,
        kind: "target" as const,
        name: `${metric} ${due}`,
      })),
      ...rates.map((row) => ({ ...row, kind: "rate" as const })),
      ...reports.map(({ kind, period_to, ...row }) => ({
        ...row,
        kind: "report" as const,
        name: `${kind} ${period_to}`,
      })),
      ...keys.map((row) => ({ ...row, kind: "alert-key" as const })),
      ...alerts.map((row) => ({ ...row, kind: "alert" as const })),
    ];
  },
});
