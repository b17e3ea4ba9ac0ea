import { type Static, Type } from "typebox";
import {
  AgentIdSchema,
  BootIdSchema,
  OccurrenceIdSchema,
  ScopeIdSchema,
  Sha256Schema,
} from "./ids.ts";
import { type Reason, reasonWords } from "./reasons.ts";
import {
  DurationSchema,
  EpochSchema,
  InstantSchema,
  list,
  RevisionSchema,
  ShortText,
  SignedDurationSchema,
} from "./schema.ts";

export const ReasonSchema = Type.Unsafe<Reason>(Type.String({ enum: [...reasonWords] }));

/**
 * `none`: no trusted time since boot. `system`: the board's own wall clock, which nothing has confirmed since its machine started.
 * `offset` = true time − board's clock; the truth lies within ± `uncertainty`.
 */
export const ClockState = Type.Object({
  source: Type.Union([
    Type.Literal("none"),
    Type.Literal("system"),
    Type.Literal("ntp"),
    Type.Literal("controller"),
  ]),
  offset: SignedDurationSchema,
  uncertainty: DurationSchema,
});
export type ClockState = Static<typeof ClockState>;

export const EndedAs = Type.Union([
  Type.Literal("played"),
  Type.Literal("partial"),
  Type.Literal("preempted"),
  Type.Literal("interrupted"),
  Type.Literal("cancelled"),
  Type.Literal("expired"),
  Type.Literal("failed"),
]);
export type EndedAs = Static<typeof EndedAs>;

/** What sounded of one part: `frames` consumed by the sound device at 48 kHz, from `offset` into the part. */
export const PlayedPart = Type.Object({
  part: Type.Integer({ minimum: 0, maximum: 59 }),
  offset: DurationSchema,
  frames: Type.Integer({ minimum: 0 }),
  /** When this stretch began, by the board's corrected clock. */
  start: Type.Optional(InstantSchema),
  sha256: Type.Optional(Sha256Schema),
  /** For relays and live sound: which source this stretch came from (sources.ts); it was not heard where that is `silence`. */
  source: Type.Optional(ShortText),
});
export type PlayedPart = Static<typeof PlayedPart>;

/** Figures only, never a recording. */
export const Evidence = Type.Object({
  electric: Type.Optional(
    Type.Object({
      verdict: Type.Union([Type.Literal("yes"), Type.Literal("weak"), Type.Literal("no")]),
      watts: Type.Number(),
      idleWatts: Type.Number(),
    }),
  ),
  acoustic: Type.Optional(
    Type.Object({
      verdict: Type.Union([
        Type.Literal("heard"),
        Type.Literal("partly"),
        Type.Literal("not-heard"),
        Type.Literal("undecided"),
      ]),
      coverage: Type.Number(),
      score: Type.Number(),
      threshold: Type.Number(),
      /** From when the board sounded it to when the microphone heard it, milliseconds. */
      lag: Type.Number(),
      /** How much of it was recognised, milliseconds. */
      recognised: Type.Optional(DurationSchema),
      /** `alsa`: a sound card; `file`: a recording that a test writes. */
      microphone: Type.Optional(ShortText),
      /** Too good to be air: shown, never counted. */
      suspicion: Type.Optional(ShortText),
    }),
  ),
});
export type Evidence = Static<typeof Evidence>;

const base = {
  sequence: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  at: InstantSchema,
  /** Since the program's start, on a clock that never steps. */
  monotonic: DurationSchema,
  clock: ClockState,
};

/** First of every boot; names where the previous boot's row of receipts ended, so that a lost tail shows. */
export const BootReceipt = Type.Object({
  kind: Type.Literal("boot"),
  ...base,
  version: ShortText,
  previous: Type.Optional(
    Type.Object({ boot: BootIdSchema, sequence: Type.Integer({ minimum: 0 }), link: Sha256Schema }),
  ),
});
/** A document was verified and applied. */
export const DeliveredReceipt = Type.Object({
  kind: Type.Literal("delivered"),
  ...base,
  scope: ScopeIdSchema,
  document: Type.Union([Type.Literal("plan"), Type.Literal("urgent"), Type.Literal("config")]),
  epoch: EpochSchema,
  revision: RevisionSchema,
  hash: Sha256Schema,
});
/** A document was refused; nothing of it was used. */
export const DocumentRefusedReceipt = Type.Object({
  kind: Type.Literal("document-refused"),
  ...base,
  scope: Type.Optional(ScopeIdSchema),
  reason: ReasonSchema,
});
/** All audio of the occurrence is on disk and has its signed hash. */
export const ArmedReceipt = Type.Object({
  kind: Type.Literal("armed"),
  ...base,
  occurrence: OccurrenceIdSchema,
});
/** A load test without a loudspeaker says so itself: it proves the way of a receipt and no sound. */
const simulated = Type.Optional(Type.Literal(true));

