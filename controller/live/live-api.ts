import { type Static, Type } from "typebox";
import { EmergencyRecord, Level } from "../../contract/plan.ts";
import { BroadcastView, Where } from "../schedule/schedule-api.ts";

/** The longest speech, seconds: who needs more, records it. */
export const LONGEST = 1_800;

/** `POST /api/live`: somebody wants to speak now, to whom, at most how long. */
export const LiveAsk = Type.Object(
  {
    title: Type.String({ minLength: 3, maxLength: 200, pattern: "\\S" }),
    theme: Type.String({ minLength: 2, maxLength: 80 }),
    level: Level,
    where: Where,
    seconds: Type.Integer({ minimum: 10, maximum: LONGEST }),
    emergency: Type.Optional(EmergencyRecord),
  },
  { additionalProperties: false },
);
export type LiveAsk = Static<typeof LiveAsk>;

/** `waiting`: may speak once its order is active. `speaking`, then `over`; `message` is its recording in the library. */
export const LiveView = Type.Object({
  id: Type.String(),
  state: Type.Union([Type.Literal("waiting"), Type.Literal("speaking"), Type.Literal("over")]),
  seconds: Type.Integer(),
  /** Of its order: `active`, or `proposed` until a second person approves it. */
  order: Type.String(),
  broadcast: Type.String(),
  /** Boards that listen right now. */
  listeners: Type.Integer(),
  message: Type.Union([Type.String(), Type.Null()]),
});
export type LiveView = Static<typeof LiveView>;

export const LiveMade = Type.Object({ live: LiveView, broadcast: BroadcastView });
