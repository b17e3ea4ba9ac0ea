import { drop, index, table } from "./create.ts";
import type { Migration } from "./migration.ts";

/** A frozen report; `content` is all that it says, as JSON, and `sha256` is of exactly that text. */
export interface ReportTable {
  id: string;
  kind: string;
  place: string;
  period_from: string;
  period_to: string;
  sha256: string;
  content: string;
  created_at: number;
  created_by: string;
  published_at: number | null;
}

export const reports: Migration = {
  name: "reports",
  up: async ({ schema }) => {
    await table(
      schema,
      "report",
      `id text, kind text, place text, period_from text, period_to text, sha256 text, content text,
       created_at instant, created_by text, published_at instant?`,
      "id",
    ).execute();
    await index(schema, "report", "created_at");
  },
  down: drop("report"),
};

/** What a piece or a minute is worth to whom, in đồng; `source` names the decision. */
export interface RoyaltyRateTable {
  id: string;
  role: string;
  unit: string;
  amount: number;
  place: string;
  source: string;
  valid_from: string;
  valid_to: string | null;
}

export const royaltyRates: Migration = {
  name: "royalty rates",
  up: async ({ schema }) => {
    await table(
      schema,
      "royalty_rate",
      `id text, role text, unit text, amount integer, place text, source text,
       valid_from text, valid_to text?`,
      "id",
    ).execute();
  },
  down: drop("royalty_rate"),
};
