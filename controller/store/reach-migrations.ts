import { drop, table } from "./create.ts";
import type { Migration } from "./migration.ts";

/** What is to be reached by when; the national ones are there from the start. */
export const targets: Migration = {
  name: "targets",
  up: async (db) => {
    await table(
      db.schema,
      "reach_target",
      "id text, metric text, share real, due text, place text, source text, per_month integer?",
      "id",
    ).execute();
    const national = { place: "centre", per_month: null };
    await db
      .insertInto("reach_target")
      .values([
        {
          ...national,
          id: "ho-2025",
          metric: "households",
          share: 0.7,
          due: "2025-12-31",
          source: "Trên 70 % hộ qua các hình thức truyền thông của xã",
        },
        {
          ...national,
          id: "nguoi-2030",
          metric: "people",
          share: 0.8,
          due: "2030-12-31",
          source: "80 % người dân qua hệ thống thông tin cơ sở",
        },
        {
          ...national,
          id: "thuong-xuyen-2030",
          metric: "regular",
          share: 0.9,
          due: "2030-12-31",
          source: "90 % hộ tiếp cận thường xuyên",
          per_month: 4,
        },
      ])
      .execute();
  },
  down: drop("reach_target"),
};
