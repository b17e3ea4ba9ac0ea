import type { AgentId, ScopeId, Sha256 } from "../../contract/ids.ts";
import type { Applied, Refresh } from "../../contract/presence.ts";
import {
  type Cancel,
  type Clock,
  earlier,
  type Instant,
  later,
  minutes,
  seconds,
  type Timers,
} from "../../contract/time.ts";
import type { Emit } from "../http/events.ts";
import type { StoredHead } from "./dispatch.store.ts";
import type { Log } from "./draft.service.ts";
import { type DocumentName, type Reporting, sortOut, type Wanted } from "./revision.ts";

export interface ReconcileDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly heads: (scopes: readonly ScopeId[]) => Promise<readonly StoredHead[]>;
  readonly again: (heads: readonly StoredHead[]) => Promise<void>;
  readonly scopesOf: (agent: AgentId) => Promise<readonly ScopeId[] | undefined>;
  readonly refresh: (agent: AgentId, ask: Refresh) => Promise<void>;
  readonly events: Emit;
  readonly log: Log;
}

export interface Reconcile {
  /** A board told what it has applied, at birth or with a heartbeat. */
  heard(agent: AgentId, applied: readonly Applied[], birth: boolean): void;
  start(): void;
  stop(): void;
}

/** A birth races with the retained documents that come with its subscription. */
const AFTER_BIRTH = seconds(10);
/** A document that has just gone out may still be on its way. */
const ON_ITS_WAY = seconds(10);
const LOOK = seconds(2);
/** From so many boards that lack the same document on, one publish to all is cheaper than one message each. */
const MANY = 5;
const REPUBLISH = minutes(1);
const REFRESH = seconds(30);
/** Boards that are looked at in one go; the rest waits for the next. */
const AT_ONCE = 500;

type Head = StoredHead & Wanted;
const keyOf = (head: Pick<Wanted, "scope" | "document">): string =>
  `${head.scope} ${head.document}`;

export function createReconcile(deps: ReconcileDeps): Reconcile {
  const { clock } = deps;
  const pending = new Map<AgentId, { applied: readonly Applied[]; due: Instant }>();
  const republished = new Map<string, Instant>();
  const asked = new Map<string, Instant>();
  const alarmed = new Set<string>();
  let cancel: Cancel | undefined;
  let looking = false;

  async function look(): Promise<void> {
    const now = clock.now();
    const ready = [...pending].filter(([, { due }]) => due <= now).slice(0, AT_ONCE);
    if (ready.length === 0) return;
    for (const [agent] of ready) pending.delete(agent);
    const boards: Reporting<AgentId>[] = [];
    for (const [agent, { applied }] of ready) {
      boards.push({ agent, applied, scopes: (await deps.scopesOf(agent)) ?? [] });
    }
    const scopes = [...new Set(boards.flatMap((one) => one.scopes))];
    const heads = ((await deps.heads(scopes)) as readonly Head[]).filter(
      (head) => head.issued <= earlier(now, ON_ITS_WAY),
    );
    const { behind, strange } = sortOut(boards, heads);
    for (const { agent, head, standing } of strange) await alarm(agent, head, standing);
    for (const { head, agents } of behind) await repair(head, agents, now);
  }

  async function repair(head: Head, agents: readonly AgentId[], now: Instant): Promise<void> {
    const key = keyOf(head);
    if (agents.length >= MANY) {
      const before = republished.get(key);
      if (before !== undefined && later(before, REPUBLISH) > now) return;
      republished.set(key, now);
      await deps.again([head]);
      return;
    }
    for (const agent of agents) {
      const before = asked.get(`${agent} ${key}`);
      if (before !== undefined && later(before, REFRESH) > now) continue;
      asked.set(`${agent} ${key}`, now);
      const { scope, document, revision, hash } = head;
      await deps
        .refresh(agent, {
          scope,
          document: document as DocumentName,
          revision,
          hash: hash as Sha256,
        })
        .catch(() => undefined);
    }
    if (asked.size > 50_000) asked.clear();
  }

  /** Nobody overwrites a fork, and nobody lowers a board: a person must look. */
  async function alarm(agent: AgentId, head: Head, standing: "ahead" | "forked"): Promise<void> {
    const key = `${agent} ${keyOf(head)} ${head.revision} ${standing}`;
    if (alarmed.has(key)) return;
    if (alarmed.size > 10_000) alarmed.clear();
    alarmed.add(key);
    deps.log.error(
      { agent, scope: head.scope, document: head.document, standing },
      "documents differ",
    );
    const body = {
      alarm: `document-${standing}`,
      agent,
      scope: head.scope,
      document: head.document,
    };
    await deps.events.emit("alarm", head.scope, body);
  }

  return {
    heard: (agent, applied, birth) => {
      const now = clock.now();
      pending.set(agent, { applied, due: birth ? later(now, AFTER_BIRTH) : now });
    },
    start: () => {
      cancel ??= deps.timers.every(LOOK, "compare documents", () => {
        if (looking) return;
        looking = true;
        look()
          .catch((error: unknown) => deps.log.error({ error: String(error) }, "reconcile"))
          .finally(() => {
            looking = false;
          });
      });
    },
    stop: () => {
      cancel?.();
      cancel = undefined;
    },
  };
}
