import { drop, table } from "./create.ts";
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
