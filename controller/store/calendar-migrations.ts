import { drop, index, refers, table } from "./create.ts";
import type { Migration } from "./migration.ts";

export const calendar: Migration = {
  name: "calendar",
  up: async (db) => {
    const { schema } = db;
    await table(
      schema,
      "holiday",
      "id text, place text, day text, name text, kind text",
      "id",
    ).execute();
    await table(
      schema,
      "campaign",
      `id text, place text, name text, day text, before integer, after integer, theme text?`,
      "id",
    ).execute();
    const feed = table(
      schema,
      "calendar_feed",
      `id text, commune text, name text, token_hash text, created_by text, created_at instant,
       revoked_at instant?`,
      "id",
    );
    await refers(feed, "calendar_feed", "commune", "commune", "code").execute();
    await index(schema, "calendar_feed", "token_hash");
    await schema.alterTable("broadcast").addColumn("campaign", "text").execute();
    await schema.alterTable("message").addColumn("campaign", "text").execute();
    // A day off since 2026 that the library does not know; people may take the row away.
    await db
      .insertInto("holiday")
      .values({
        id: "ngay-van-hoa",
        place: "centre",
        day: "11-24",
        name: "Ngày Văn hóa Việt Nam",
        kind: "off",
      })
      .execute();
  },
  down: async (db) => {
    await db.schema.alterTable("message").dropColumn("campaign").execute();
    await db.schema.alterTable("broadcast").dropColumn("campaign").execute();
    await drop("calendar_feed", "campaign", "holiday")(db);
  },
};

export const relaySources: Migration = {
  name: "relay-sources",
  up: async ({ schema }) => {
    const columns = "id text, place text, name text, url text";
    await table(schema, "relay_source", columns, "id").execute();
  },
  down: drop("relay_source"),
};

/** What people were told about deadlines, each once. */
export const reminders: Migration = {
  name: "reminders",
  up: async ({ schema }) => {
    await table(
      schema,
      "reminder",
      `rule text, due text, before integer, name text, who text, recipient text, place text,
       at instant`,
      "rule",
      "due",
      "before",
    ).execute();
  },
  down: drop("reminder"),
};

export const deadlines: Migration = {
  name: "deadlines",
  up: async ({ schema }) => {
    await table(
      schema,
      "deadline_rule",
      `id text, place text, name text, who text, recipient text, source text, days text,
       strictly_before integer, cutoffs text`,
      "id",
    ).execute();
  },
  down: drop("deadline_rule"),
};
