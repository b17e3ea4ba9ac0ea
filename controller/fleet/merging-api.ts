import { type Static, Type } from "typebox";
import { CommuneCodeSchema, HamletIdSchema } from "../../contract/ids.ts";
import { DateSchema } from "../../contract/schema.ts";
import { Name } from "./fleet-api.ts";

const strict = { additionalProperties: false } as const;
const Count = Type.Integer({ minimum: 0, maximum: 10_000_000 });
const from = Type.Optional(DateSchema);

/** `into` is one of them or a new code; the others end on the day `from` (today when absent). */
export const CommuneMerge = Type.Object(
  {
    communes: Type.Array(CommuneCodeSchema, { minItems: 1, maxItems: 50, uniqueItems: true }),
    into: CommuneCodeSchema,
    name: Type.Optional(Name),
    from,
  },
  strict,
);
export type CommuneMerge = Static<typeof CommuneMerge>;

export const HamletMerge = Type.Object(
  {
    hamlets: Type.Array(HamletIdSchema, { minItems: 2, maxItems: 50, uniqueItems: true }),
    name: Name,
    from,
  },
  strict,
);
export type HamletMerge = Static<typeof HamletMerge>;

export const HamletSplit = Type.Object(
  {
    into: Type.Array(Type.Object({ name: Name, households: Count, people: Count }, strict), {
      minItems: 2,
      maxItems: 20,
    }),
    from,
  },
  strict,
);
export type HamletSplit = Static<typeof HamletSplit>;

export const DryRun = Type.Object(
  { dryRun: Type.Optional(Type.Union([Type.Literal("1"), Type.Literal("0")])) },
  strict,
);

const Sum = Type.Object({ before: Type.Integer(), after: Type.Integer() });
/** What changes, or would change. */
export const MergeView = Type.Object({
  dryRun: Type.Boolean(),
  from: Type.String(),
  ended: Type.Array(Type.String()),
  made: Type.Array(Type.String()),
  hamlets: Type.Integer(),
  clusters: Type.Integer(),
  households: Sum,
  people: Sum,
});
export type MergeView = Static<typeof MergeView>;
