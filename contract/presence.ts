import { type Static, Type } from "typebox";
import { AgentIdSchema, BootIdSchema, ScopeIdSchema, Sha256Schema } from "./ids.ts";
import { ClockState } from "./receipt.ts";
import { EpochSchema, InstantSchema, list, RevisionSchema, ShortText } from "./schema.ts";

/** A document that the agent has applied; `hash` is SHA-256 of the payload bytes, not of the JWS text. */
export const Applied = Type.Object({
  scope: ScopeIdSchema,
  document: Type.Union([Type.Literal("plan"), Type.Literal("urgent"), Type.Literal("config")]),
  epoch: EpochSchema,
  revision: RevisionSchema,
  hash: Sha256Schema,
});
export type Applied = Static<typeof Applied>;

const SessionSchema = Type.String({ pattern: "^[a-z0-9_-]{1,64}$" });

/** What makes the sound of a board. Boards that do not say are not known to lack anything. */
export const PlayerAbout = Type.Object({
  /** Words of `soundForms`; a newer board may know others. */
  decoders: list(Type.String({ pattern: "^[a-z0-9-]{1,20}$" }), 20),
  /** A load test without a loudspeaker: nothing that it reports has sounded. */
  simulated: Type.Optional(Type.Literal(true)),
});
export type PlayerAbout = Static<typeof PlayerAbout>;

const alive = {
  session: SessionSchema,
  boot: BootIdSchema,
  at: InstantSchema,
  version: ShortText,
  /** Contract majors that the board speaks. */
  majors: list(Type.Integer({ minimum: 1, maximum: 99 }), 9),
  applied: list(Applied, 40),
  armed: Type.Integer({ minimum: 0 }),
  /** Occurrences that this board should arm; `armed` of `wanted` is shown as "đã tải 13/14". */
  wanted: Type.Integer({ minimum: 0 }),
  clock: ClockState,
  outbox: Type.Integer({ minimum: 0 }),
  player: Type.Optional(PlayerAbout),
};

/** `lost` is the last will: ignored unless its `session` is the current one. Liveness only, never evidence. */
export const Presence = Type.Union([
  Type.Object({ state: Type.Literal("birth"), ...alive }),
  Type.Object({ state: Type.Literal("heartbeat"), ...alive }),
  Type.Object({ state: Type.Literal("farewell"), session: SessionSchema }),
  Type.Object({ state: Type.Literal("lost"), session: SessionSchema }),
]);
export type Presence = Static<typeof Presence>;

export const Health = Type.Object({
  at: InstantSchema,
  /** Degrees Celsius. */
  temperature: Type.Optional(Type.Number()),
  /** Bytes free where the audio lies. */
  diskFree: Type.Optional(Type.Integer({ minimum: 0 })),
  /** `read-only`: the disk refuses writes; receipts wait in memory until it takes them again. */
  disk: Type.Optional(Type.Literal("read-only")),
  /** dBm. */
  signal: Type.Optional(Type.Number()),
  /** Volts. */
  supply: Type.Optional(Type.Number()),
  /** Resident bytes of the program. */
  memory: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Bytes downloaded on this station day. */
  dataUsed: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type Health = Static<typeof Health>;

export const TimeAsk = Type.Object({
  nonce: Type.String({ pattern: "^[a-z0-9]{16,64}$" }),
  sent: InstantSchema,
});
export type TimeAsk = Static<typeof TimeAsk>;

/** Signed, and bound to the nonce: a broker that replays an old answer cannot move a board's clock. */
export const TimeAnswer = Type.Object({
  kind: Type.Literal("time"),
  agent: AgentIdSchema,
  nonce: Type.String({ pattern: "^[a-z0-9]{16,64}$" }),
  received: InstantSchema,
  answered: InstantSchema,
});
export type TimeAnswer = Static<typeof TimeAnswer>;

/** Fetch this document over HTTP: repairs one agent without publishing to its whole scope. */
export const Refresh = Type.Object({
  scope: ScopeIdSchema,
  document: Type.Union([Type.Literal("plan"), Type.Literal("urgent"), Type.Literal("config")]),
  revision: RevisionSchema,
  hash: Sha256Schema,
});
export type Refresh = Static<typeof Refresh>;
