import { fold } from "../fleet/fold.ts";
import { drop, index, refers, table } from "./create.ts";
import type { Migration } from "./migration.ts";

export const lexicon: Migration = {
  name: "lexicon",
  up: async ({ schema }) => {
    await table(
      schema,
      "lexicon",
      `id text, place text, term text, folded text, reading text, added_by text, added_at instant`,
      "id",
    )
      .addUniqueConstraint("lexicon_place_folded", ["place" as never, "folded" as never])
      .execute();
  },
  down: drop("lexicon"),
};

export const personal: Migration = {
  name: "personal",
  up: async ({ schema }) => {
    await schema.alterTable("message").addColumn("personal_reason", "text").execute();
  },
  down: async ({ schema }) => {
    await schema.alterTable("message").dropColumn("personal_reason").execute();
  },
};

const RESOURCE = ["audience", "source_number", "rights", "work"] as const;

export const resource: Migration = {
  name: "resource",
  up: async (db) => {
    const { schema } = db;
    for (const column of RESOURCE)
      await schema.alterTable("message").addColumn(column, "text").execute();
    await index(schema, "message", "work");
    const version = table(
      schema,
      "message_version",
      `message text, version integer, at instant, by text, body text`,
      "message",
      "version",
    );
    await refers(version, "message_version", "message", "message", "id").execute();
    // The words are searched too, not only the title.
    for (const row of await db.selectFrom("message").select(["id", "folded", "text"]).execute())
      await db
        .updateTable("message")
        .set({ folded: `${row.folded} ${fold(row.text ?? "")}`.trim() })
        .where("id", "=", row.id)
        .execute();
  },
  down: async (db) => {
    await drop("message_version")(db);
    await db.schema.dropIndex("message_by_work").execute();
    for (const column of RESOURCE)
      await db.schema.alterTable("message").dropColumn(column).execute();
  },
};

export const fingerprint: Migration = {
  name: "fingerprint",
  up: async ({ schema }) => {
    await table(schema, "fingerprint", "sha256 text, words text", "sha256").execute();
  },
  down: drop("fingerprint"),
};

/** How much of a sound is a chime, which proves no message. */
export const sharedSound: Migration = {
  name: "shared sound",
  up: async ({ schema }) => {
    await schema.alterTable("message").addColumn("shared", "text").execute();
  },
  down: async ({ schema }) => {
    await schema.alterTable("message").dropColumn("shared").execute();
  },
};