export const StartedReceipt = Type.Object({
  kind: Type.Literal("started"),
  ...base,
  occurrence: OccurrenceIdSchema,
  planned: InstantSchema,
  /** When the first frame reached the sound device, by the board's corrected clock. */
  start: InstantSchema,
  /** An emergency may sound twice; the second is marked. */
  repeat: Type.Boolean(),
  resumed: Type.Boolean(),
  /** Where in its parts it began; boards that do not say began a first time at the beginning. */
  part: Type.Optional(Type.Integer({ minimum: 0, maximum: 59 })),
  offset: Type.Optional(DurationSchema),
  simulated,
});
/**
 * The one end of an occurrence on this board. An item that is cut and will go on has no `ended` at the cut: its next `started` says
 * `resumed`, and `parts` of the final `ended` list every stretch. `preempted` is an end for good (dropped or displaced).
 */
export const EndedReceipt = Type.Object({
  kind: Type.Literal("ended"),
  ...base,
  occurrence: OccurrenceIdSchema,
  as: EndedAs,
  reason: Type.Optional(ReasonSchema),
  by: Type.Optional(OccurrenceIdSchema),
  start: Type.Optional(InstantSchema),
  /** How long it sounded, on the clock that never steps. */
  heard: DurationSchema,
  frames: Type.Integer({ minimum: 0 }),
  ofFrames: Type.Integer({ minimum: 0 }),
  parts: list(PlayedPart, 600),
  /** It began, once at least, by a clock that nothing had confirmed then: its times may be wrong although the clock is right now. */
  unconfirmed: Type.Optional(Type.Literal(true)),
  evidence: Type.Optional(Evidence),
  simulated,
});
/** The board will not play it, and says why. */
export const RefusedReceipt = Type.Object({
  kind: Type.Literal("refused"),
  ...base,
  occurrence: OccurrenceIdSchema,
  reason: ReasonSchema,
});
/** Something that a person must look at: sound while idle, a clock step, a full disk. */
export const AlarmReceipt = Type.Object({
  kind: Type.Literal("alarm"),
  ...base,
  alarm: Type.Union([
    Type.Literal("clock-step"),
    Type.Literal("disk-full"),
    Type.Literal("idle-sound"),
    Type.Literal("idle-power"),
    Type.Literal("amplifier"),
    Type.Literal("sound-cap"),
    Type.Literal("crash"),
  ]),
  detail: ShortText,
});
export const Receipt = Type.Union([
  BootReceipt,
  DeliveredReceipt,
  DocumentRefusedReceipt,
  ArmedReceipt,
  StartedReceipt,
  EndedReceipt,
  RefusedReceipt,
  AlarmReceipt,
]);
export type Receipt = Static<typeof Receipt>;
type WithoutStamp<T> = T extends unknown
  ? Omit<T, "sequence" | "at" | "monotonic" | "clock">
  : never;
/** What the program has to report; the outbox stamps it. */
export type Report = WithoutStamp<Receipt>;

/** Receipts `first … first + n − 1` of one boot; `previous` is the chain link before the first (chain.ts). */
export const ReceiptBatch = Type.Object({
  kind: Type.Literal("receipts"),
  agent: AgentIdSchema,
  boot: BootIdSchema,
  first: Type.Integer({ minimum: 1 }),
  previous: Sha256Schema,
  receipts: Type.Array(Receipt, { minItems: 1, maxItems: 200 }),
});
export type ReceiptBatch = Static<typeof ReceiptBatch>;

/** Every receipt of `boot` up to and including `through` is committed by the controller. */
export const Ack = Type.Object({
  boot: BootIdSchema,
  through: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
});
export type Ack = Static<typeof Ack>;
