import { type Static, Type } from "typebox";
import { ScopeIdSchema } from "../../contract/ids.ts";
import { DateSchema } from "../../contract/schema.ts";

export const MetricSchema = Type.Union([
  Type.Literal("households"),
  Type.Literal("people"),
  Type.Literal("regular"),
]);

/** A share of households, of people, or of households with regular access, to be reached by a day. */
export const TargetNew = Type.Object(
  {
    metric: MetricSchema,
    share: Type.Number({ minimum: 0.01, maximum: 1 }),
    due: DateSchema,
    place: ScopeIdSchema,
    source: Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" }),
    perMonth: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
  },
  { additionalProperties: false },
);
export type TargetNew = Static<typeof TargetNew>;

export const TargetView = Type.Object({ id: Type.String(), ...TargetNew.properties });
export type TargetView = Static<typeof TargetView>;
export const TargetList = Type.Object({ items: Type.Array(TargetView) });
