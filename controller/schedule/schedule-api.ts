import { type Static, Type } from "typebox";
import {
  BroadcastIdSchema,
  ClusterIdSchema,
  CommuneCodeSchema,
  HamletIdSchema,
  MessageIdSchema,
  OccurrenceIdSchema,
} from "../../contract/ids.ts";
import { Authority, EmergencyRecord, Level, OnCut, Status, Target } from "../../contract/plan.ts";
import { DateSchema, LanguageSchema, ShortText, TagSchema } from "../../contract/schema.ts";

/** ISO 8601 with an offset or `Z`. */
export const IsoInstant = Type.String({
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2})$",
});

export const OrderPart = Type.Union([
  Type.Object({ kind: Type.Literal("message"), id: MessageIdSchema }),
  Type.Object({ kind: Type.Literal("tune"), id: MessageIdSchema }),
  Type.Object({
    kind: Type.Literal("pause"),
    seconds: Type.Number({ minimum: 0.1, maximum: 600 }),
  }),
  /** Everything before it again, so many times in all, with this gap between. */
  Type.Object({
    kind: Type.Literal("repeat"),
    times: Type.Integer({ minimum: 2, maximum: 10 }),
    gapSeconds: Type.Number({ minimum: 0, maximum: 7_200 }),
  }),
  Type.Object({
    kind: Type.Literal("relay"),
    sources: Type.Array(Type.String({ pattern: "^https?://", maxLength: 500 }), {
      minItems: 1,
      maxItems: 4,
    }),
    seconds: Type.Number({ minimum: 1, maximum: 43_200 }),
    fallback: Type.Optional(MessageIdSchema),
  }),
  /** The microphone at the pole, where the configuration of its board allows it. */
  Type.Object({
    kind: Type.Literal("local"),
    seconds: Type.Number({ minimum: 1, maximum: 1_800 }),
  }),
]);
export type OrderPart = Static<typeof OrderPart>;

export const When = Type.Union([
  Type.Object({ now: Type.Literal(true) }, { additionalProperties: false }),
  Type.Object({ at: IsoInstant }, { additionalProperties: false }),
  Type.Object(
    { start: IsoInstant, rrule: Type.String({ minLength: 5, maxLength: 500 }) },
    { additionalProperties: false },
  ),
  Type.Object({ session: Type.Literal("next") }, { additionalProperties: false }),
]);
export type When = Static<typeof When>;

export const Where = Type.Object(
  {
    all: Type.Optional(Type.Literal(true)),
    communes: Type.Optional(Type.Array(CommuneCodeSchema, { maxItems: 400 })),
    hamlets: Type.Optional(Type.Array(HamletIdSchema, { maxItems: 2_000 })),
    clusters: Type.Optional(Type.Array(ClusterIdSchema, { maxItems: 2_000 })),
    tags: Type.Optional(Type.Array(TagSchema, { maxItems: 50 })),
    languages: Type.Optional(Type.Array(LanguageSchema, { maxItems: 50 })),
  },
  { additionalProperties: false },
);

/** What is said to end an emergency. */
const AllClear = Type.Object(
  { messageIds: Type.Array(MessageIdSchema, { minItems: 1, maxItems: 5 }) },
  { additionalProperties: false },
);

/** `POST /api/broadcasts/:id/reject`. */
export const Rejection = Type.Object(
  { reason: Type.Intersect([ShortText, Type.String({ minLength: 3, pattern: "\\S" })]) },
  { additionalProperties: false },
);

/** `POST /api/broadcasts/:id/all-clear`: without messages what was prepared; others are an emergency like any other. */
export const AllClearAsked = Type.Partial(AllClear, { additionalProperties: false });

