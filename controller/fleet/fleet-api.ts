import { type Static, Type } from "typebox";
import { AgentConfig, Caps, Cluster, QuietRule, SessionRule } from "../../contract/agent-config.ts";
import {
  AgentIdSchema,
  ClusterIdSchema,
  CommuneCodeSchema,
  HamletIdSchema,
  ProvinceCodeSchema,
} from "../../contract/ids.ts";
import { DateSchema, LanguageSchema, TagSchema } from "../../contract/schema.ts";
import { type ClusterKind, clusterKinds } from "./fleet.ts";
import type { PlanState } from "./plan-state.ts";

const strict = { additionalProperties: false } as const;
const some = { additionalProperties: false, minProperties: 1 } as const;
const maybe = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) => Type.Optional(schema);
const OrNull = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const Name = Type.String({ minLength: 1, maxLength: 120, pattern: "\\S" });
const Count = Type.Integer({ minimum: 0, maximum: 10_000_000 });
const Kind = Type.Unsafe<ClusterKind>(Type.String({ enum: Object.keys(clusterKinds) }));
const Languages = Type.Array(LanguageSchema, { maxItems: 50 });
const Tags = Type.Array(TagSchema, { maxItems: 50 });
const Latitude = Type.Number({ minimum: -90, maximum: 90 });
const Longitude = Type.Number({ minimum: -180, maximum: 180 });
const Volume = Cluster.properties.volume;
/** What the SIM of a board allows: bytes a station day, and the hours (minutes of the day) for audio that can wait. */
const DataPlan = Type.Object(
  {
    bytesPerDay: AgentConfig.properties.bytesPerDay,
    fetchHours: AgentConfig.properties.fetchHours,
  },
  strict,
);

/** Every listing: words to find (marks and đ do not matter), where to go on, and the day for which it holds. */
export const Listing = Type.Object(
  {
    q: maybe(Type.String({ maxLength: 120 })),
    province: maybe(ProvinceCodeSchema),
    commune: maybe(CommuneCodeSchema),
    hamlet: maybe(HamletIdSchema),
    on: maybe(DateSchema),
    limit: maybe(Type.Integer({ minimum: 1, maximum: 5_000 })),
    cursor: maybe(Type.String({ maxLength: 64 })),
  },
  strict,
);
export type Listing = Static<typeof Listing>;
/** Clusters also by what is wrong with their board. */
export const ClusterListing = Type.Object(
  { ...Listing.properties, trouble: maybe(Type.Literal("disk-read-only")) },
  strict,
);
export type ClusterListing = Static<typeof ClusterListing>;

const dated = { from: Type.String(), to: OrNull(Type.String()) };
const next = { next: maybe(Type.String()) };

export const ProvinceView = Type.Object({
  code: ProvinceCodeSchema,
  name: Type.String(),
  ...dated,
});
export const ProvinceNew = Type.Object(
  { code: ProvinceCodeSchema, name: Name, from: maybe(DateSchema) },
  strict,
);
export type ProvinceNew = Static<typeof ProvinceNew>;

export const RegulationView = Type.Object({
  number: Type.String(),
  sessions: Type.Array(SessionRule),
  quiet: Type.Array(QuietRule),
  caps: Caps,
  ...dated,
});
/** Decree 49/2024/NĐ-CP: each commune issues its own operating regulation; `number` is that of the paper. */
export const RegulationNew = Type.Object(
  {
    number: Type.String({ minLength: 1, maxLength: 100 }),
    // What a board ignores as unknown is a slip here.
    sessions: Type.Array(Type.Object(SessionRule.properties, strict), { maxItems: 100 }),
    quiet: Type.Array(Type.Object(QuietRule.properties, strict), { maxItems: 50 }),
    caps: maybe(Type.Object(Caps.properties, strict)),
    from: maybe(DateSchema),
  },
  strict,
);
export type RegulationNew = Static<typeof RegulationNew>;

export const CommuneView = Type.Object({
  code: CommuneCodeSchema,
  province: ProvinceCodeSchema,
  name: Type.String(),
  ...dated,
  regulation: OrNull(RegulationView),
});
export type CommuneView = Static<typeof CommuneView>;
export const CommuneNew = Type.Object(
  {
    code: CommuneCodeSchema,
    /** A province that is not known yet is added. */
    province: ProvinceCodeSchema,
    name: Name,
    from: maybe(DateSchema),
  },
  strict,
);
export type CommuneNew = Static<typeof CommuneNew>;
export const PlaceChange = Type.Object({ name: maybe(Name), to: maybe(OrNull(DateSchema)) }, some);
export type PlaceChange = Static<typeof PlaceChange>;
/** Who ends a commune says into which it goes, or that what is open there ends with it. */
export const CommuneChange = Type.Object(
  {
    ...PlaceChange.properties,
    successor: maybe(CommuneCodeSchema),
    endOpen: maybe(Type.Literal(true)),
  },
  some,
);
export type CommuneChange = Static<typeof CommuneChange>;

