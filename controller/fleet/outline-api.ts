import { type Static, Type } from "typebox";
import { CommuneCodeSchema, HamletIdSchema } from "../../contract/ids.ts";
import { DateSchema } from "../../contract/schema.ts";
import type { State } from "./import-naming.ts";
import type { FaultCode } from "./outline-faults.ts";

const strict = { additionalProperties: false } as const;
const maybe = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) => Type.Optional(schema);
const OrNull = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const OutlineQuery = Type.Object(
  { commune: CommuneCodeSchema, on: maybe(DateSchema) },
  strict,
);
export type OutlineQuery = Static<typeof OutlineQuery>;

/** GeoJSON as RFC 7946 has it, so that what is read here can be imported again. */
export const OutlineList = Type.Object({
  type: Type.Literal("FeatureCollection"),
  features: Type.Array(
    Type.Object({
      type: Type.Literal("Feature"),
      id: HamletIdSchema,
      geometry: Type.Object({
        type: Type.Literal("MultiPolygon"),
        /** Longitude, latitude (WGS-84). */
        coordinates: Type.Unsafe<readonly (readonly (readonly (readonly number[])[])[])[]>(
          Type.Array(Type.Array(Type.Array(Type.Array(Type.Number())))),
        ),
      }),
      properties: Type.Object({
        hamlet: Type.String(),
        commune: CommuneCodeSchema,
        points: Type.Integer(),
        /** Who drew it, or from which paper; empty where nobody said. */
        source: Type.String(),
        from: Type.String(),
      }),
    }),
  ),
});
export type OutlineList = Static<typeof OutlineList>;

export const OutlineImportQuery = Type.Object(
  {
    dryRun: maybe(Type.Boolean()),
    /** Of features that name no commune. */
    commune: maybe(CommuneCodeSchema),
    /** The day from which they hold; today when absent. */
    from: maybe(DateSchema),
    source: maybe(Type.String({ maxLength: 200 })),
    /** Writes the good ones although others are wrong. */
    skipWrong: maybe(Type.Boolean()),
  },
  strict,
);
export type OutlineImportQuery = Static<typeof OutlineImportQuery>;

const Text = Type.String();
export const OutlineReport = Type.Object({
  dryRun: Type.Boolean(),
  from: Type.String(),
  new: Type.Integer(),
  changed: Type.Integer(),
  same: Type.Integer(),
  wrong: Type.Integer(),
  items: Type.Array(
    Type.Object({
      /** From 1, in the order of the file. */
      row: Type.Integer(),
      hamlet: OrNull(HamletIdSchema),
      /** As the file says it, or as the hamlet is called. */
      name: OrNull(Text),
      state: Type.Unsafe<State | "wrong">(
        Type.String({ enum: ["new", "changed", "same", "wrong"] }),
      ),
      points: Type.Integer(),
      hectares: Type.Number(),
      /** Metres by which the kept line may differ from the file's; `null` = as it came. */
      simplified: OrNull(Type.Integer()),
      faults: Type.Array(
        Type.Object({
          code: Type.Unsafe<FaultCode>(Text),
          detail: OrNull(Text),
          ...{ vi: Text, hint: Text, en: Text, hintEn: Text },
        }),
      ),
    }),
  ),
});
export type OutlineReport = Static<typeof OutlineReport>;
