import type { Hash } from "../../contract/chain.ts";
import { LARGEST_INLINE } from "../../contract/codec.ts";
import type { OccurrenceId, ScopeId, Sha256 } from "../../contract/ids.ts";
import type { Authority, Occurrence, Plan, Stop, Tombstone, Urgent } from "../../contract/plan.ts";
import type { Applied } from "../../contract/presence.ts";
import { atLeast } from "../../contract/signed.ts";
import { dayNumber, startOfDay } from "../../contract/station-time.ts";
import { days, type Instant, later, minutes } from "../../contract/time.ts";

export type DocumentName = Applied["document"];

/** An occurrence as it was ordered, and whether that was taken back. */
export interface Ordered {
  readonly body: Occurrence;
  readonly document: "plan" | "urgent";
  readonly cancelledAt: Instant | undefined;
}

/** What was last issued for a scope. `hash` is that of the payload bytes; `whole` that of the document it refers to. */
export interface Head {
  readonly epoch: number;
  readonly revision: number;
  readonly hash: Sha256;
  readonly whole?: Sha256;
  readonly contentHash: Sha256;
}

export interface Stamp {
  readonly scope: ScopeId;
  readonly epoch: number;
  readonly revision: number;
  readonly issued: Instant;
}

/** Boards know fourteen days; what ended within a day stays, so that what follows it does not shift. */
export const HORIZON_DAYS = 14;
const KEPT = days(1);
const MOST_EMERGENCIES = 50;
const MOST_STOPS = 200;

/** In whole station days: a document changes when its content does, and once a day, not with every minute that passes. */
export function horizonOf(now: Instant): { readonly from: Instant; readonly to: Instant } {
  const today = dayNumber(now);
  return { from: startOfDay(today - 1), to: startOfDay(today + HORIZON_DAYS + 1) };
}

/** Grows with the clock, so a database restored from yesterday's backup cannot issue a revision twice. */
export const nextRevision = (last: number | undefined, now: Instant): number =>
  Math.max((last ?? 0) + 1, now);

type PlanContent = Pick<Plan, "horizon" | "occurrences" | "tombstones" | "priorityOrder">;
type UrgentContent = Pick<Urgent, "emergencies" | "stops">;

const earliestFirst = (one: Ordered, other: Ordered): number =>
  one.body.notBefore - other.body.notBefore || (one.body.id < other.body.id ? -1 : 1);

const tombstone = (one: Ordered, at: Instant): Tombstone => ({
  occurrence: one.body.id,
  at,
  until: later(one.body.notAfter, KEPT),
});

const taken = (ordered: readonly Ordered[]): { one: Ordered; at: Instant }[] =>
  ordered.flatMap((one) => (one.cancelledAt === undefined ? [] : [{ one, at: one.cancelledAt }]));

const within = (ordered: readonly Ordered[], now: Instant): Ordered[] => {
  const { from, to } = horizonOf(now);
  return ordered
    .filter(({ body }) => body.notAfter > from && body.notBefore < to)
    .sort(earliestFirst);
};

/** What a plan says, whatever its revision. A cancelled occurrence stays beside its tombstone: the timeline owes it a fate. */
export function planContent(
  ordered: readonly Ordered[],
  now: Instant,
  priorityOrder: readonly OccurrenceId[] = [],
): PlanContent {
  const mine = within(ordered, now).filter((one) => one.document === "plan");
  return {
    horizon: horizonOf(now),
    occurrences: mine.map((one) => one.body),
    tombstones: taken(mine).map(({ one, at }) => tombstone(one, at)),
    ...(priorityOrder.length > 0 ? { priorityOrder: [...priorityOrder] } : {}),
  };
}

/** How long before its start a cancelled ordinary item is worth a stop of its own: it may sound before the next plan arrives. */
const NEAR = minutes(30);