/** `POST /api/broadcasts`: what, how urgent, where, when. One of `messageIds` and `parts`. */
export const Order = Type.Object(
  {
    title: Type.Optional(ShortText),
    messageIds: Type.Optional(Type.Array(MessageIdSchema, { minItems: 1, maxItems: 20 })),
    parts: Type.Optional(Type.Array(OrderPart, { minItems: 1, maxItems: 30 })),
    level: Level,
    where: Where,
    when: When,
    notAfter: Type.Optional(IsoInstant),
    onCut: Type.Optional(OnCut),
    status: Type.Optional(Status),
    /** A campaign of `GET /api/campaigns`; that of the first message when absent. */
    campaign: Type.Optional(TagSchema),
    emergency: Type.Optional(EmergencyRecord),
    /** "Báo yên", prepared and approved with the emergency, so that one person can end it in words. */
    allClear: Type.Optional(AllClear),
    /** The airing that this order makes good ("phát bù"). */
    makesGood: Type.Optional(OccurrenceIdSchema),
  },
  { additionalProperties: false },
);
export type Order = Static<typeof Order>;

/** What an airing may be changed to. Its level never changes: another level is another order. */
export const Change = Type.Object(
  {
    skip: Type.Optional(Type.Literal(true)),
    at: Type.Optional(IsoInstant),
    rrule: Type.Optional(Type.String({ minLength: 5, maxLength: 500 })),
    title: Type.Optional(ShortText),
    messageIds: Type.Optional(Type.Array(MessageIdSchema, { minItems: 1, maxItems: 20 })),
    parts: Type.Optional(Type.Array(OrderPart, { minItems: 1, maxItems: 30 })),
    where: Type.Optional(Where),
    notAfter: Type.Optional(IsoInstant),
    onCut: Type.Optional(OnCut),
  },
  { additionalProperties: false },
);

/**
 * `PATCH /api/broadcasts/:id`: this airing, this and the following ("từ lần này trở đi"), or all that is to come. Which airing
 * is said by its id, or by its day where it is not written out yet.
 */
export const Amend = Type.Object(
  {
    scope: Type.Union([Type.Literal("this"), Type.Literal("following"), Type.Literal("all")]),
    occurrence: Type.Optional(OccurrenceIdSchema),
    date: Type.Optional(DateSchema),
    change: Change,
  },
  { additionalProperties: false },
);
export type Amend = Static<typeof Amend>;

/** `DELETE /api/broadcasts/:id`: without a query the whole order. */
export const Removal = Type.Object({
  scope: Type.Optional(Amend.properties.scope),
  occurrence: Type.Optional(OccurrenceIdSchema),
  date: Type.Optional(DateSchema),
});

/** Where one occurrence stands on one cluster; `outcome` comes once and stays. */
export const PairView = Type.Object({
  cluster: ClusterIdSchema,
  state: Type.String(),
  outcome: Type.Union([Type.String(), Type.Null()]),
  reason: Type.Union([Type.String(), Type.Null()]),
  reasonText: Type.Union([Type.String(), Type.Null()]),
  rung: Type.String(),
  startedAt: Type.Union([Type.String(), Type.Null()]),
  seconds: Type.Number(),
  /** Of relays and live sound: seconds of each source, `fallback` and `silence` among them. */
  sources: Type.Array(Type.Object({ source: Type.String(), seconds: Type.Number() })),
  /** Seconds that another occurrence took from it, and which one. */
  cut: Type.Union([Type.Object({ by: Type.String(), seconds: Type.Number() }), Type.Null()]),
});
export type PairView = Static<typeof PairView>;

export const OccurrenceView = Type.Object({
  id: OccurrenceIdSchema,
  scope: Type.String(),
  notBefore: Type.String(),
  notAfter: Type.String(),
  cancelled: Type.Boolean(),
  clusters: Type.Array(PairView),
});

export const BroadcastView = Type.Object({
  id: BroadcastIdSchema,
  title: Type.String(),
  theme: Type.Union([Type.String(), Type.Null()]),
  level: Level,
  authority: Authority,
  status: Status,
  campaign: Type.Union([Type.String(), Type.Null()]),
  state: Type.String(),
  /** The scope in whose hands it lies: whoever has no right there can neither approve it nor take it back. */
  place: Type.String(),
  where: Target,
  when: Type.Unknown(),
  author: Type.String(),
  approvals: Type.Array(Type.String()),
  createdAt: Type.String(),
  cancelledAt: Type.Union([Type.String(), Type.Null()]),
  /** Why an approver sent it back, and who. */
  returned: Type.Union([Type.Object({ by: Type.String(), reason: Type.String() }), Type.Null()]),
  clusters: Type.Integer(),
});
export type BroadcastView = Static<typeof BroadcastView>;

