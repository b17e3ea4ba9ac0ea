import {
  channels,
  type Handlers,
  matchTopic,
  type TopicTo,
  topic,
  topicFilter,
} from "../../contract/channels.ts";
import { decode, encode } from "../../contract/codec.ts";
import { type AgentId, agentId } from "../../contract/ids.ts";
import type { Health, Presence, TimeAnswer } from "../../contract/presence.ts";
import type { ReceiptBatch } from "../../contract/receipt.ts";
import type { Sign, Verify } from "../../contract/signed.ts";
import type { Clock, Instant } from "../../contract/time.ts";
import type { Wire } from "./wire.ts";

/** What is done with what boards say; each is one concept's capability. */
export interface Heard {
  /** With the JWS that it came in: the board's own signature is evidence. */
  readonly takeReceipts: (batch: ReceiptBatch, jws: string) => void | Promise<void>;
  readonly takePresence: (agent: AgentId, said: Presence, at: Instant) => void;
  readonly takeHealth: (agent: AgentId, said: Health, at: Instant) => void;
}

export interface InboundDeps extends Heard {
  readonly clock: Clock;
  readonly wire: Pick<Wire, "publish" | "onMessage">;
  readonly verify: Verify;
  /** The public key of an active board. */
  readonly keyOf: (agent: AgentId) => Promise<string | undefined>;
  /** Signs time answers for a board, with a key that it trusts. */
  readonly signTime: (agent: AgentId) => Promise<Sign | undefined>;
  readonly log: {
    warn(fields: object, text: string): void;
    error(fields: object, text: string): void;
  };
}

export interface Inbound {
  /** What was heard up to now is handed on. */
  settled(): Promise<void>;
  figures(): { readonly heard: number; readonly refused: number };
}

type Heeded = TopicTo<"controller">;

/** What the controller listens to: one exact filter a channel, never `agent/#`, which would bring its own documents back. */
export const inboundFilters = (Object.keys(channels) as (keyof typeof channels)[])
  .filter((name) => channels[name].to === "controller")
  .map((name) => ({ topic: topicFilter(name), qos: channels[name].qos }));

/** Signatures that are being checked at one time; beyond that the next message waits at the broker. */
const AT_ONCE = 64;

/** A message and when it came: queues behind others must not bend a time answer. */
type Context = InboundDeps & { readonly at: Instant; readonly raw: Uint8Array };

export function startInbound(deps: InboundDeps): Inbound {
  const figures = { heard: 0, refused: 0 };
  const nothing = (): void => undefined;

  async function open(name: Heeded, agent: AgentId, bytes: Uint8Array) {
    const typ = channels[name].signed;
    if (typ === false) return { ok: true, payload: bytes } as const;
    // Whatever key a message names: a board speaks with its own, and only under its own name.
    const key = await deps.keyOf(agent);
    return deps.verify.verify(new TextDecoder().decode(bytes), typ, () => key);
  }

  async function understand(
    name: Heeded,
    agent: AgentId,
    bytes: Uint8Array,
  ): Promise<() => void | Promise<void>> {
    const context: Context = { ...deps, at: deps.clock.now(), raw: bytes };
    const opened = await open(name, agent, bytes);
    const read = opened.ok ? decode(name, opened.payload) : opened;
    if (!opened.ok || !read.ok) {
      figures.refused += 1;
      deps.log.warn(
        { agent, channel: name, code: read.ok ? "unsigned" : read.code },
        "message refused",
      );
      return nothing;
    }
    figures.heard += 1;
    // The table ties each channel to its body; the compiler loses that tie when the name is a variable.
    const handle = handlers[name] as (
      context: Context,
      id: string,
      body: unknown,
      bytes: Uint8Array,
    ) => Promise<void>;
    return () => handle(context, agent, read.body, opened.payload);
  }

  /** Checked side by side, handed on in the order in which they came: what follows must not overtake. */
  let last: Promise<void> = Promise.resolve();
  const underWay: Promise<void>[] = [];
  deps.wire.onMessage((full, bytes) => {
    const match = matchTopic(full);
    if (!match || channels[match.name].to !== "controller") return undefined;
    const name = match.name as Heeded;
    const checked = understand(name, agentId(match.id), bytes);
    const before = name === "agent/{agent}/time/ask" ? Promise.resolve() : last;
    const mine = before
      .then(async () => (await checked)())
      .catch((error: unknown) =>
        deps.log.error({ error, agent: match.id, channel: name }, "inbound"),
      );
    if (before === last) last = mine;
    underWay.push(mine);
    return underWay.length < AT_ONCE ? undefined : underWay.splice(0, AT_ONCE / 2).at(-1);
  });

  return { settled: () => last, figures: () => ({ ...figures }) };
}

const handlers: Handlers<"controller", Context> = {
  "agent/{agent}/receipts": async (context, id, batch) => {
    // The signature is this board's; a batch that calls itself another's is a forgery by its own hand.
    if (batch.agent === id)
      await context.takeReceipts(batch, new TextDecoder().decode(context.raw));
    else context.log.warn({ agent: id, claims: batch.agent }, "receipts of another board");
  },
  "agent/{agent}/presence": async (context, id, said) =>
    context.takePresence(agentId(id), said, context.at),
  "agent/{agent}/health": async (context, id, said) =>
    context.takeHealth(agentId(id), said, context.at),
  "agent/{agent}/time/ask": async (context, id, { nonce }) => {
    const agent = agentId(id);
    const sign = await context.signTime(agent);
    if (!sign) return;
    const name = "agent/{agent}/time/answer";
    const answer: TimeAnswer = {
      kind: "time",
      agent,
      nonce,
      received: context.at,
      answered: context.clock.now(),
    };
    const jws = await sign.sign(channels[name].signed, encode(name, answer));
    // Lost is lost: the board asks again.
    await context.wire
      .publish(topic(name, id), new TextEncoder().encode(jws), { qos: 0, retain: false })
      .catch(() => undefined);
  },
};
