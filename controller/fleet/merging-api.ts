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

/** What hangs on a unit that ends, and what becomes of it; words as in `succession.ts`. */
const Carried = Type.Object({
  kind: Type.String(),
  id: Type.String(),
  name: Type.String(),
  from: Type.String(),
  fate: Type.Union([
    Type.Literal("moved"),
    Type.Literal("joined"),
    Type.Literal("kept"),
    Type.Literal("left"),
    Type.Literal("silent"),
    Type.Literal("shifted"),
  ]),
  why: Type.Optional(Type.String()),
  count: Type.Integer({ minimum: 1 }),
});
export type CarriedView = Static<typeof Carried>;

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
  carried: Type.Array(Carried),
  /** There is no way back but a new merge or split. */
  reversible: Type.Literal(false),
});
export type MergeView = Static<typeof MergeView>;
