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
