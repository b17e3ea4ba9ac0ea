import { type Static, Type } from "typebox";
import { ClusterIdSchema, CommuneCodeSchema, OccurrenceIdSchema } from "../../contract/ids.ts";
import { ShortText } from "../../contract/schema.ts";
import { Order } from "./schedule-api.ts";

const OrNull = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const MakeGoodQuery = Type.Object({
  commune: Type.Optional(CommuneCodeSchema),
  /** Each item asks the timeline where there is room: fewer are answered sooner. */
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
});

/** An airing that some clusters of a commune did not play whole, and how it could be made good ("phát bù"). */
export const MakeGoodItem = Type.Object({
  occurrence: OccurrenceIdSchema,
  commune: CommuneCodeSchema,
  title: Type.String(),
  level: Type.String(),
  /** When it was to sound. */
  planned: Type.String(),
  clusters: Type.Array(
    Type.Object({
      cluster: ClusterIdSchema,
      name: Type.String(),
      outcome: Type.String(),
      reason: OrNull(Type.String()),
      reasonText: OrNull(Type.String()),
    }),
  ),
  /** When there is room for it, as the timeline has it now; null where nothing was found in a week. */
  slot: OrNull(Type.String()),
  /** Ready for `POST /api/broadcasts`; null where it cannot be ordered again or there is no room. */
  order: OrNull(Order),
});
export type MakeGoodItem = Static<typeof MakeGoodItem>;

export const MakeGoodList = Type.Object({ items: Type.Array(MakeGoodItem) });

/** `POST /api/make-good/:occurrence/dismiss`: `commune` only where several of one's own missed it. */
export const Dismiss = Type.Object(
  {
    reason: Type.Intersect([ShortText, Type.String({ minLength: 3, pattern: "\\S" })]),
    commune: Type.Optional(CommuneCodeSchema),
  },
  { additionalProperties: false },
);
export type Dismiss = Static<typeof Dismiss>;
