import { type Static, Type } from "typebox";
import { BroadcastIdSchema, ClusterIdSchema, MessageIdSchema } from "../../contract/ids.ts";
import { When, Where } from "./schedule-api.ts";

/** Emergencies are ordered, never wished for. */
const WishLevel = Type.Union([Type.Literal("normal"), Type.Literal("priority")]);

/** `PUT /api/messages/:id/wish`: where and when its author would have the message aired. */
export const Wish = Type.Object(
  { level: WishLevel, where: Where, when: When },
  { additionalProperties: false },
);
export type Wish = Static<typeof Wish>;

export const WishView = Type.Object({
  message: MessageIdSchema,
  level: WishLevel,
  where: Where,
  when: When,
  /** The clusters that it means today. */
  clusters: Type.Array(ClusterIdSchema),
  author: Type.String(),
  createdAt: Type.String(),
  /** The order that came of it. */
  broadcast: Type.Union([BroadcastIdSchema, Type.Null()]),
});
export type WishView = Static<typeof WishView>;

/** `GET /api/wishes`: those of which no order came yet. */
export const WishList = Type.Object({ items: Type.Array(WishView) });
