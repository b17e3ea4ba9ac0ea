import type { AgentId, ScopeId, Sha256 } from "../../contract/ids.ts";
import { dateOf } from "../../contract/station-time.ts";
import { type Cancel, type Clock, seconds, type Timers } from "../../contract/time.ts";
import { type ConfigDefaults, configContent, placesOf } from "./agent-config.ts";
import type { AgentRows, DispatchStore, NewHead, StoredHead } from "./dispatch.store.ts";
import type { Issue, Log } from "./issue.service.ts";
import type { Keys } from "./keys.service.ts";
import { lanes } from "./lanes.ts";
import { horizonOf } from "./revision.ts";

export interface DispatchDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly store: DispatchStore;
  readonly keys: Keys;
  readonly issue: Issue;
  readonly log: Log;
  readonly defaults?: ConfigDefaults;
}

export interface Dispatch {
  /** Publishes everything once (a broker in memory starts empty), then what changed meanwhile. */
  start(): Promise<void>;
  /** Waits for what is under way; twice is harmless. */
  stop(): Promise<void>;
  /**
   * Something in these scopes changed. Urgent: resolves once the new documents are stored and at the broker. Else they
   * follow within two seconds together with whatever else changes until then.
   */
  publish(scopes: readonly ScopeId[], how: { readonly urgent: boolean }): Promise<void>;
  /** Compiles configurations again, of these agents or of all, and publishes those that changed. */
  configure(agents?: readonly AgentId[]): Promise<void>;
  /** The signed configuration of a new board, also published. */
  configOf(agent: AgentId): Promise<string | undefined>;
  /** The daily renewal: horizons move on, keys are exchanged before they end. */
  renew(): Promise<void>;
  /** Publishes what did not reach the broker while it was away. */
  connected(): Promise<void>;
  document(hash: Sha256): Promise<string | undefined>;
}

const COALESCE = seconds(2);
const BATCH = 50;

export function createDispatch(deps: DispatchDeps): Dispatch {
  const { clock, store, issue, keys } = deps;
  const work = lanes();
  const due = new Set<ScopeId>();
  /** Scopes with a document that did not reach the broker. */
  const unsent = new Set<string>();
  let cancelTimer: Cancel | undefined;

  const missed = (lost: readonly StoredHead[]): void => {
    for (const { scope } of lost) unsent.add(scope);
  };
  const send = async (heads: readonly NewHead[]): Promise<void> => missed(await issue.send(heads));

  /** Read inside the lane: a head that was read before could overwrite a newer one at the broker. */
  const again = (scopes?: readonly ScopeId[]): Promise<void> =>
    work.ordinary(async () => missed(await issue.again(await store.heads(scopes))));

  async function batch(scopes: readonly ScopeId[], document: "plan" | "urgent"): Promise<void> {
    const heads: NewHead[] = [];
    for (const scope of scopes) {
      const head = await issue.draft(scope, document);
      if (head) heads.push(head);
    }
    await send(heads);
  }

  /** In batches, so that an urgent change never waits for a whole country's plans. */
  async function make(scopes: readonly ScopeId[], lane: "urgent" | "ordinary"): Promise<void> {
    for (const document of ["urgent", "plan"] as const) {
      for (const some of batches([...new Set(scopes)]))
        await work[lane](() => batch(some, document));
    }
  }

  async function publish(scopes: readonly ScopeId[], how: { urgent: boolean }): Promise<void> {
    if (how.urgent) {
      for (const scope of scopes) due.delete(scope);
      await make(scopes, "urgent");
      return;
    }
    for (const scope of scopes) due.add(scope);
    cancelTimer ??= deps.timers.after(COALESCE, "publish plans", flush);
  }

  function flush(): void {
    cancelTimer = undefined;
    const scopes = [...due];
    due.clear();
    make(scopes, "ordinary").catch((error: unknown) => {
      // What failed is due again: the next change or the next start publishes it.
      for (const scope of scopes) due.add(scope);
      deps.log.error({ error, scopes: scopes.slice(0, 10) }, "documents could not be made");
    });
  }

  async function contentOf(row: AgentRows) {
    const { centre, province, commune } = placesOf(row);
    const [high, middle, low] = await Promise.all(
      [centre, province, commune].map((place) => keys.trusted(place)),
    );
    return configContent(
      row,
      { centre: high ?? [], province: middle ?? [], commune: low ?? [] },
      [],
      deps.defaults,
    );
  }

  async function configured(agents: readonly AgentId[] | undefined): Promise<NewHead[]> {
    const rows = await store.agentRows(agents, dateOf(clock.now()));
    const all: NewHead[] = [];
    for (const some of batches(rows)) {
      const made = await work.ordinary(async () => {
        const configs = [];
        for (const row of some) configs.push(await issue.config(await contentOf(row)));
        await send(configs.filter((one) => one.changed).map((one) => one.head));
        return configs;
      });
      all.push(...made.map((one) => one.head));
    }
    return all;
  }

  /** A scope that has boards gets its documents even while they are empty: "nothing planned" is signed news too. */
  async function scopesInUse(): Promise<ScopeId[]> {
    const { from, to } = horizonOf(clock.now());
    const rows = await store.agentRows(undefined, dateOf(clock.now()));
    const places = rows.flatMap((row) => Object.values(placesOf(row)));
    return [...new Set([...places, ...(await store.scopes(from, to))])];
  }

  async function renew(): Promise<void> {
    await keys.renew();
    await configured(undefined);
    await make(await scopesInUse(), "ordinary");
  }

  return {
    start: async () => {
      await renew();
      unsent.clear();
      await again();
    },
    stop: async () => {
      cancelTimer?.();
      if (due.size > 0) flush();
      await work.idle();
    },
    publish,
    configure: (agents) => configured(agents).then(() => undefined),
    configOf: async (agent) => {
      const [head] = await configured([agent]);
      const [row] = await store.agentRows([agent], dateOf(clock.now()));
      if (row) await make(Object.values(placesOf(row)), "ordinary");
      return head?.jws;
    },
    renew,
    connected: async () => {
      const scopes = [...unsent] as ScopeId[];
      unsent.clear();
      if (scopes.length > 0) await again(scopes);
    },
    document: (hash) => store.text(hash),
  };
}

const batches = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / BATCH) }, (_, i) =>
    all.slice(i * BATCH, (i + 1) * BATCH),
  );