const figures = { households: Count, people: Count, languages: Languages };
export const HamletView = Type.Object({
  id: HamletIdSchema,
  commune: CommuneCodeSchema,
  name: Type.String(),
  ...figures,
  ...dated,
});
export type HamletView = Static<typeof HamletView>;
export const HamletNew = Type.Object(
  {
    id: maybe(HamletIdSchema),
    commune: CommuneCodeSchema,
    name: Name,
    households: maybe(Count),
    people: maybe(Count),
    /** ISO 639-3; Vietnamese when absent. */
    languages: maybe(Languages),
    from: maybe(DateSchema),
  },
  strict,
);
export type HamletNew = Static<typeof HamletNew>;
/** New figures hold from `from` (today when absent); the old ones stay for the time before. */
export const HamletChange = Type.Object(
  {
    name: maybe(Name),
    to: maybe(OrNull(DateSchema)),
    households: maybe(Count),
    people: maybe(Count),
    languages: maybe(Languages),
    from: maybe(DateSchema),
  },
  some,
);
export type HamletChange = Static<typeof HamletChange>;

const Served = Type.Object(
  { hamlet: HamletIdSchema, share: Type.Number({ exclusiveMinimum: 0, maximum: 1 }) },
  strict,
);
const ServedOrId = Type.Union([HamletIdSchema, Served]);

/** The last word of the board about itself: liveness, never evidence. */
export const BoardView = Type.Object({
  agent: AgentIdSchema,
  online: Type.Boolean(),
  /** Whether it has applied the newest documents of its scopes; nobody knows before it has said so. */
  plan: Type.Unsafe<PlanState>(Type.String({ enum: ["current", "behind", "unknown"] })),
  seenAt: OrNull(Type.String()),
  version: OrNull(Type.String()),
  armed: Type.Integer(),
  wanted: Type.Integer(),
  outbox: Type.Integer(),
  clock: Type.Unknown(),
  applied: Type.Unknown(),
  health: Type.Unknown(),
  /** Since when its disk refuses writes: what is stored still plays, receipts wait in its memory, nothing new is fetched. */
  readOnlySince: OrNull(Type.String()),
  /** A load test without a loudspeaker: its plays are no plays. */
  simulated: Type.Boolean(),
  /** What its player can decode (`soundForms`); `null` where it has not said. */
  decoders: OrNull(Type.Array(Type.String())),
});
export const ClusterView = Type.Object({
  id: ClusterIdSchema,
  commune: CommuneCodeSchema,
  name: Type.String(),
  kind: Kind,
  /** Horns behind an FM or wired bridge confirm nothing ("không đo được"). */
  measurable: Type.Boolean(),
  latitude: OrNull(Type.Number()),
  longitude: OrNull(Type.Number()),
  tags: Tags,
  exercise: Type.Boolean(),
  volume: Volume,
  dataPlan: OrNull(DataPlan),
  keepsTime: OrNull(Type.Boolean()),
  /** Whether the microphone at the pole may sound. */
  localInput: Type.Boolean(),
  hamlets: Type.Array(Served),
  ...dated,
  board: OrNull(BoardView),
});
export type ClusterView = Static<typeof ClusterView>;
const clusterFields = {
  name: Name,
  kind: maybe(Kind),
  latitude: maybe(OrNull(Latitude)),
  longitude: maybe(OrNull(Longitude)),
  tags: maybe(Tags),
  exercise: maybe(Type.Boolean()),
  volume: maybe(Volume),
  /** `null` = no limit, at any hour. */
  dataPlan: maybe(OrNull(DataPlan)),
  /** Whether the board's clock goes on without power; `null` = not known. */
  keepsTime: maybe(OrNull(Type.Boolean())),
  localInput: maybe(Type.Boolean()),
  /** Ids, or ids with the share of households served (1 when absent). */
  hamlets: maybe(Type.Array(ServedOrId, { maxItems: 100 })),
  from: maybe(DateSchema),
};
export const ClusterNew = Type.Object(
  { id: maybe(ClusterIdSchema), commune: CommuneCodeSchema, ...clusterFields },
  strict,
);
export type ClusterNew = Static<typeof ClusterNew>;
export const ClusterChange = Type.Object(
  { ...clusterFields, name: maybe(Name), to: maybe(OrNull(DateSchema)) },
  some,
);
export type ClusterChange = Static<typeof ClusterChange>;

export const ProvinceList = Type.Object({ items: Type.Array(ProvinceView), ...next });
export const CommuneList = Type.Object({ items: Type.Array(CommuneView), ...next });
export const HamletList = Type.Object({ items: Type.Array(HamletView), ...next });
export const ClusterList = Type.Object({ items: Type.Array(ClusterView), ...next });

const Tally = Type.Object({ new: Type.Integer(), changed: Type.Integer(), same: Type.Integer() });
export const ImportReport = Type.Object({
  dryRun: Type.Boolean(),
  rows: Type.Integer(),
  provinces: Tally,
  communes: Tally,
  hamlets: Tally,
  clusters: Tally,
  errors: Type.Array(
    Type.Object({ row: Type.Integer(), column: Type.String(), vi: Type.String() }),
  ),
});
export type ImportReport = Static<typeof ImportReport>;
