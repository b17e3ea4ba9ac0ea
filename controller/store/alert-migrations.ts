import { drop, index, refers, table } from "./create.ts";
import type { Migration } from "./migration.ts";

export const alerts: Migration = {
  name: "alerts",
  up: async ({ schema }) => {
    await table(
      schema,
      "alert",
      `id text, within text, sender text, identifier text, sent instant, received_at instant,
       place text, msg_type text, status text, state text, expires_at instant, origin text,
       content_hash text, original text, body text, segments text, decided_by text?,
       decided_at instant?, reason text?`,
      "id",
    )
      .addUniqueConstraint("alert_once", ["within", "sender", "identifier"] as never[])
      .execute();
    await index(schema, "alert", "received_at");
    const references = table(
      schema,
      "alert_reference",
      "alert text, sender text, identifier text",
      "alert",
      "sender",
      "identifier",
    );
    await refers(references, "alert_reference", "alert", "alert", "id").execute();
    await index(schema, "alert_reference", "sender", "identifier");
    await table(
      schema,
      "alert_key",
      `kid text, public_key text, name text, place text, airs integer, created_by text,
       created_at instant, approved_by text?, approved_at instant?, revoked_at instant?`,
      "kid",
    ).execute();
  },
  down: drop("alert_key", "alert_reference", "alert"),
};
