import { type Static, Type } from "typebox";
import { CommuneCodeSchema } from "../../contract/ids.ts";
import { IsoInstant } from "./schedule-api.ts";

export const AgendaQuery = Type.Object(
  { from: IsoInstant, to: IsoInstant, commune: Type.Optional(CommuneCodeSchema) },
  { additionalProperties: false },
);

/** One occurrence of the window, with how many clusters stand where. */
export const AgendaItem = Type.Object({
  occurrence: Type.String(),
  broadcast: Type.String(),
  title: Type.String(),
  theme: Type.Union([Type.String(), Type.Null()]),
  level: Type.String(),
  authority: Type.String(),
  status: Type.String(),
  /** The scope that the order belongs to: whoever has no right there cannot move it. */
  place: Type.String(),
  repeats: Type.Boolean(),
  /** `at`, `now`, or `session`: then `plannedAt` is only the beginning of its window. */
  placement: Type.String(),
  plannedAt: Type.String(),
  notBefore: Type.String(),
  notAfter: Type.String(),
  seconds: Type.Number(),
  cancelled: Type.Boolean(),
  startedAt: Type.Union([Type.String(), Type.Null()]),
  clusters: Type.Integer(),
  /** Clusters by their outcome, or by their state while there is none. */
  counts: Type.Record(Type.String(), Type.Integer()),
});
export type AgendaItem = Static<typeof AgendaItem>;

export const AgendaView = Type.Object({ items: Type.Array(AgendaItem) });
