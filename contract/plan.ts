import { type Static, Type } from "typebox";
import {
  BroadcastIdSchema,
  ClusterIdSchema,
  CommuneCodeSchema,
  HamletIdSchema,
  MessageIdSchema,
  OccurrenceIdSchema,
  ScopeIdSchema,
  Sha256Schema,
} from "./ids.ts";
import {
  DurationSchema,
  EpochSchema,
  InstantSchema,
  LanguageSchema,
  list,
  RevisionSchema,
  ShortText,
  TagSchema,
} from "./schema.ts";

/** Circular 39/2020: normal = the commune decides; priority = must be played inside the programme; emergency = cuts in at once. */
export const Level = Type.Union([
  Type.Literal("normal"),
  Type.Literal("priority"),
  Type.Literal("emergency"),
]);
export type Level = Static<typeof Level>;

/** Who ordered; a higher authority goes first among equals and may sign for those below it. */
export const Authority = Type.Union([
  Type.Literal("centre"),
  Type.Literal("province"),
  Type.Literal("commune"),
]);
export type Authority = Static<typeof Authority>;

/** CAP 1.2 `status`: only `actual` is live sound; the others sound in exercise mode only. */
export const Status = Type.Union([
  Type.Literal("actual"),
  Type.Literal("exercise"),
  Type.Literal("test"),
]);
export type Status = Static<typeof Status>;

/** What becomes of an item that an emergency cuts. */
export const OnCut = Type.Union([
  Type.Literal("resume"),
  Type.Literal("restart"),
  Type.Literal("rejoin"),
  Type.Literal("drop"),
]);
export type OnCut = Static<typeof OnCut>;

/** Audio by content: the address is the SHA-256 of the encoded bytes; `length` is that of the decoded sound. */
export const AudioRef = Type.Object({
  sha256: Sha256Schema,
  bytes: Type.Integer({ minimum: 1, maximum: 512 * 1024 * 1024 }),
  length: DurationSchema,
});
export type AudioRef = Static<typeof AudioRef>;

export const AudioPart = Type.Object({
  kind: Type.Literal("audio"),
  role: Type.Union([
    Type.Literal("tune"),
    Type.Literal("message"),
    Type.Literal("exercise-notice"),
    Type.Literal("test-tone"),
  ]),
  audio: AudioRef,
  message: Type.Optional(MessageIdSchema),
  language: Type.Optional(LanguageSchema),
  validFrom: Type.Optional(InstantSchema),
  validTo: Type.Optional(InstantSchema),
  /** How much of its beginning and of its end other messages have too (a chime): what sounds there proves none of them. */
  shared: Type.Optional(Type.Object({ before: DurationSchema, after: DurationSchema })),
});
export type AudioPart = Static<typeof AudioPart>;
export const PausePart = Type.Object({ kind: Type.Literal("pause"), length: DurationSchema });
/** A source is silent when it stays under `below` dBFS (RMS of 100 ms) for `after`; absent = the board's own figures. */
export const SilenceRule = Type.Object({
  below: Type.Integer({ minimum: -90, maximum: -20 }),
  after: DurationSchema,
});
export type SilenceRule = Static<typeof SilenceRule>;

/**
 * Another station's stream for a set time; `fallback` sounds where every source is silent. `validFrom` and `validTo` are the
 * fallback's and bind the part as those of a message do: what is only perhaps heard must be true too.
 */
export const RelayPart = Type.Object({
  kind: Type.Literal("relay"),
  sources: Type.Array(Type.String({ maxLength: 500, pattern: "^https?://" }), {
    minItems: 1,
    maxItems: 4,
  }),
  length: DurationSchema,
  fallback: Type.Optional(AudioRef),
  validFrom: Type.Optional(InstantSchema),
  validTo: Type.Optional(InstantSchema),
  silence: Type.Optional(SilenceRule),
});
/**
 * A person's microphone, carried by the controller's own stream; `length` is the time limit. Every frame of the stream (live.ts) is
 * signed by `key`, an Ed25519 public key made for this one stream; without a key a board plays the fallback only.
 */