/** Emergencies stay until a day after their end; a stop also reaches what sounds of the plan. */
export function urgentContent(ordered: readonly Ordered[], now: Instant): UrgentContent {
  const mine = within(ordered, now);
  const emergencies = mine.filter((one) => one.document === "urgent").slice(-MOST_EMERGENCIES);
  const stops = taken(mine)
    .filter(({ one, at }) => one.document === "urgent" || later(at, NEAR) > one.body.notBefore)
    .sort((a, b) => b.at - a.at)
    .slice(0, MOST_STOPS)
    .map(({ one, at }): Stop => tombstone(one, at));
  return { emergencies: emergencies.map((one) => one.body), stops };
}

/** Equal content is not issued again. */
export const contentHash = (hash: Hash, content: PlanContent | UrgentContent | object): Sha256 =>
  hash(JSON.stringify(content));

export const plan = (stamp: Stamp, content: PlanContent): Plan => ({
  kind: "plan",
  scope: stamp.scope,
  epoch: stamp.epoch,
  revision: stamp.revision,
  issued: stamp.issued,
  ...content,
});

export const urgent = (stamp: Stamp, content: UrgentContent): Urgent => ({
  kind: "urgent",
  scope: stamp.scope,
  epoch: stamp.epoch,
  revision: stamp.revision,
  issued: stamp.issued,
  ...content,
});

export const mustRefer = (bytes: number): boolean => bytes > LARGEST_INLINE;

/** A plan that is too long for one message: its occurrences travel over HTTP, under the hash of the whole payload. */
export const reference = (whole: Plan, sha256: Sha256, bytes: number): Plan => ({
  ...whole,
  occurrences: [],
  // A cancel is worth its bytes on the fast way; the whole document has all of them anyway.
  tombstones: whole.tombstones.slice(-100),
  ref: { sha256, bytes },
});

const authorityOfScope = (scope: ScopeId): Authority =>
  scope === "centre" ? "centre" : scope.startsWith("p-") ? "province" : "commune";

/** The lowest authority that may sign this document: that of its scope, or of the highest order in it. */
export function signingAuthority(scope: ScopeId, orders: readonly Occurrence[]): Authority {
  return orders.reduce<Authority>(
    (highest, order) => (atLeast(highest, order.authority) ? highest : order.authority),
    authorityOfScope(scope),
  );
}

/** `forked`: the same revision with other content, which nobody overwrites; `ahead`: the board knows more than we issued. */
export type Standing = "current" | "behind" | "ahead" | "forked";

export function standing(applied: Applied | undefined, head: Head): Standing {
  if (!applied) return "behind";
  if (applied.epoch !== head.epoch) return applied.epoch < head.epoch ? "behind" : "ahead";
  if (applied.revision !== head.revision) {
    return applied.revision < head.revision ? "behind" : "ahead";
  }
  return applied.hash === head.hash || applied.hash === head.whole ? "current" : "forked";
}

export interface Wanted extends Head {
  readonly scope: ScopeId;
  readonly document: DocumentName;
}

/** The documents of a board that are not as they were issued. */
export const lagging = <H extends Wanted>(applied: readonly Applied[], wanted: readonly H[]) =>
  wanted.flatMap((head) => {
    const found = applied.find((a) => a.scope === head.scope && a.document === head.document);
    const how = standing(found, head);
    return how === "current" ? [] : [{ head, standing: how }];
  });

export interface Reporting<A> {
  readonly agent: A;
  readonly applied: readonly Applied[];
  readonly scopes: readonly ScopeId[];
}

/** Of many boards at once: which document lacks on whom, and who holds something that cannot be. */
export function sortOut<A, H extends Wanted>(boards: readonly Reporting<A>[], heads: readonly H[]) {
  const behind = new Map<string, { readonly head: H; readonly agents: A[] }>();
  const strange: { agent: A; head: H; standing: "ahead" | "forked" }[] = [];
  for (const { agent, applied, scopes } of boards) {
    const mine = heads.filter((head) => scopes.includes(head.scope));
    for (const { head, standing } of lagging(applied, mine)) {
      if (standing === "behind") {
        const key = `${head.scope} ${head.document}`;
        const one = behind.get(key) ?? { head, agents: [] };
        one.agents.push(agent);
        behind.set(key, one);
      } else strange.push({ agent, head, standing });
    }
  }
  return { behind: [...behind.values()], strange };
}
