import { type ClusterId, type CommuneCode, communeScope } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import type { InboxTable } from "../store/level-tables.ts";
import type { InboxItem } from "./inbox-api.ts";
import { type Kept, messagesOf } from "./series.ts";
import type { Iso } from "./view.ts";
import type { Place } from "./where.ts";

/** One row a commune, as it begins. */
export function offersTo(
  places: readonly Place[],
  broadcast: string,
  at: Instant,
): readonly InboxTable[] {
  const clusters = new Map<CommuneCode, number>();
  for (const { commune } of places) clusters.set(commune, (clusters.get(commune) ?? 0) + 1);
  return [...clusters].map(([commune, count]) => ({
    broadcast,
    commune,
    state: "waiting",
    clusters: count,
    offered_at: at,
    decided_at: null,
    decided_by: null,
    reason: null,
    scheduled: null,
  }));
}

/** What is offered, with the order behind it. `seconds` is how long it sounds. */
export interface Offered extends InboxTable {
  readonly title: string;
  readonly theme: string | null;
  readonly place: string;
  readonly spec: string;
}

export function inboxItem(row: Offered, seconds: number, iso: Iso): InboxItem {
  const kept = JSON.parse(row.spec) as Kept;
  const time = (at: number | null) => (at === null ? null : iso(at));
  return {
    broadcast: row.broadcast as InboxItem["broadcast"],
    commune: row.commune as CommuneCode,
    title: row.title,
    theme: row.theme,
    from: row.place,
    offeredAt: iso(row.offered_at),
    seconds,
    clusters: row.clusters,
    proposed: kept.when,
    validTo: kept.notAfter ?? null,
    messages: messagesOf(kept),
    state: row.state,
    reason: row.reason,
    decidedBy: row.decided_by,
    decidedAt: time(row.decided_at),
    scheduled: row.scheduled as InboxItem["scheduled"],
  };
}

/** The item that somebody decides about: the only one that is theirs, or the one that they named. */
export function chosen<T extends Pick<InboxTable, "commune">>(
  rows: readonly T[],
  commune: string | undefined,
): T | "commune-needed" | "not-in-inbox" {
  const own = commune === undefined ? rows : rows.filter((row) => row.commune === commune);
  const [first, ...others] = own;
  if (!first) return "not-in-inbox";
  return others.length > 0 ? "commune-needed" : first;
}

/** The commune's own order of what was offered to it: the same words for its own clusters that were meant, at its own time. */
export function acceptedOrder(
  offer: Kept,
  { commune, clusters }: { readonly commune: CommuneCode; readonly clusters: readonly ClusterId[] },
  { when, notAfter }: Pick<Kept, "when" | "notAfter">,
): Kept {
  const { within: _within, offer: _offer, ...order } = offer;
  const { all, communes, hamlets, clusters: named, ...narrow } = order.where;
  const whole = all === true || communes?.includes(commune) === true || !(hamlets || named);
  const where = whole ? { ...narrow, communes: [commune] } : { clusters: [...clusters] };
  const end = notAfter ?? order.notAfter;
  const within = [communeScope(commune)];
  return { ...order, within, where, when, ...(end === undefined ? {} : { notAfter: end }) };
}