export const LivePart = Type.Object({
  kind: Type.Literal("live"),
  source: Type.String({ maxLength: 500, pattern: "^/live/" }),
  key: Type.Optional(Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" })),
  length: DurationSchema,
  fallback: Type.Optional(AudioRef),
});
/** The microphone at the pole; sounds only where the signed configuration allows it. */
export const LocalPart = Type.Object({ kind: Type.Literal("local"), length: DurationSchema });
export const Part = Type.Union([AudioPart, PausePart, RelayPart, LivePart, LocalPart]);
export type Part = Static<typeof Part>;

/**
 * Who is meant. `all` is every cluster of the scope. Else a cluster is meant when it is named by one of `communes`, `hamlets`,
 * `clusters` (any of them; none given = the whole scope). Either way it must, where given, carry one of `tags` and serve one of
 * `languages`.
 */
export const Target = Type.Object({
  all: Type.Optional(Type.Literal(true)),
  communes: Type.Optional(list(CommuneCodeSchema, 400)),
  hamlets: Type.Optional(list(HamletIdSchema)),
  clusters: Type.Optional(list(ClusterIdSchema)),
  tags: Type.Optional(list(TagSchema, 50)),
  languages: Type.Optional(list(LanguageSchema, 50)),
});
export type Target = Static<typeof Target>;

/**
 * `at`: starts at its instant (a normal item that the commune timed). `session`: floats in the commune's broadcasting
 * hours, smaller `order` first (priority items always float). `now`: starts when released (every emergency).
 */
export const Placement = Type.Union([
  Type.Object({ kind: Type.Literal("at"), at: InstantSchema }),
  Type.Object({ kind: Type.Literal("session"), order: Type.Integer({ minimum: 0 }) }),
  Type.Object({ kind: Type.Literal("now"), at: InstantSchema }),
]);
export type Placement = Static<typeof Placement>;

/** What an emergency order must carry so that its record stands alone. */
export const EmergencyRecord = Type.Object({
  orderGiver: ShortText,
  orderNumber: ShortText,
  hazard: ShortText,
  area: ShortText,
  /** The occurrence that this one retracts ("báo yên"). */
  allClearOf: Type.Optional(OccurrenceIdSchema),
});
export type EmergencyRecord = Static<typeof EmergencyRecord>;

/** One airing: an immutable copy of what was ordered. Nothing of it sounds outside `notBefore … notAfter`. */
export const Occurrence = Type.Object({
  id: OccurrenceIdSchema,
  broadcast: BroadcastIdSchema,
  level: Level,
  authority: Authority,
  status: Status,
  title: ShortText,
  theme: Type.Optional(TagSchema),
  issued: InstantSchema,
  notBefore: InstantSchema,
  notAfter: InstantSchema,
  placement: Placement,
  target: Target,
  parts: Type.Array(Part, { minItems: 1, maxItems: 60 }),
  onCut: OnCut,
  /** A state secret never sounds; the board refuses it even when signed. */
  secrecy: Type.Optional(Type.Union([Type.Literal("public"), Type.Literal("state-secret")])),
  /** People who approved this exact content; empty = not approved, which the board refuses. */
  approvedBy: Type.Array(ShortText, { maxItems: 5 }),
  emergency: Type.Optional(EmergencyRecord),
});
export type Occurrence = Static<typeof Occurrence>;

/** A cancel that holds even when it overtakes its own occurrence; kept until `until`. */
export const Tombstone = Type.Object({
  occurrence: OccurrenceIdSchema,
  at: InstantSchema,
  until: InstantSchema,
});
export type Tombstone = Static<typeof Tombstone>;

const head = {
  scope: ScopeIdSchema,
  epoch: EpochSchema,
  revision: RevisionSchema,
  issued: InstantSchema,
};

/** `ref`: the occurrences travel over HTTP instead; the document under that hash is a signed `Plan` of the same revision. */
export const Plan = Type.Object({
  kind: Type.Literal("plan"),
  ...head,
  horizon: Type.Object({ from: InstantSchema, to: InstantSchema }),
  occurrences: list(Occurrence, 5_000),
  tombstones: list(Tombstone, 5_000),
  /**
   * Circular 39/2020: a commune orders among priority items and decides nothing else about them. In a commune's plan: their ids,
   * the first first, whoever ordered them; what is not listed comes after, as it was ordered.
   */
  priorityOrder: Type.Optional(list(OccurrenceIdSchema, 500)),
  ref: Type.Optional(
    Type.Object({ sha256: Sha256Schema, bytes: Type.Integer({ minimum: 1, maximum: 8_388_608 }) }),
  ),
});
export type Plan = Static<typeof Plan>;

/** Stops what sounds of an occurrence, or of everything (`occurrence` absent) below this scope, and bars it until `until`. */
export const Stop = Type.Object({
  occurrence: Type.Optional(OccurrenceIdSchema),
  at: InstantSchema,
  until: InstantSchema,
});
export type Stop = Static<typeof Stop>;

export const Urgent = Type.Object({
  kind: Type.Literal("urgent"),
  ...head,
  emergencies: list(Occurrence, 50),
  stops: list(Stop, 200),
});
export type Urgent = Static<typeof Urgent>;

export type Document = Plan | Urgent;
