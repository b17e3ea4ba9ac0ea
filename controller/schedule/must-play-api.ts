import { type Static, Type } from "typebox";
import { BroadcastIdSchema, CommuneCodeSchema, OccurrenceIdSchema } from "../../contract/ids.ts";
import { CommuneProgress, Progress } from "./schedule-api.ts";

export const MustPlayQuery = Type.Object({
  commune: Type.Optional(CommuneCodeSchema),
  every: Type.Optional(
    Type.Boolean({ description: "ask every cluster that waits, however long that takes" }),
  ),
});
export type MustPlayQuery = Static<typeof MustPlayQuery>;

/** One airing that communes must play before its deadline, and who has not. */
export const MustPlayItem = Type.Object({
  broadcast: BroadcastIdSchema,
  /** Ask `GET /api/broadcasts/:id/progress?occurrence=` with it. */
  occurrence: OccurrenceIdSchema,
  title: Type.String(),
  /** The scope that ordered it. */
  from: Type.String(),
  notBefore: Type.String(),
  deadline: Type.String(),
  /** The deadline has passed: what has not been played by now will not be. */
  over: Type.Boolean(),
  total: Progress.properties.total,
  /** Communes where every cluster has played it whole. */
  communesDone: Type.Integer(),
  /**
   * The others, those with most left first. `reasons` are of what has not been played, and of what waits and, as its board's
   * timeline has it now, will find no place before the deadline.
   */
  communes: Type.Array(CommuneProgress),
});
export type MustPlayItem = Static<typeof MustPlayItem>;

/** `GET /api/must-play`: `checked` of `waiting` clusters were asked for the place that they will find; at most a hundred unless `every`. */
export const MustPlayList = Type.Object({
  items: Type.Array(MustPlayItem),
  checked: Type.Integer(),
  waiting: Type.Integer(),
});
export type MustPlayList = Static<typeof MustPlayList>;
