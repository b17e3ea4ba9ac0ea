import { sql } from "kysely";
import { drop, index, table } from "./create.ts";
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

/** Counts beside the play log. They are filled from its first row on, so an older database is counted at its first start. */
export const rollups: Migration = {
  name: "rollups",
  up: async (db) => {
    const { schema } = db;
    await table(
      schema,
      "reach_subject",
      "kind text, value text, at instant, occurrence text, bucket integer",
      "kind",
      "value",
      "at",
      "occurrence",
    ).execute();
    await index(schema, "reach_subject", "occurrence", "kind", "value", "bucket");
    await table(
      schema,
      "reach_rollup",
      `kind text, value text, cluster text, bucket integer, planned integer, delivered integer, armed integer,
       started integer, completed integer, electric integer, acoustic integer`,
      "kind",
      "value",
      "cluster",
      "bucket",
    ).execute();
    // Covering, in the order in which a question adds up: a country's year is read from it alone.
    await schema
      .createIndex("reach_rollup_counts")
      .on("reach_rollup")
      .columns(["kind", "value", "cluster", "bucket", "planned", "delivered", "armed", "started"])
      .columns(["completed", "electric", "acoustic"])
      .execute();
    await table(schema, "reach_counted", "id text, through instant", "id").execute();
    await db.insertInto("reach_counted").values({ id: "log", through: 0 }).execute();
  },
  down: drop("reach_counted", "reach_rollup", "reach_subject"),
};

const halves = ["early", "late"];
const counted = ["planned", "delivered", "armed", "started", "completed", "electric", "acoustic"];
const counters = halves.flatMap((half) => counted.map((rung) => `${half}_${rung}`));

/** One row a month, its halves side by side: half as many rows to read, and a year adds up in the order of the index. */
export const monthlyRollups: Migration = {
  name: "monthly-rollups",
  up: async (db) => {
    await db.schema.dropTable("reach_rollup").execute();
    await table(
      db.schema,
      "reach_rollup",
      `kind text, value text, cluster text, month integer, ${counters.map((name) => `${name} integer`).join()}`,
      "kind",
      "value",
      "cluster",
      "month",
    ).execute();
    await db.schema
      .createIndex("reach_rollup_counts")
      .on("reach_rollup")
      .columns(["kind", "value", "cluster", "month", ...counters] as never[])
      .execute();
    // Whoever asks first counts the log again from its first row.
    await db.updateTable("reach_counted").set({ through: 0 }).execute();
  },
  down: async (db) => {
    await drop("reach_counted", "reach_rollup", "reach_subject")(db);
    await rollups.up(db);
  },
};

/** Whether a clock that something confirmed told the newest row of a pair: figures of a country cannot open each row's text. */
export const clockMarks: Migration = {
  name: "clock marks",
  up: async (db) => {
    await db.schema
      .alterTable("outcome")
      .addColumn("unconfirmed", "integer", (as) => as.notNull().defaultTo(0))
      .execute();
    await sql`
      update outcome set unconfirmed = 1 where seq in (
        select seq from play_log where json_valid(body) and json_extract(body, '$.clock') is not null and (
          coalesce(json_extract(body, '$.clock.source'), '') not in ('controller', 'ntp')
          or coalesce(json_extract(body, '$.unconfirmed'), 0) = 1))`.execute(db);
  },
  down: { refused: "receipts and the play log are evidence; restore a backup instead" },
};

/**
 * Plays by a clock that nothing confirmed are counted beside all plays. A year stands together and has its sum, so that a question
 * reads the years that it is about and no others; the key is the table, because nothing is asked of it in another order.
 */
export const yearlyRollups: Migration = {
  name: "yearly-rollups",
  up: async (db) => {
    const { schema } = db;
    await schema.dropTable("reach_rollup").execute();
    const key = "kind text, unconfirmed integer, year integer, value text, cluster text";
    const parts = ["kind", "unconfirmed", "year", "value", "cluster"];
    const clustered = sql`without rowid`;
    const halves = counters.map((name) => `${name} integer`).join();
    await table(schema, "reach_rollup", `${key}, month integer, ${halves}`, ...parts, "month")
      .modifyEnd(clustered)
      .execute();
    const sums = counted.map((name) => `${name} integer`).join();
    await table(schema, "reach_year", `${key}, ${sums}`, ...parts)
      .modifyEnd(clustered)
      .execute();
    await db.updateTable("reach_counted").set({ through: 0 }).execute();
  },
  down: async (db) => {
    await db.schema.dropTable("reach_year").execute();
    await monthlyRollups.up(db);
  },
};
