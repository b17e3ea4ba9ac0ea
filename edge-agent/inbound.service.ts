import type { Static } from "typebox";
import { channels, type Handlers, matchTopic, type TopicTo } from "../contract/channels.ts";
import { decode, LARGEST_PAYLOAD } from "../contract/codec.ts";
import type { AgentId, Sha256 } from "../contract/ids.ts";
import type { TimeAnswer } from "../contract/presence.ts";
import type { Verify } from "../contract/signed.ts";
import type { OutboxService } from "./outbox/outbox.service.ts";
import type { Documents } from "./plan/documents.service.ts";

/** What the handlers use of the program. */
export interface InboundContext {
  readonly agent: AgentId;
  readonly verify: Verify;
  /** The public key that may sign times: any that is trusted and not revoked. */
  readonly timeKey: (kid: string) => string | undefined;
  readonly documents: Documents;
  readonly outbox: Pick<OutboxService, "ack">;
  readonly fetch: (hash: Sha256) => Promise<string | undefined>;
  readonly onTime: (answer: Static<typeof TimeAnswer>) => void;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Signed documents reach their handler as they came: they are checked in the order of acceptance there, and refusals are told. */
const handlers: Handlers<"agent", InboundContext> = {
  "scope/{scope}/plan": (context, scope, _body, bytes) =>
    context.documents.take("plan", scope, text(bytes)),
  "scope/{scope}/urgent": (context, scope, _body, bytes) =>
    context.documents.take("urgent", scope, text(bytes)),
  "agent/{agent}/config": (context, agent, _body, bytes) =>
    context.documents.take("config", agent, text(bytes)),
  "agent/{agent}/ack": (context, _agent, { boot, through }) => context.outbox.ack(boot, through),
  "agent/{agent}/refresh": async (context, _agent, { document, scope, revision, hash }) => {
    if (!context.documents.lacks(document, scope, revision)) return;
    const jws = await context.fetch(hash);
    if (jws !== undefined)
      await context.documents.take(document, document === "config" ? context.agent : scope, jws);
  },
  "agent/{agent}/time/answer": async (context, _agent, answer) => {
    if (answer.agent === context.agent) context.onTime(answer);
  },
};

const isForAgents = (name: keyof typeof channels): name is TopicTo<"agent"> =>
  channels[name].to === "agent";

/** One message from the broker, which may say anything: whatever is not ours, too large or not in order is dropped. */
export async function receive(
  context: InboundContext,
  topic: string,
  bytes: Uint8Array,
): Promise<void> {
  const match = matchTopic(topic);
  if (!match || !isForAgents(match.name) || bytes.length === 0 || bytes.length > LARGEST_PAYLOAD)
    return;
  const { name, id } = match;
  if (name.startsWith("agent/") && id !== context.agent) return;
  if (name === "agent/{agent}/time/answer") return receiveTime(context, id, bytes);
  if (channels[name].signed) return handlers[name](context, id, undefined as never, bytes);
  const decoded = decode(name, bytes);
  if (decoded.ok) await handlers[name](context, id, decoded.body as never, bytes);
}

async function receiveTime(context: InboundContext, id: string, bytes: Uint8Array): Promise<void> {
  const verified = await context.verify.verify(text(bytes), "vangxa-time+jws", context.timeKey);
  const decoded = verified.ok ? decode("agent/{agent}/time/answer", verified.payload) : undefined;
  if (decoded?.ok) await handlers["agent/{agent}/time/answer"](context, id, decoded.body, bytes);
}
