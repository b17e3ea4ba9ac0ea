import { topic } from "../../contract/channels.ts";
import type { ScopeId } from "../../contract/ids.ts";
import type { Clock } from "../../contract/time.ts";
import type { Emit } from "../http/events.ts";
import type { DispatchStore, NewHead, StoredHead } from "./dispatch.store.ts";
import type { Log } from "./draft.service.ts";
import type { DocumentName } from "./revision.ts";

/** The way to the boards; rejects while there is none. */
export type Publish = (
  topic: string,
  bytes: Uint8Array,
  how: { qos: 0 | 1; retain: boolean },
) => Promise<void>;

export interface IssueDeps {
  readonly clock: Clock;
  readonly store: DispatchStore;
  readonly publish: Publish;
  readonly events: Emit;
  readonly log: Log;
}

export interface Issue {
  /** Stores all in one transaction, then publishes each. */
  send(heads: readonly NewHead[]): Promise<void>;
  /** Publishes documents again as they are stored. */
  again(heads: readonly StoredHead[]): Promise<void>;
  /** Scopes with a document that has not reached the broker; asking empties the list. */
  takeUnsent(): ScopeId[];
  hasUnsent(): boolean;
}

const text = new TextEncoder();
/** Documents that are under way to the broker at one time. */
const AT_ONCE = 100;

export function createIssue({ clock, store, publish, events, log }: IssueDeps): Issue {
  const unsent = new Set<ScopeId>();

  async function again(heads: readonly StoredHead[]): Promise<void> {
    const sent: StoredHead[] = [];
    for (let at = 0; at < heads.length; at += AT_ONCE) {
      const some = heads.slice(at, at + AT_ONCE);
      const arrived = await Promise.all(some.map(one));
      sent.push(...some.filter((_, i) => arrived[i]));
      if (arrived.includes(true)) continue;
      // A broker that takes nothing is not waited for once more for each of the others.
      for (const { scope } of heads.slice(at + AT_ONCE)) unsent.add(scope as ScopeId);
      break;
    }
    if (sent.length > 0) await store.published(sent, clock.now());
  }

  async function one(head: StoredHead): Promise<boolean> {
    try {
      await publish(topicOf(head), text.encode(head.jws), { qos: 1, retain: true });
      return true;
    } catch (error) {
      unsent.add(head.scope as ScopeId);
      const { scope, document } = head;
      log.warn({ scope, document, error: String(error) }, "not published yet");
      return false;
    }
  }

  return {
    send: async (heads) => {
      if (heads.length === 0) return;
      // Durable first: a revision that boards hold is never issued twice with other words.
      await store.save(heads);
      await again(heads.map((head) => ({ ...head, whole: head.whole?.sha256 })) as StoredHead[]);
      for (const { scope, document, revision } of heads) {
        events
          .emit("document", scope as ScopeId, { scope, document, revision })
          .catch((error: unknown) => log.error({ error: String(error) }, "live event"));
      }
    },
    again,
    hasUnsent: () => unsent.size > 0,
    takeUnsent: () => {
      const scopes = [...unsent];
      unsent.clear();
      return scopes;
    },
  };
}

/** Where a document is published; an agent's configuration has its own topic. */
export function topicOf(head: Pick<StoredHead, "scope" | "document">): string {
  const document = head.document as DocumentName;
  if (document === "config") return topic("agent/{agent}/config", head.scope.slice(2));
  return topic(`scope/{scope}/${document}`, head.scope);
}
