import { type Static, Type } from "typebox";
import { ScopeIdSchema } from "../../contract/ids.ts";
import { DateSchema } from "../../contract/schema.ts";
import { creditRoles } from "../message/message.ts";
import { royaltyUnits } from "./royalty.ts";

/** A rate holds from a day until a newer one of the same place and role begins. */
export const RoyaltyRateNew = Type.Object(
  {
    role: Type.Union(creditRoles.map((role) => Type.Literal(role))),
    unit: Type.Union(royaltyUnits.map((unit) => Type.Literal(unit))),
    amount: Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: "đồng" }),
    place: ScopeIdSchema,
    from: DateSchema,
    source: Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" }),
  },
  { additionalProperties: false },
);
export type RoyaltyRateNew = Static<typeof RoyaltyRateNew>;
export const RoyaltyRateView = Type.Object({
  id: Type.String(),
  ...RoyaltyRateNew.properties,
  to: Type.Union([Type.String(), Type.Null()]),
});
export type RoyaltyRateView = Static<typeof RoyaltyRateView>;
export const RoyaltyRateList = Type.Object({ items: Type.Array(RoyaltyRateView) });
