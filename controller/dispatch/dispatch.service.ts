import { type AgentId, agentScope, type ScopeId, type Sha256 } from "../../contract/ids.ts";
import { type Cancel, type Clock, seconds, type Timers } from "../../contract/time.ts";
import type { Configure } from "./configure.service.ts";
import type { DispatchStore, NewHead } from "./dispatch.store.ts";
import type { Drafts, Log } from "./draft.service.ts";
import type { Issue } from "./issue.service.ts";
import type { Keys } from "./keys.service.ts";
import type { Lanes } from "./lanes.ts";
import { horizonOf } from "./revision.ts";

export interface DispatchDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly store: DispatchStore;
  readonly keys: Keys;
  readonly drafts: Drafts;
  readonly issue: Issue;
  readonly configure: Configure;
  readonly lanes: Lanes;
  readonly log: Log;
}

export interface Dispatch {
  /** Brings every document up to date and publishes all of them once: a broker in memory starts empty. */
  start(): Promise<void>;
  /** Waits for what is under way; twice is harmless. */
  stop(): Promise<void>;
  /**
   * Something in these scopes changed. Urgent: resolves once the new documents are stored and at the broker. Else they
   * follow within two seconds together with whatever else changes until then.
   */
  publish(scopes: readonly ScopeId[], how: { readonly urgent: boolean }): Promise<void>;
  /** The regulation, hamlets or keys of these communes changed (or anything, anywhere). */
  configure(which: { readonly communes: readonly string[] } | "all"): Promise<void>;
  /** The signed configuration of a new board, also published with the documents that it reads. */
  configOf(agent: AgentId): Promise<string | undefined>;
  /** The daily renewal: horizons move on, keys are exchanged before they end. */
  renew(): Promise<void>;
  /** The broker is there again: what did not reach it goes out now. */
  connected(): Promise<void>;
  /** The JWS text of a document by its payload hash. */
  document(hash: Sha256): Promise<string | undefined>;
}

const COALESCE = seconds(2);
const OFFER_AGAIN = seconds(30);
const BATCH = 50;

export function createDispatch(deps: DispatchDeps): Dispatch {
  const { store, drafts, issue, lanes, configure } = deps;
  const due = new Set<ScopeId>();
  let cancelTimer: Cancel | undefined;
  let cancelOffer: Cancel | undefined;

  async function batch(scopes: readonly ScopeId[], document: "plan" | "urgent"): Promise<void> {
    const heads: NewHead[] = [];
    for (const scope of scopes) {
      const head = await drafts.draft(scope, document);
      if (head) heads.push(head);
    }
    await issue.send(heads);
    offerAgain();
  }

  /** In batches, so that an urgent change never waits for a whole country's plans. */
  async function make(scopes: readonly ScopeId[], lane: "urgent" | "ordinary"): Promise<void> {
    const all = [...new Set(scopes)];
    for (const document of ["urgent", "plan"] as const) {
      for (let at = 0; at < all.length; at += BATCH) {
        await lanes[lane](() => batch(all.slice(at, at + BATCH), document));
      }
    }
  }

  function flush(): Promise<void> {
    cancelTimer?.();
    cancelTimer = undefined;
    const scopes = [...due];
    due.clear();
    return make(scopes, "ordinary").catch((error: unknown) => {
      // Due again: the next change or the next renewal publishes it.
      for (const scope of scopes) due.add(scope);
      deps.log.error({ error: String(error) }, "documents could not be made");
    });
  }

  /** Read inside the lane: a head that was read before could overwrite a newer one at the broker. */
  const again = (scopes?: readonly ScopeId[]): Promise<void> =>
    lanes.ordinary(async () => {
      await issue.again(await store.heads(scopes));
      offerAgain();
    });

  async function sendUnsent(): Promise<void> {
    const scopes = issue.takeUnsent();
    if (scopes.length > 0) await again(scopes);
  }

  /** A broker can be there and take nothing: then nothing tells us when it takes again. */
  function offerAgain(): void {
    if (!issue.hasUnsent() || cancelOffer) return;
    cancelOffer = deps.timers.after(OFFER_AGAIN, "publish again", () => {
      cancelOffer = undefined;
      sendUnsent().catch((error: unknown) => deps.log.error({ error: String(error) }, "dispatch"));
    });
  }

  async function renew(): Promise<void> {
    await deps.keys.renew();
    const { from, to } = horizonOf(deps.clock.now());
    // A place that has boards gets its documents even while they are empty: "nothing planned" is signed news too.
    const places = await configure.configure("all");
    await make([...places, ...(await store.scopes(from, to)), ...due], "ordinary");
  }

  return {
    start: async () => {
      await renew();
      issue.takeUnsent();
      await again();
    },
    stop: async () => {
      if (due.size > 0) await flush();
      cancelTimer?.();
      await lanes.idle();
      cancelOffer?.();
    },
    publish: async (scopes, { urgent }) => {
      if (urgent) {
        for (const scope of scopes) due.delete(scope);
        return make(scopes, "urgent");
      }
      for (const scope of scopes) due.add(scope);
      cancelTimer ??= deps.timers.after(COALESCE, "publish plans", () => void flush());
    },
    configure: async (which) => {
      await make(await configure.configure(which), "ordinary");
    },
    configOf: async (agent) => {
      const places = await configure.configure({ agents: [agent] });
      await make(places, "ordinary");
      return (await store.head(agentScope(agent), "config"))?.jws;
    },
    renew,
    connected: sendUnsent,
    document: (hash) => store.text(hash),
  };
}
