import type { Kysely } from "kysely";
import type { Tables } from "../store/tables.ts";

export interface FrozenRow {
  readonly id: string;
  readonly kind: string;
  readonly place: string;
  readonly period_from: string;
  readonly period_to: string;
  readonly sha256: string;
  readonly content: string;
  readonly created_at: number;
  readonly created_by: string;
  readonly published_at: number | null;
}

export interface ReportStore {
  /** The name of a commune or province on a day. */
  nameOf(
    where: { readonly province?: string; readonly commune?: string },
    day: string,
  ): Promise<string | undefined>;
  messageTitle(id: string): Promise<string | undefined>;
  freeze(row: FrozenRow): Promise<void>;
  frozen(id: string): Promise<FrozenRow | undefined>;
  list(): Promise<readonly FrozenRow[]>;
  publish(id: string, at: number): Promise<void>;
}

export const reportStore = (db: Kysely<Tables>): ReportStore => ({
  nameOf: async ({ province, commune }, day) => {
    const table = commune === undefined ? "province" : "commune";
    const row = await db
      .selectFrom(table)
      .select("name")
      .where("code", "=", commune ?? province ?? "")
      .where("valid_from", "<=", day)
      .orderBy("valid_from", "desc")
      .limit(1)
      .executeTakeFirst();
    return row?.name;
  },
  messageTitle: async (id) =>
    (await db.selectFrom("message").select("title").where("id", "=", id).executeTakeFirst())?.title,
  freeze: async (row) => {
    await db.insertInto("report").values(row).execute();
  },
  frozen: (id) => db.selectFrom("report").selectAll().where("id", "=", id).executeTakeFirst(),
  list: () =>
    db.selectFrom("report").selectAll().orderBy("created_at", "desc").orderBy("id").execute(),
  publish: async (id, at) => {
    await db.updateTable("report").set({ published_at: at }).where("id", "=", id).execute();
  },
});
