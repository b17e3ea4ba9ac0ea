import { type Static, Type } from "typebox";
import { BroadcastIdSchema, CommuneCodeSchema } from "../../contract/ids.ts";
import { ShortText } from "../../contract/schema.ts";
import { IsoInstant, When } from "./schedule-api.ts";

const OrNull = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const InboxQuery = Type.Object({
  commune: Type.Optional(CommuneCodeSchema),
  /** `waiting` alone, or everything that was ever offered. */
  state: Type.Optional(Type.Union([Type.Literal("waiting"), Type.Literal("all")])),
});

/** A normal item from above, as a commune sees it. */
export const InboxItem = Type.Object({
  broadcast: BroadcastIdSchema,
  commune: CommuneCodeSchema,
  title: Type.String(),
  theme: OrNull(Type.String()),
  /** The scope that offers it. */
  from: Type.String(),
  offeredAt: Type.String(),
  /** How long it sounds. */
  seconds: Type.Number(),
  clusters: Type.Integer(),
  /** When it would be good to air it, as the province wrote it. */
  proposed: When,
  /** Until when it is of use; open where null. */
  validTo: OrNull(Type.String()),
  messages: Type.Array(Type.String()),
  /** `waiting`, `accepted`, `declined` or `withdrawn`. */
  state: Type.String(),
  reason: OrNull(Type.String()),
  decidedBy: OrNull(Type.String()),
  decidedAt: OrNull(Type.String()),
  /** The commune's own order that airs it. */
  scheduled: OrNull(BroadcastIdSchema),
});
export type InboxItem = Static<typeof InboxItem>;

/** `commune` is only needed by who decides for several communes to which it was offered. */
export const Accept = Type.Object(
  {
    when: When,
    notAfter: Type.Optional(IsoInstant),
    commune: Type.Optional(CommuneCodeSchema),
  },
  { additionalProperties: false },
);
export type Accept = Static<typeof Accept>;

export const Decline = Type.Object(
  {
    reason: Type.Intersect([ShortText, Type.String({ minLength: 3, pattern: "\\S" })]),
    commune: Type.Optional(CommuneCodeSchema),
  },
  { additionalProperties: false },
);
export type Decline = Static<typeof Decline>;
