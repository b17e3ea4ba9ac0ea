import type { TSchema } from "typebox";
import { AgentConfig } from "./agent-config.ts";
import { Plan, Urgent } from "./plan.ts";
import { Health, Presence, Refresh, TimeAnswer, TimeAsk } from "./presence.ts";
import { Ack, ReceiptBatch } from "./receipt.ts";

export type Side = "agent" | "controller";

export interface Channel {
  /** Who hears it. */
  readonly to: Side;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  /** The `typ` of its JWS (RFC 7515); `false` = plain JSON. */
  readonly signed: false | `vangxa-${string}+jws`;
  readonly body: TSchema;
  readonly says: string;
}

export const PREFIX = "vangxa/1/";

/** The whole wire. Types, topics, decoders, handler maps and the generated documents are derived from this table. */
export const channels = {
  "scope/{scope}/plan": {
    to: "agent",
    qos: 1,
    retain: true,
    signed: "vangxa-plan+jws",
    body: Plan,
    says: "What plays in this scope for the next days; whole, never a patch.",
  },
  "scope/{scope}/urgent": {
    to: "agent",
    qos: 1,
    retain: true,
    signed: "vangxa-urgent+jws",
    body: Urgent,
    says: "Active emergencies and stops of this scope; small, pushed at once.",
  },
  "agent/{agent}/config": {
    to: "agent",
    qos: 1,
    retain: true,
    signed: "vangxa-config+jws",
    body: AgentConfig,
    says: "What this board is: scopes, cluster, regulation, volume, keys.",
  },
  "agent/{agent}/ack": {
    to: "agent",
    qos: 1,
    retain: false,
    signed: false,
    body: Ack,
    says: "Receipts up to here are committed. Unsigned: it marks rows as sent and deletes nothing.",
  },
  "agent/{agent}/refresh": {
    to: "agent",
    qos: 1,
    retain: false,
    signed: false,
    body: Refresh,
    says: "Fetch this document over HTTP by its hash.",
  },
  "agent/{agent}/time/answer": {
    to: "agent",
    qos: 0,
    retain: false,
    signed: "vangxa-time+jws",
    body: TimeAnswer,
    says: "The controller's clock, bound to the nonce of the question.",
  },
  "agent/{agent}/receipts": {
    to: "controller",
    qos: 1,
    retain: false,
    signed: "vangxa-receipts+jws",
    body: ReceiptBatch,
    says: "What happened, chained and signed by the board's own key.",
  },
  "agent/{agent}/presence": {
    to: "controller",
    qos: 1,
    retain: false,
    signed: false,
    body: Presence,
    says: "Birth, heartbeat, farewell, and the last will. Liveness, never evidence.",
  },
  "agent/{agent}/health": {
    to: "controller",
    qos: 0,
    retain: false,
    signed: false,
    body: Health,
    says: "Figures of the board for its technician.",
  },
  "agent/{agent}/time/ask": {
    to: "controller",
    qos: 0,
    retain: false,
    signed: false,
    body: TimeAsk,
    says: "A question for the clock offset; the smallest round trip wins.",
  },
} as const satisfies Record<string, Channel>;

export type Channels = typeof channels;
export type ChannelName = keyof Channels;

/** The bodies by channel. Named types: resolving a schema anew for each generic use made every compile a minute longer. */
export interface Bodies {
  readonly "scope/{scope}/plan": Plan;
  readonly "scope/{scope}/urgent": Urgent;
  readonly "agent/{agent}/config": AgentConfig;
  readonly "agent/{agent}/ack": Ack;
  readonly "agent/{agent}/refresh": Refresh;
  readonly "agent/{agent}/time/answer": TimeAnswer;
  readonly "agent/{agent}/receipts": ReceiptBatch;
  readonly "agent/{agent}/presence": Presence;
  readonly "agent/{agent}/health": Health;
  readonly "agent/{agent}/time/ask": TimeAsk;
}
export type Body<T extends ChannelName> = Bodies[T];

export type TopicTo<S extends Side> = {
  [T in ChannelName]: Channels[T]["to"] extends S ? T : never;
}[ChannelName];

/** One handler for each channel that a side hears: a channel without one does not compile. */
export type Handlers<S extends Side, Context> = {
  readonly [T in TopicTo<S>]: (
    context: Context,
    id: string,
    body: Body<T>,
    bytes: Uint8Array,
  ) => Promise<void>;
};

const LEVEL = /^[a-z0-9_-]{1,64}$/;

/** The full topic of a channel for one scope or agent. Throws on a name that no engine would carry unchanged. */
export function topic(name: ChannelName, id: string): string {
  if (!LEVEL.test(id))
    throw new RangeError(`not a topic level: ${JSON.stringify(id.slice(0, 80))}`);
  return PREFIX + name.replace(/\{[a-z]+\}/, id);
}

/** A subscription to a channel of every scope or agent. */
export const topicFilter = (name: ChannelName): string => PREFIX + name.replace(/\{[a-z]+\}/, "+");

const patterns = Object.keys(channels).map((name) => ({
  name: name as ChannelName,
  rule: new RegExp(`^${PREFIX}${name.replace(/\{[a-z]+\}/, "([a-z0-9_-]{1,64})")}$`),
}));

/** Which channel a topic belongs to, and whose; `undefined` for any other topic. */
export function matchTopic(full: string): { name: ChannelName; id: string } | undefined {
  for (const { name, rule } of patterns) {
    const id = rule.exec(full)?.[1];
    if (id !== undefined) return { name, id };
  }
  return undefined;
}
