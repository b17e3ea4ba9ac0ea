import { type Static, Type } from "typebox";
import { CommuneCodeSchema } from "../../contract/ids.ts";
import { TagSchema } from "../../contract/schema.ts";
import { rungs } from "./reach.ts";

const Day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}(T[0-9:.]+(Z|[+-]\\d{2}:\\d{2}))?$" });

/** `from`/`to`: a station day or an instant, `to` exclusive for an instant and inclusive for a day. */
export const ReachQuery = Type.Object(
  {
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    theme: Type.Optional(TagSchema),
    campaign: Type.Optional(TagSchema),
    commune: Type.Optional(CommuneCodeSchema),
    message: Type.Optional(Type.String({ maxLength: 64 })),
    broadcast: Type.Optional(Type.String({ maxLength: 64 })),
    rung: Type.Optional(Type.Union(rungs.map((rung) => Type.Literal(rung)))),
    atLeast: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
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
  clusters: Type.Array(Type.String()),
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
  line: Type.String(),
  definition: Type.String(),
  rows: Type.Array(ReachRowView),
});
export type ReachView = Static<typeof ReachView>;
