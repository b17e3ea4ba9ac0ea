import { type Static, Type } from "typebox";
import { BroadcastIdSchema, OccurrenceIdSchema } from "../../contract/ids.ts";

/** What a commune must play inside its programme, in the order in which it would take its turn. */
export const PriorityItem = Type.Object({
  occurrence: OccurrenceIdSchema,
  broadcast: BroadcastIdSchema,
  title: Type.String(),
  /** The scope that ordered it. */
  from: Type.String(),
  notBefore: Type.String(),
  /** It must have been played by then. */
  deadline: Type.String(),
  seconds: Type.Number(),
  /** Whether the commune has given it its place. */
  placed: Type.Boolean(),
});
export type PriorityItem = Static<typeof PriorityItem>;

export const PriorityList = Type.Object({ items: Type.Array(PriorityItem) });

/** `PUT /api/communes/:code/priority-order`: the first first. What is left out comes after; nothing can be taken away. */
export const PriorityOrder = Type.Object(
  { occurrences: Type.Array(OccurrenceIdSchema, { maxItems: 500 }) },
  { additionalProperties: false },
);
