import type { AgentConfig } from "../../contract/agent-config.ts";
import type { Hash } from "../../contract/chain.ts";
import { type ChannelName, channels, topic } from "../../contract/channels.ts";
import { encode, LARGEST_DOCUMENT } from "../../contract/codec.ts";
import type { AgentId, ScopeId, Sha256 } from "../../contract/ids.ts";
import type { Occurrence, Plan, Urgent } from "../../contract/plan.ts";
import type { Sign } from "../../contract/signed.ts";
import type { Clock } from "../../contract/time.ts";
import type { Emit } from "../http/events.ts";
import { agentConfig, type ConfigContent, scopesOf } from "./agent-config.ts";
import type { DispatchStore, NewHead, StoredHead } from "./dispatch.store.ts";
import type { Keys } from "./keys.service.ts";
import {
  contentHash,
  type DocumentName,
  horizonOf,
  mustRefer,
  nextRevision,
  type Ordered,
  plan,
  planContent,
  reference,
  type Stamp,
  signingAuthority,
  urgent,
  urgentContent,
} from "./revision.ts";

/** The way to the boards; rejects while there is none. */
export type Publish = (
  topic: string,
  bytes: Uint8Array,
  how: { qos: 0 | 1; retain: boolean },
) => Promise<void>;

export interface Log {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

export interface IssueDeps {
  readonly clock: Clock;
  readonly store: DispatchStore;
  readonly keys: Keys;
  readonly publish: Publish;
  /** SHA-256 of bytes and of text. */
  readonly hashBytes: (bytes: Uint8Array) => Sha256;
  readonly hash: Hash;
  readonly events: Emit;
  readonly log: Log;
  /** Grows when older documents must die; 1 at first. */
  readonly epoch: () => Promise<number>;
}

export interface Issue {
  /** A newer document of this scope, or nothing when its content has not changed. Nothing is stored or sent yet. */
  draft(scope: ScopeId, document: "plan" | "urgent"): Promise<NewHead | undefined>;
  config(content: ConfigContent): Promise<{ readonly head: NewHead; readonly changed: boolean }>;
  /** Stores all in one transaction, then publishes each. Answers those that did not reach the broker. */
  send(heads: readonly NewHead[]): Promise<readonly StoredHead[]>;
  /** Publishes documents again as they are stored. */
  again(heads: readonly StoredHead[]): Promise<readonly StoredHead[]>;
}

const text = new TextEncoder();
/** Documents that are under way to the broker at one time. */
const AT_ONCE = 100;

export function createIssue(deps: IssueDeps): Issue {
  const { clock, store, keys } = deps;

  async function stampFor(scope: ScopeId, last: StoredHead | undefined): Promise<Stamp> {
    const issued = clock.now();
    const epoch = await deps.epoch();
    const revision = nextRevision(last?.epoch === epoch ? last.revision : undefined, issued);
    return { scope, epoch, revision, issued };
  }

  /** The signer of the lowest place that may say this. */
  async function signer(scope: ScopeId, orders: readonly Occurrence[]): Promise<Sign | undefined> {
    const authority = signingAuthority(scope, orders);
    let place: ScopeId | undefined = scope.startsWith("a-") ? await store.parent(scope) : scope;
    const level = { commune: "c-", province: "p-", centre: "centre" }[authority];
    while (place !== undefined && !place.startsWith(level)) place = await store.parent(place);
    return place && keys.sign(place);
  }

  async function draft(scope: ScopeId, document: "plan" | "urgent"): Promise<NewHead | undefined> {
    const now = clock.now();
    const { from, to } = horizonOf(now);
    const ordered = await store.ordered(scope, from, to);
    const last = await store.head(scope, document);
    const content = document === "plan" ? planContent(ordered, now) : urgentContent(ordered, now);
    const hash = contentHash(deps.hash, content);
    if (last?.content_hash === hash && last.epoch === (await deps.epoch())) return undefined;
    const orders = "occurrences" in content ? content.occurrences : content.emergencies;
    const sign = await signer(scope, orders);
    if (!sign) {
      deps.log.error({ scope, document }, "no place above this scope may sign its orders");
      return undefined;
    }
    const stamp = await stampFor(scope, last);
    const body = "occurrences" in content ? plan(stamp, content) : urgent(stamp, content);
    return {
      ...(await sealed(body, sign, stamp, hash)),
      occurrences: travelling(ordered, document),
    };
  }

  async function sealed(body: Plan | Urgent, sign: Sign, stamp: Stamp, content_hash: Sha256) {
    if (body.kind === "urgent")
      return headOf("urgent", await seal("scope/{scope}/urgent", body, sign), stamp, content_hash);
    const whole = await seal("scope/{scope}/plan", body, sign, LARGEST_DOCUMENT);
    if (!mustRefer(whole.bytes)) return headOf("plan", whole, stamp, content_hash);
    const short = await seal("scope/{scope}/plan", reference(body, whole.hash, whole.bytes), sign);
    return {
      ...headOf("plan", short, stamp, content_hash),
      whole: { sha256: whole.hash, jws: whole.jws },
    };
  }

  async function seal<T extends ChannelName>(
    name: T,
    body: Parameters<typeof encode<T>>[1],
    sign: Sign,
    largest?: number,
  ) {
    const payload = encode(name, body, largest);
    const jws = await sign.sign(channels[name].signed as string, payload);
    return { jws, hash: deps.hashBytes(payload), bytes: payload.length };
  }

  async function config(content: ConfigContent) {
    const scope = scopesOf({ ...content.cluster, agent: content.agent }).at(-1) as ScopeId;
    const last = await store.head(scope, "config");
    const hash = contentHash(deps.hash, content);
    if (last?.content_hash === hash && last.epoch === (await deps.epoch())) {
      const { whole: _, ...head } = last;
      return { head: { ...head, occurrences: [] }, changed: false };
    }
    const stamp = await stampFor(scope, last);
    const made = await seal(
      "agent/{agent}/config",
      agentConfig(stamp, content) satisfies AgentConfig,
      keys.root.sign,
    );
    return { head: { ...headOf("config", made, stamp, hash), occurrences: [] }, changed: true };
  }

  async function send(heads: readonly NewHead[]): Promise<readonly StoredHead[]> {
    if (heads.length === 0) return [];
    await store.save(heads);
    const lost = await again(heads.map((head) => ({ ...head, whole: head.whole?.sha256 })));
    for (const { scope, document, revision } of heads) {
      await deps.events.emit("document", scope as ScopeId, { scope, document, revision });
    }
    return lost;
  }

  async function again(heads: readonly StoredHead[]): Promise<readonly StoredHead[]> {
    const lost: StoredHead[] = [];
    for (let at = 0; at < heads.length; at += AT_ONCE) {
      const some = heads.slice(at, at + AT_ONCE);
      const done = await Promise.all(some.map(publishOne));
      lost.push(...some.filter((_, i) => !done[i]));
    }
    const sent = heads.filter((head) => !lost.includes(head));
    if (sent.length > 0) await store.published(sent, clock.now());
    return lost;
  }

  async function publishOne(head: StoredHead): Promise<boolean> {
    try {
      await deps.publish(
        topicOf(head.scope as ScopeId, head.document as DocumentName),
        text.encode(head.jws),
        {
          qos: 1,
          retain: true,
        },
      );
      return true;
    } catch {
      deps.log.warn({ scope: head.scope, document: head.document }, "not published yet");
      return false;
    }
  }

  return { draft, config, send, again };
}

const headOf = (
  document: DocumentName,
  made: { jws: string; hash: Sha256 },
  { scope, epoch, revision, issued }: Stamp,
  content_hash: Sha256,
) => ({
  scope,
  document,
  epoch,
  revision,
  hash: made.hash,
  content_hash,
  jws: made.jws,
  issued,
  published_at: null,
});

const travelling = (
  ordered: readonly Ordered[],
  document: "plan" | "urgent",
): NewHead["occurrences"] =>
  ordered
    .filter((one) => one.document === document)
    .map(({ body, cancelledAt }) => ({ id: body.id, cancelled: cancelledAt !== undefined }));

/** Where a document is published; an agent's configuration has its own topic. */
export function topicOf(scope: ScopeId, document: DocumentName): string {
  if (document === "config") return topic("agent/{agent}/config", scope.slice(2) as AgentId);
  return topic(`scope/{scope}/${document}`, scope);
}
