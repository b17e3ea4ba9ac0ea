import { type Static, Type } from "typebox";
import {
  BroadcastIdSchema,
  ClusterIdSchema,
  CommuneCodeSchema,
  MessageIdSchema,
} from "../../contract/ids.ts";
import { Level } from "../../contract/plan.ts";
import { TagSchema } from "../../contract/schema.ts";

const Time = Type.String({ maxLength: 40, description: "ISO 8601 with an offset" });
const Words = Type.String({ minLength: 1, maxLength: 120 });
const words = [
  "played",
  "partial",
  "preempted",
  "interrupted",
  "cancelled",
  "expired",
  "refused",
  "failed",
  "unreported",
] as const;

export const LogQuery = Type.Object({
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  cluster: Type.Optional(ClusterIdSchema),
  commune: Type.Optional(CommuneCodeSchema),
  broadcast: Type.Optional(BroadcastIdSchema),
  message: Type.Optional(MessageIdSchema),
  theme: Type.Optional(TagSchema),
  /** Words of a broadcast's title, with or without Vietnamese marks. */
  title: Type.Optional(Words),
  /** Name or user name, or a part of it, of somebody who approved the broadcast. */
  approver: Type.Optional(Words),
  campaign: Type.Optional(TagSchema),
  level: Type.Optional(Level),
  outcome: Type.Optional(Type.Union(words.map((word) => Type.Literal(word)))),
  /** Only the newest row of each occurrence and cluster: what the sums are made of. */
  newest: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
  /** `next` of the page before. */
  cursor: Type.Optional(Type.String({ pattern: "^[0-9]{1,15}$" })),
});
export type LogQuery = Static<typeof LogQuery>;

const Text = Type.Union([Type.String(), Type.Null()]);

export const LogRow = Type.Object({
  seq: Type.Integer(),
  occurrence: Type.String(),
  broadcast: Text,
  title: Text,
  theme: Text,
  level: Text,
  cluster: Type.String(),
  clusterName: Text,
  commune: Text,
  communeName: Text,
  agent: Text,
  outcome: Type.String(),
  outcomeText: Type.String(),
  reason: Text,
  reasonText: Text,
  rung: Type.String(),
  rungText: Type.String(),
  /** What current and microphone say, with their figures; "không đo được" for horns behind a bridge. */
  proofText: Type.String(),
  /** False for horns behind an FM or wired bridge: they confirm nothing and no figure counts them. */
  measurable: Type.Boolean(),
  notBefore: Text,
  notAfter: Text,
  startedAt: Text,
  seconds: Type.Number(),
  /** Of relays and live sound: seconds of each source, `fallback` and `silence` among them. */
  sources: Type.Array(Type.Object({ source: Type.String(), seconds: Type.Number() })),
  /** Seconds that another occurrence took from it, and which one. */
  cut: Type.Union([Type.Object({ by: Type.String(), seconds: Type.Number() }), Type.Null()]),
  frames: Type.Integer(),
  ofFrames: Type.Integer(),
  /** It became known after the window was closed. */
  late: Type.Boolean(),
  /** Whether a signed time had confirmed the clock by which the board played or refused it; null where no board said anything. */
  clock: Type.Union([Type.Literal("confirmed"), Type.Literal("unconfirmed"), Type.Null()]),
  clockText: Text,
  /** Whether it is the newest row of its occurrence and cluster. */
  newest: Type.Boolean(),
  at: Type.String(),
  /** The messages that it was ordered to sound, in their order, with the hash of the sound as it was then; the waveform of the
   * present one is in `GET /api/messages/:id`. */
  sounds: Type.Array(Type.Object({ message: Type.String(), sha256: Type.String() })),
  evidence: Type.Unknown(),
  link: Type.String(),
});
export type LogRow = Static<typeof LogRow>;

export const LogPage = Type.Object({
  items: Type.Array(LogRow),
  next: Type.Optional(Type.String()),
});

/** The day or days to count, by the window of the occurrence; `to` exclusive. */
export const TallyQuery = Type.Object({ from: Time, to: Time });

/** `GET /api/play-log/communes`: newest outcomes, counted by commune; a commune without any is absent. */
export const TallyView = Type.Object({
  items: Type.Array(
    Type.Object({ commune: Type.String(), outcome: Type.String(), plays: Type.Integer() }),
  ),
});
export type TallyView = Static<typeof TallyView>;

export const VerifyQuery = Type.Object({
  /** A head that was kept elsewhere: its number and its link. */
  seq: Type.Optional(Type.Integer({ minimum: 0 })),
  link: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })),
});

export const VerifyView = Type.Object({
  ok: Type.Boolean(),
  rows: Type.Integer(),
  head: Type.Object({ seq: Type.Integer(), link: Type.String() }),
  /** The head as a JWS of the root key: for whoever keeps it outside. */
  signedHead: Type.String(),
  fault: Type.Optional(Type.Object({ kind: Type.String(), seq: Type.Integer() })),
  faultText: Type.Optional(Type.String()),
  /** Everything that does not hold, each named; at most two hundred. */
  faults: Type.Array(
    Type.Object({
      where: Type.String(),
      kind: Type.String(),
      name: Type.String(),
      vi: Type.String(),
    }),
  ),
  /** Receipts in the store, and those under a kept signature of their board. */
  receipts: Type.Object({ count: Type.Integer(), signed: Type.Integer() }),
  /** Signed heads in the store; `newest` as a JWS. */
  heads: Type.Object({ count: Type.Integer(), newest: Type.Optional(Type.String()) }),
  audit: Type.Object({ rows: Type.Integer() }),
  gaps: Type.Array(
    Type.Object({
      agent: Type.String(),
      boot: Type.String(),
      through: Type.Integer(),
      highest: Type.Integer(),
    }),
  ),
});

export const HeadsQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  cursor: Type.Optional(Type.String({ pattern: "^[0-9]{1,15}$" })),
});

/** A signed head: what somebody else keeps, so that a cut or rewritten log shows. */
export const HeadView = Type.Object({
  number: Type.Integer(),
  day: Type.String(),
  at: Type.String(),
  seq: Type.Integer(),
  link: Type.String(),
  root: Type.String(),
  jws: Type.String(),
});
export type HeadView = Static<typeof HeadView>;

export const HeadsPage = Type.Object({
  items: Type.Array(HeadView),
  next: Type.Optional(Type.String()),
});

/** The number of a row; the case is about its occurrence and cluster. */
export const CaseParams = Type.Object({ id: Type.String({ pattern: "^[0-9]{1,15}$" }) });
