import { drop, index, refers, table } from "./create.ts";
import type { Migration } from "./migration.ts";

/** What communes decide about orders from above. */
export const levels: Migration = {
  name: "levels",
  up: async ({ schema }) => {
    const inbox = table(
      schema,
      "inbox",
      `broadcast text, commune text, state text, clusters integer, offered_at instant,
       decided_at instant?, decided_by text?, reason text?, scheduled text?`,
      "broadcast",
      "commune",
    );
    await refers(inbox, "inbox", "broadcast", "broadcast", "id").execute();
    await index(schema, "inbox", "commune", "state", "offered_at");
    await table(
      schema,
      "priority_order",
      "commune text, occurrences text, decided_by text, decided_at instant",
      "commune",
    ).execute();
  },
  down: drop("priority_order", "inbox"),
};

/** What was missed and made good. */
export const makeGood: Migration = {
  name: "make-good",
  up: async ({ schema }) => {
    await table(
      schema,
      "make_good",
      `occurrence text, commune text, broadcast text?, decided_by text, decided_at instant,
       reason text?`,
      "occurrence",
      "commune",
    ).execute();
  },
  down: drop("make_good"),
};

/** What authors would like, before anybody approved it. */
export const wish: Migration = {
  name: "wish",
  up: async ({ schema }) => {
    const columns =
      "message text, place text, body text, author text, created_at instant, broadcast text?";
    await refers(
      table(schema, "wish", columns, "message"),
      "wish",
      "message",
      "message",
      "id",
    ).execute();
    await index(schema, "wish", "broadcast", "created_at");
  },
  down: drop("wish"),
};
