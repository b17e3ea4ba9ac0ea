import { type Static, Type } from "typebox";
import {
  AgentIdSchema,
  ClusterIdSchema,
  CommuneCodeSchema,
  HamletIdSchema,
  KeyIdSchema,
  ProvinceCodeSchema,
  ScopeIdSchema,
} from "./ids.ts";
import { Authority } from "./plan.ts";
import {
  DateSchema,
  DurationSchema,
  EpochSchema,
  InstantSchema,
  LanguageSchema,
  list,
  MinuteSchema,
  RevisionSchema,
  ShortText,
  TagSchema,
} from "./schema.ts";

/** One slot of the commune's operating regulation (Decree 49/2024/NĐ-CP: each commune issues its own hours). */
export const SessionRule = Type.Object({
  /** 1 = Monday … 7 = Sunday. */
  weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7 }),
  start: MinuteSchema,
  end: MinuteSchema,
  from: Type.Optional(DateSchema),
  to: Type.Optional(DateSchema),
  regulation: Type.Optional(ShortText),
});
export type SessionRule = Static<typeof SessionRule>;

/** Nothing but an emergency sounds inside; `end` at or before `start` runs over midnight. */
export const QuietRule = Type.Object({
  start: MinuteSchema,
  end: MinuteSchema,
  weekdays: Type.Optional(list(Type.Integer({ minimum: 1, maximum: 7 }), 7)),
  from: Type.Optional(DateSchema),
  to: Type.Optional(DateSchema),
  regulation: Type.Optional(ShortText),
});
export type QuietRule = Static<typeof QuietRule>;

/** Absent = no cap. Lengths count what sounds of normal and priority items, station days and weeks from Monday. */
export const Caps = Type.Object({
  perSession: Type.Optional(DurationSchema),
  perDay: Type.Optional(DurationSchema),
  sessionsPerDay: Type.Optional(Type.Integer({ minimum: 0, maximum: 48 })),
  repeatsPerWeek: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000 })),
});
export type Caps = Static<typeof Caps>;

/** The cluster as its own board must know it. */
export const Cluster = Type.Object({
  id: ClusterIdSchema,
  province: ProvinceCodeSchema,
  commune: CommuneCodeSchema,
  hamlets: list(HamletIdSchema, 100),
  tags: list(TagSchema, 50),
  languages: list(LanguageSchema, 50),
  /** Exercise mode: only here may anything other than `actual` sound. */
  exercise: Type.Boolean(),
  sessions: list(SessionRule, 100),
  quiet: list(QuietRule, 50),
  caps: Caps,
  /** Gain in dB from a minute of the day until the next entry. */
  volume: list(
    Type.Object({ start: MinuteSchema, gain: Type.Integer({ minimum: -60, maximum: 12 }) }),
    48,
  ),
});
export type Cluster = Static<typeof Cluster>;

/** An Ed25519 public key (`x`, base64url) and what it may sign: documents of these scopes, up to this authority. */
export const TrustedKey = Type.Object({
  kid: KeyIdSchema,
  x: Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" }),
  scopes: list(ScopeIdSchema, 20),
  authority: Authority,
  notBefore: InstantSchema,
  notAfter: InstantSchema,
});
export type TrustedKey = Static<typeof TrustedKey>;

export const AgentConfig = Type.Object({
  kind: Type.Literal("config"),
  agent: AgentIdSchema,
  epoch: EpochSchema,
  revision: RevisionSchema,
  issued: InstantSchema,
  scopes: list(ScopeIdSchema, 20),
  cluster: Cluster,
  keys: list(TrustedKey, 50),
  /** Only grows; a key in it is refused whatever else says. */
  revoked: list(KeyIdSchema, 500),
  heartbeat: DurationSchema,
  /** The most sounds that this board starts in one hour, whoever orders them. */
  soundsPerHour: Type.Integer({ minimum: 1, maximum: 3_600 }),
  /** Further places that serve the same audio by hash (a commune's cache, a province). */
  audioBases: list(Type.String({ maxLength: 300, pattern: "^https?://" }), 10),
  /** Bytes that this board may download a day; absent = no budget. */
  bytesPerDay: Type.Optional(Type.Integer({ minimum: 0 })),
  /**
   * Audio that is not needed before the next of these hours begin is fetched in them only (a SIM whose data is cheap at night);
   * `end` at or before `start` runs over midnight. Absent = at any time.
   */
  fetchHours: Type.Optional(Type.Object({ start: MinuteSchema, end: MinuteSchema })),
  /** Whether the board's wall clock goes on without power (a battery-backed clock). Absent = not known. */
  keepsTime: Type.Optional(Type.Boolean()),
  localInput: Type.Boolean(),
});
export type AgentConfig = Static<typeof AgentConfig>;
