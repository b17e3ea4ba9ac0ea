import { type Static, Type } from "typebox";
import { KeyIdSchema, MessageIdSchema, ScopeIdSchema } from "../../contract/ids.ts";

const strict = { additionalProperties: false } as const;
const OrNull = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

const Words = Type.Object({
  language: Type.String(),
  title: Type.String(),
  text: Type.String(),
  /** The message that says it; null = `note` says why there is none. */
  message: OrNull(Type.String()),
  note: OrNull(Type.String()),
});

const SegmentView = Type.Object({
  title: Type.String(),
  hazard: Type.String(),
  area: Type.String(),
  words: Type.Array(Words),
  where: Type.Unknown(),
  clusters: Type.Array(Type.String()),
  unlocated: Type.Array(Type.String()),
  unread: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
  /** The order that it became. */
  broadcast: OrNull(Type.String()),
  /** `none`, `proposed` (waits for a second person), `active`. */
  order: Type.String(),
});

export const AlertView = Type.Object({
  id: Type.String(),
  identifier: Type.String(),
  sender: Type.String(),
  sent: Type.String(),
  receivedAt: Type.String(),
  msgType: Type.String(),
  status: Type.String(),
  place: ScopeIdSchema,
  headline: Type.String(),
  urgency: OrNull(Type.String()),
  severity: OrNull(Type.String()),
  certainty: OrNull(Type.String()),
  expires: Type.String(),
  /** `person:…` who handed it in, or `key:…` that signed it. */
  origin: Type.String(),
  /** `proposed`, `waiting` (for the second person), `aired`, `replaced`, `withdrawn`, `dismissed`, `stopped`, `expired`. */
  state: Type.String(),
  /** Known alerts that it updates or cancels. */
  references: Type.Array(Type.String()),
  /** Broadcasts that stop when it is aired. */
  stops: Type.Array(Type.String()),
  segments: Type.Array(SegmentView),
});
export type AlertView = Static<typeof AlertView>;

export const AlertList = Type.Object({ items: Type.Array(AlertView) });
export const AlertQuery = Type.Object(
  { state: Type.Optional(Type.String({ enum: ["open", "all"] })) },
  strict,
);
export const AlertId = Type.Object({ id: Type.String({ pattern: "^[a-z0-9_-]{1,64}$" }) });

export const AirBody = Type.Object(
  { messageIds: Type.Optional(Type.Array(MessageIdSchema, { minItems: 1, maxItems: 20 })) },
  {
    ...strict,
    description: "`messageIds`: approved messages to say in place of the alert's words",
  },
);
export const DismissBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" }) },
  strict,
);

export const AlertKeyNew = Type.Object(
  {
    kid: KeyIdSchema,
    /** Ed25519, `x` of the JWK (RFC 8037), base64url. */
    publicKey: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }),
    name: Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" }),
    place: ScopeIdSchema,
    /** What it signs plays without a person, on the standing order of the two who accepted the key. */
    airs: Type.Boolean(),
  },
  strict,
);
export type AlertKeyNew = Static<typeof AlertKeyNew>;

export const AlertKeyView = Type.Object({
  ...AlertKeyNew.properties,
  /** `waiting` (for a second person), `trusted`, `revoked`. */
  state: Type.String(),
  createdBy: Type.String(),
  approvedBy: OrNull(Type.String()),
});
export type AlertKeyView = Static<typeof AlertKeyView>;
export const AlertKeyList = Type.Object({ items: Type.Array(AlertKeyView) });
export const Kid = Type.Object({ kid: KeyIdSchema });
