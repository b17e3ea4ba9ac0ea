import type { Hash } from "../../contract/chain.ts";
import type { ScopeId } from "../../contract/ids.ts";
import type { Document, Occurrence } from "../../contract/plan.ts";
import type { Sign } from "../../contract/signed.ts";
import { type Clock, days, type Instant, later } from "../../contract/time.ts";
import { agentConfig, type ConfigContent } from "./agent-config.ts";
import type { DispatchStore, NewHead, StoredHead } from "./dispatch.store.ts";
import type { Keys } from "./keys.service.ts";
import {
  contentHash,
  type DocumentName,
  horizonOf,
  nextRevision,
  type Ordered,
  plan,
  planContent,
  type Stamp,
  signingAuthority,
  urgent,
  urgentContent,
} from "./revision.ts";
import { type HashBytes, type Sealed, seal } from "./sealing.ts";

export interface Log {
  info(fields: Readonly<Record<string, unknown>>, text: string): void;
  warn(fields: Readonly<Record<string, unknown>>, text: string): void;
  error(fields: Readonly<Record<string, unknown>>, text: string): void;
}

export interface DraftDeps {
  readonly clock: Clock;
  readonly store: DispatchStore;
  readonly keys: Keys;
  readonly hash: Hash;
  readonly hashBytes: HashBytes;
  readonly log: Log;
  /** Grows when older documents must die; 1 at first. */
  readonly epoch: () => Promise<number>;
}

/** Makes and signs documents; nothing is stored or sent here. */
export interface Drafts {
  /** A newer document of this scope, or nothing when what stands still says everything. */
  draft(scope: ScopeId, document: "plan" | "urgent"): Promise<NewHead | undefined>;
  config(scope: ScopeId, content: ConfigContent): Promise<NewHead | undefined>;
  /** The documents of these scopes as they would be issued now: what the timeline is computed from. */
  current(scopes: readonly ScopeId[]): Promise<readonly Document[]>;
}

/** An unchanged document is signed again before the key that signed it ends. */
const FRESH = days(7);

export function createDrafts(deps: DraftDeps): Drafts {
  const { clock, store, keys } = deps;

  async function stands(last: StoredHead | undefined, hash: string): Promise<boolean> {
    if (last?.content_hash !== hash || last.epoch !== (await deps.epoch())) return false;
    return clock.now() < later(last.issued as Instant, FRESH);
  }

  async function stampFor(scope: ScopeId, last: StoredHead | undefined): Promise<Stamp> {
    const issued = clock.now();
    const epoch = await deps.epoch();
    const before = last?.epoch === epoch ? last.revision : undefined;
    return { scope, epoch, revision: nextRevision(before, issued), issued };
  }

  /** The signer of the lowest place that may say this. */
  async function signer(scope: ScopeId, orders: readonly Occurrence[]): Promise<Sign | undefined> {
    const prefix = { commune: "c-", province: "p-", centre: "centre" } as const;
    const wanted = prefix[signingAuthority(scope, orders)];
    let place: ScopeId | undefined = scope;
    while (place !== undefined && !place.startsWith(wanted)) place = await store.parent(place);
    return place && keys.sign(place);
  }

  async function draft(scope: ScopeId, document: "plan" | "urgent"): Promise<NewHead | undefined> {
    const now = clock.now();
    const { from, to } = horizonOf(now);
    const ordered = await store.ordered(scope, from, to);
    const content =
      document === "plan"
        ? planContent(ordered, now, await store.priorityOrder(scope, from))
        : urgentContent(ordered, now);
    const hash = contentHash(deps.hash, content);
    const last = await store.head(scope, document);
    if (await stands(last, hash)) return undefined;
    const sign = await signer(scope, ordersOf(content));
    if (!sign) {
      deps.log.error({ scope, document }, "no place above this scope may sign its orders");
      return undefined;
    }
    const stamp = await stampFor(scope, last);
    const body = "occurrences" in content ? plan(stamp, content) : urgent(stamp, content);
    const sealed = await seal(body, sign, deps.hashBytes);
    return headOf(document, sealed, stamp, hash, travelling(ordered, document));
  }

  async function config(scope: ScopeId, content: ConfigContent): Promise<NewHead | undefined> {
    const hash = contentHash(deps.hash, content);
    const last = await store.head(scope, "config");
    // The root key does not end, so an unchanged configuration stands for ever.
    if (last?.content_hash === hash && last.epoch === (await deps.epoch())) return undefined;
    const stamp = await stampFor(scope, last);
    const sealed = await seal(agentConfig(stamp, content), keys.root.sign, deps.hashBytes);
    return headOf("config", sealed, stamp, hash, []);
  }

  async function current(scopes: readonly ScopeId[]): Promise<Document[]> {
    const now = clock.now();
    const { from, to } = horizonOf(now);
    const documents: Document[] = [];
    for (const scope of scopes) {
      const ordered = await store.ordered(scope, from, to);
      const stamp = { scope, epoch: 1, revision: 1, issued: now };
      const priorities = await store.priorityOrder(scope, from);
      documents.push(plan(stamp, planContent(ordered, now, priorities)));
      documents.push(urgent(stamp, urgentContent(ordered, now)));
    }
    return documents;
  }

  return { draft, config, current };
}

const ordersOf = (content: object): readonly Occurrence[] =>
  "occurrences" in content
    ? (content.occurrences as Occurrence[])
    : (content as { emergencies: Occurrence[] }).emergencies;

const headOf = (
  document: DocumentName,
  sealed: Sealed,
  { scope, epoch, revision, issued }: Stamp,
  content_hash: string,
  occurrences: NewHead["occurrences"],
): NewHead => ({
  scope,
  document,
  epoch,
  revision,
  hash: sealed.hash,
  content_hash,
  jws: sealed.jws,
  issued,
  published_at: null,
  ...(sealed.whole ? { whole: sealed.whole } : {}),
  occurrences,
});

const travelling = (
  ordered: readonly Ordered[],
  document: "plan" | "urgent",
): NewHead["occurrences"] =>
  ordered
    .filter((one) => one.document === document)
    .map(({ body, cancelledAt }) => ({ id: body.id, cancelled: cancelledAt !== undefined }));
