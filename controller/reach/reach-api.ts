import { type Static, Type } from "typebox";
import { CommuneCodeSchema, ProvinceCodeSchema } from "../../contract/ids.ts";
import { LanguageSchema, TagSchema } from "../../contract/schema.ts";
import { type Rung, rungs } from "../playlog/outcome.ts";
import { SOUND_VERIFIED } from "./reach.ts";
import { MetricSchema } from "./target-api.ts";

const Day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}(T[0-9:.]+(Z|[+-]\\d{2}:\\d{2}))?$" });

/** `from`/`to`: a station day or an instant, `to` exclusive for an instant and inclusive for a day. */
export const ReachQuery = Type.Object(
  {
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    theme: Type.Optional(TagSchema),
    campaign: Type.Optional(TagSchema),
    commune: Type.Optional(CommuneCodeSchema),
    province: Type.Optional(ProvinceCodeSchema),
    message: Type.Optional(Type.String({ maxLength: 64 })),
    broadcast: Type.Optional(Type.String({ maxLength: 64 })),
    /** Only hamlets where it is spoken. */
    language: Type.Optional(LanguageSchema),
    /** Only what was said in it. */
    spoken: Type.Optional(LanguageSchema),
    /** Only messages for this audience, as the library names it. */
    audience: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    hamlet: Type.Optional(Type.String({ maxLength: 64 })),
    rung: Type.Optional(
      Type.Unsafe<Rung | typeof SOUND_VERIFIED>(
        Type.Union([...rungs, SOUND_VERIFIED].map((rung) => Type.Literal(rung))),
      ),
    ),
    atLeast: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    perMonth: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
  },
  { additionalProperties: false },
);
export type ReachQuery = Static<typeof ReachQuery>;

const TallyView = Type.Object({
  reached: Type.Integer(),
  of: Type.Integer(),
  ratio: Type.Union([Type.Number(), Type.Null()]),
});

export const ReachRowView = Type.Object({
  hamlet: Type.String(),
  name: Type.String(),
  commune: Type.String(),
  households: Type.Integer(),
  people: Type.Integer(),
  share: Type.Number(),
  reachedHouseholds: Type.Integer(),
  reachedPeople: Type.Integer(),
  plays: Type.Integer(),
  unconfirmed: Type.Integer(),
  clusters: Type.Unsafe<readonly string[]>(Type.Array(Type.String())),
  unmeasurable: Type.Boolean(),
});

export const ReachView = Type.Object({
  from: Type.String(),
  to: Type.String(),
  rung: Type.String(),
  rungText: Type.String(),
  atLeast: Type.Integer(),
  households: TallyView,
  people: TallyView,
  hamlets: TallyView,
  /** Another metric: enough plays in every whole month. */
  regular: Type.Object({
    perMonth: Type.Integer(),
    months: Type.Array(Type.String()),
    households: TallyView,
    people: TallyView,
  }),
  /** Hamlets that only horns behind a bridge serve: shown apart, counted nowhere. */
  unmeasurable: Type.Object({
    hamlets: Type.Integer(),
    households: Type.Integer(),
    people: Type.Integer(),
  }),
  /** The targets that hold on the last day, each beside its own metric. */
  targets: Type.Array(
    Type.Object({
      metric: MetricSchema,
      share: Type.Number(),
      due: Type.String(),
      source: Type.String(),
      ratio: Type.Union([Type.Number(), Type.Null()]),
      met: Type.Boolean(),
    }),
  ),
  line: Type.String(),
  definition: Type.String(),
  /** Plays that the figure counts, and those of them by a clock that nothing had confirmed; `line` is null where there is none. */
  clock: Type.Object({
    plays: Type.Integer(),
    unconfirmed: Type.Integer(),
    line: Type.Union([Type.String(), Type.Null()]),
  }),
  rows: Type.Unsafe<readonly Static<typeof ReachRowView>[]>(Type.Array(ReachRowView)),
});
export type ReachView = Static<typeof ReachView>;

export const GapQuery = Type.Object(
  {
    ...ReachQuery.properties,
    metric: Type.Optional(MetricSchema),
    share: Type.Optional(Type.Number({ minimum: 0.01, maximum: 1 })),
  },
  { additionalProperties: false },
);
export type GapQuery = Static<typeof GapQuery>;

export const GapView = Type.Object({
  metric: MetricSchema,
  share: Type.Number(),
  line: Type.String(),
  missing: Type.Integer(),
  enough: Type.Boolean(),
  hamlets: Type.Array(
    Type.Object({
      hamlet: Type.String(),
      name: Type.String(),
      commune: Type.String(),
      share: Type.Number(),
      missing: Type.Integer(),
    }),
  ),
  clusters: Type.Array(Type.Object({ cluster: Type.String(), gain: Type.Integer() })),
});
export type GapView = Static<typeof GapView>;

export const MatrixView = Type.Object({
  items: Type.Array(
    Type.Object({ theme: Type.String(), commune: Type.String(), households: TallyView }),
  ),
});
export type MatrixView = Static<typeof MatrixView>;

export const MonthsView = Type.Object({
  items: Type.Array(
    Type.Object({ month: Type.String(), households: TallyView, people: TallyView }),
  ),
});
export type MonthsView = Static<typeof MonthsView>;

/** Every commune: the whole period, and month by month what was reached. */
export const CommunesView = Type.Object({
  months: Type.Array(Type.String()),
  items: Type.Array(
    Type.Object({
      commune: Type.String(),
      households: TallyView,
      people: TallyView,
      months: Type.Array(Type.Object({ households: Type.Integer(), people: Type.Integer() })),
    }),
  ),
});
export type CommunesView = Static<typeof CommunesView>;

export const dimensions = ["theme", "campaign", "language", "audience", "message"] as const;
export type Dimension = (typeof dimensions)[number];
export const DimensionParams = Type.Object({
  dimension: Type.Union(dimensions.map((one) => Type.Literal(one))),
});
export const BreakdownView = Type.Object({
  dimension: Type.String(),
  items: Type.Array(
    Type.Object({
      value: Type.String(),
      name: Type.String(),
      plays: Type.Integer(),
      households: TallyView,
      people: TallyView,
    }),
  ),
});
export type BreakdownView = Static<typeof BreakdownView>;
