import { drop, index, refers, table } from "./create.ts";
import type { Migration } from "./migration.ts";

/** In which commune a hamlet or a cluster lay before it came to the one in its own row. `kind`: `hamlet`, `cluster`. */
export interface PlaceMoveTable {
  kind: string;
  id: string;
  commune: string;
  valid_from: string;
  valid_to: string;
}

/** The outline of a hamlet, dated as its figures are. `outline`: coordinates of a GeoJSON MultiPolygon; `source`: who drew it. */
export interface HamletOutlineTable {
  hamlet: string;
  outline: string;
  points: number;
  source: string;
  valid_from: string;
  valid_to: string | null;
}

export const placeMoves: Migration = {
  name: "place moves",
  up: async ({ schema }) => {
    await table(
      schema,
      "place_move",
      "kind text, id text, commune text, valid_from text, valid_to text",
      "kind",
      "id",
      "valid_to",
    ).execute();
    await index(schema, "place_move", "kind", "commune");
  },
  down: drop("place_move"),
};

/** Into which commune one went: whoever works for that one sees what still lies under the old code. */
export const successors: Migration = {
  name: "commune successors",
  up: async ({ schema }) => {
    await schema.alterTable("commune").addColumn("successor", "text").execute();
  },
  down: async ({ schema }) => {
    await schema.alterTable("commune").dropColumn("successor").execute();
  },
};

export const hamletOutlines: Migration = {
  name: "hamlet outlines",
  up: async ({ schema }) => {
    const outline = table(
      schema,
      "hamlet_outline",
      "hamlet text, outline text, points integer, source text, valid_from text, valid_to text?",
      "hamlet",
      "valid_from",
    );
    await refers(outline, "hamlet_outline", "hamlet", "hamlet", "id").execute();
  },
  down: drop("hamlet_outline"),
};
