import { drop, index, numbered, table } from "./create.ts";
import type { Migration } from "./migration.ts";

/** Boards that are not believed until a person has looked. */
export const quarantine: Migration = {
  name: "quarantine",
  up: async ({ schema }) => {
    await numbered(
      schema,
      "quarantine",
      "number",
      "agent text, since instant, why text, detail text, released_at instant?, released_by text?, reason text?",
    ).execute();
    await index(schema, "quarantine", "agent");
  },
  down: drop("quarantine"),
};

/** Signatures that boards gave, and signed heads of the log. */
export const proof: Migration = {
  name: "proof",
  up: async ({ schema }) => {
    await table(
      schema,
      "receipt_seal",
      "agent text, boot text, first instant, last instant, previous text, seal text",
      "agent",
      "boot",
      "first",
      "last",
    ).execute();
    await numbered(
      schema,
      "log_head",
      "number",
      "day text, at instant, seq instant, link text, root text, peaks text, jws text",
    ).execute();
    await index(schema, "log_head", "seq");
  },
  down: { refused: "signatures and signed heads are evidence; restore a backup instead" },
};

/** The signed documents that a case shows. */
export const issuedDocuments: Migration = {
  name: "issued documents",
  up: async ({ schema }) => {
    await table(
      schema,
      "issued_document",
      `sha256 text, scope text, document text, epoch instant, revision instant, issued instant,
       jws text?, whole text?`,
      "sha256",
    ).execute();
    await index(schema, "issued_document", "scope", "document", "revision");
  },
  down: { refused: "signed documents are evidence; restore a backup instead" },
};
