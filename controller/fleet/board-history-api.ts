import { type Static, Type } from "typebox";

const OrNull = Type.Union([Type.Number(), Type.Null()]);

/** The last 24 hours of a cluster's board, oldest first, in quarters of an hour. */
export const BoardDay = Type.Object({
  /** When the cluster got its first board; before that nothing was to be heard. */
  since: Type.Union([Type.String(), Type.Null()]),
  quarters: Type.Array(
    Type.Object({
      at: Type.String(),
      /** Words heard of it; about fifteen when all is well. */
      heard: Type.Integer(),
      /** dBm. */
      signal: OrNull,
      /** Degrees Celsius. */
      temperature: OrNull,
    }),
  ),
});
export type BoardDay = Static<typeof BoardDay>;

export const RepairNoteNew = Type.Object(
  { text: Type.String({ minLength: 3, maxLength: 1_000, pattern: "\\S" }) },
  { additionalProperties: false },
);
export const RepairNoteView = Type.Object({
  id: Type.String(),
  at: Type.String(),
  by: Type.String(),
  text: Type.String(),
});
export type RepairNoteView = Static<typeof RepairNoteView>;
export const RepairNoteList = Type.Object({ items: Type.Array(RepairNoteView) });
