import { type Static, Type } from "typebox";
import { CommuneCodeSchema } from "../../contract/ids.ts";

const strict = { additionalProperties: false } as const;
const latitude = Type.Number({ minimum: -90, maximum: 90 });
const longitude = Type.Number({ minimum: -180, maximum: 180 });
const Place = Type.Object({ latitude, longitude }, strict);

/** A hamlet by the points of its households; without them by its outline, where one is known, else by a circle of metres. */
const Outline = Type.Object(
  {
    hamlet: Type.String({ maxLength: 64 }),
    points: Type.Optional(Type.Array(Place, { minItems: 1, maxItems: 5_000 })),
    centre: Type.Optional(Place),
    radius: Type.Optional(Type.Number({ minimum: 10, maximum: 20_000 })),
  },
  strict,
);

export const CoverageAsk = Type.Object(
  {
    commune: CommuneCodeSchema,
    /** dB at one metre from one watt. */
    sensitivity: Type.Optional(Type.Number({ minimum: 60, maximum: 140, default: 106 })),
    watts: Type.Optional(Type.Number({ minimum: 1, maximum: 2_000, default: 50 })),
    /** Metres above the ears. */
    height: Type.Optional(Type.Number({ minimum: 0, maximum: 100, default: 7 })),
    /** dB(A) around the listener. */
    noise: Type.Optional(Type.Number({ minimum: 20, maximum: 110, default: 55 })),
    /** Absent = every hamlet of the commune that has an outline. */
    hamlets: Type.Optional(Type.Array(Outline, { maxItems: 300 })),
  },
  strict,
);
export type CoverageAsk = Static<typeof CoverageAsk>;

export const CoverageView = Type.Object({
  type: Type.Literal("FeatureCollection"),
  estimated: Type.Literal(true),
  source: Type.String(),
  parameters: Type.Object({
    sensitivity: Type.Number(),
    watts: Type.Number(),
    height: Type.Number(),
    noise: Type.Number(),
  }),
  /** One for each cluster whose place is known; `radius` in metres. */
  features: Type.Array(
    Type.Object({
      type: Type.Literal("Feature"),
      geometry: Type.Object({
        type: Type.Literal("Point"),
        coordinates: Type.Array(Type.Number()),
      }),
      properties: Type.Object({
        cluster: Type.String(),
        name: Type.String(),
        radius: Type.Number(),
        measurable: Type.Boolean(),
      }),
    }),
  ),
  /** `share` is what to use: a counted one wherever somebody counted, else the estimate. */
  hamlets: Type.Array(
    Type.Object({
      hamlet: Type.String(),
      estimated: Type.Number(),
      /** Over what it was estimated: points of households, an even spread inside the outline or a circle, or nothing known. */
      basis: Type.Unsafe<"households" | "outline" | "circle" | "none">(
        Type.String({ enum: ["households", "outline", "circle", "none"] }),
      ),
      counted: Type.Union([Type.Number(), Type.Null()]),
      share: Type.Number(),
      source: Type.Union([Type.Literal("counted"), Type.Literal("estimated")]),
    }),
  ),
});
export type CoverageView = Static<typeof CoverageView>;
