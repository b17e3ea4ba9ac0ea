import { type Static, Type } from "typebox";
import { OccurrenceIdSchema } from "../../contract/ids.ts";
import { IsoInstant } from "./schedule-api.ts";

/** `error`: something of the order will not sound. `warning`: it will, and somebody should look. `info`: good to know. */
export const Severity = Type.Union([
  Type.Literal("error"),
  Type.Literal("warning"),
  Type.Literal("info"),
]);

/** A consequence of an order, on the clusters that it concerns. `at` is the first moment. */
export const Finding = Type.Object({
  code: Type.String(),
  severity: Severity,
  text: Type.String(),
  suggestion: Type.String(),
  clusters: Type.Array(Type.String()),
  airings: Type.Integer(),
  seconds: Type.Number(),
  at: Type.Union([Type.String(), Type.Null()]),
});
export type Finding = Static<typeof Finding>;

/** `instead`: an order, or one airing of it, that the new one would take the place of, as when somebody moves it. */
export const CheckQuery = Type.Object({
  instead: Type.Optional(Type.String({ pattern: "^[a-z0-9_-]{1,64}$" })),
});

/** `POST /api/broadcasts/:id/check`: what would come of moving the order, or one airing of it, to that moment. */
export const MoveAsked = Type.Object(
  { at: IsoInstant, occurrence: Type.Optional(OccurrenceIdSchema) },
  { additionalProperties: false },
);
export type MoveAsked = Static<typeof MoveAsked>;

/** `POST /api/broadcasts/check`: what would come of an order; nothing is saved. */
export const CheckView = Type.Object({
  /** Whether it would be taken and all of it would sound. */
  ok: Type.Boolean(),
  /** What the order would become: `active`, `proposed`, `offered`, or `refused`. */
  becomes: Type.String(),
  clusters: Type.Integer(),
  /** On how many of them the timeline was compared: at most a hundred, spread over the communes. */
  checked: Type.Integer(),
  communes: Type.Integer(),
  airings: Type.Integer(),
  seconds: Type.Number(),
  first: Type.Union([Type.String(), Type.Null()]),
  /** Each hamlet once, at its share that is served. */
  households: Type.Integer(),
  people: Type.Integer(),
  findings: Type.Array(Finding),
});
export type CheckView = Static<typeof CheckView>;