/** `following`: the order that goes on with the change, where one was divided. */
export const Amended = Type.Object({
  broadcast: BroadcastView,
  following: Type.Optional(BroadcastView),
});

/** An airing that is not as the rule makes it: skipped, or at another time (`at`). */
const ExceptionView = Type.Object({
  instant: Type.String(),
  skipped: Type.Boolean(),
  at: Type.Union([Type.String(), Type.Null()]),
});

export const BroadcastDetail = Type.Object({
  ...BroadcastView.properties,
  occurrences: Type.Array(OccurrenceView),
  /** Nothing airs from here on, where a series was ended or goes on as another order. */
  until: Type.Union([Type.String(), Type.Null()]),
  exceptions: Type.Array(ExceptionView),
  /** The record of an emergency: who ordered it, its number, hazard and area. */
  emergency: Type.Union([EmergencyRecord, Type.Null()]),
  /** Whether "báo yên" is prepared. */
  allClearPrepared: Type.Boolean(),
  /** After a cancel: clusters whose board has not confirmed a document with the cancel in it ("chưa dừng: n cụm"). */
  notYetStopped: Type.Integer(),
  unstopped: Type.Array(
    Type.Object({
      cluster: ClusterIdSchema,
      name: Type.String(),
      commune: CommuneCodeSchema,
      seenAt: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});
export type BroadcastDetail = Static<typeof BroadcastDetail>;

/** Each cluster is in one of `playing`, `played`, `partly`, `notPlayed` and `waiting`; `armed` and `delivered` say what its board has. */
const Counts = {
  clusters: Type.Integer(),
  delivered: Type.Integer(),
  armed: Type.Integer(),
  playing: Type.Integer(),
  played: Type.Integer(),
  partly: Type.Integer(),
  notPlayed: Type.Integer(),
  waiting: Type.Integer(),
};

export const CommuneProgress = Type.Object({
  commune: CommuneCodeSchema,
  name: Type.String(),
  ...Counts,
  reasons: Type.Array(
    Type.Object({ reason: Type.String(), text: Type.String(), clusters: Type.Integer() }),
  ),
  /** What the commune made of an offer; null where nothing was only offered. */
  offer: Type.Union([
    Type.Object({
      state: Type.String(),
      reason: Type.Union([Type.String(), Type.Null()]),
      scheduled: Type.Union([BroadcastIdSchema, Type.Null()]),
    }),
    Type.Null(),
  ]),
});
export type CommuneProgress = Static<typeof CommuneProgress>;

/** `GET /api/broadcasts/:id/progress`: one airing, commune by commune. */
export const Progress = Type.Object({
  broadcast: BroadcastIdSchema,
  notBefore: Type.Union([Type.String(), Type.Null()]),
  deadline: Type.Union([Type.String(), Type.Null()]),
  total: Type.Object(Counts),
  communes: Type.Array(CommuneProgress),
});
export type Progress = Static<typeof Progress>;

export const ProgressQuery = Type.Object({ occurrence: Type.Optional(OccurrenceIdSchema) });

export const TimelineQuery = Type.Object({
  cluster: ClusterIdSchema,
  from: IsoInstant,
  to: IsoInstant,
});

/** `offset` in seconds into the part; `level` and `title` are those of the occurrence. */
export const TimelineView = Type.Object({
  from: Type.String(),
  to: Type.String(),
  segments: Type.Array(
    Type.Object({
      occurrence: Type.String(),
      broadcast: Type.String(),
      title: Type.String(),
      level: Type.String(),
      part: Type.Integer(),
      offset: Type.Number(),
      start: Type.String(),
      end: Type.String(),
    }),
  ),
  refusals: Type.Array(
    Type.Object({
      occurrence: Type.String(),
      broadcast: Type.String(),
      title: Type.String(),
      level: Type.String(),
      reason: Type.String(),
      reasonText: Type.String(),
      at: Type.String(),
    }),
  ),
});
