import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** Small values that the program itself remembers, by name. */
export interface Remember {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
}

export const settingStore = (db: Kysely<Tables>): Remember => ({
  get: async (name) =>
    (await db.selectFrom("setting").select("value").where("name", "=", name).executeTakeFirst())
      ?.value,
  set: async (name, value) => {
    await db
      .insertInto("setting")
      .values({ name, value })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
      .execute();
  },
});
