/* Row types of what communes decide about orders. The conventions are those of tables.ts. */

// schedule
/** A normal item from above in a commune's inbox. `state`: `waiting`, `accepted`, `declined`, `withdrawn`; `scheduled` is the commune's own order. */
export interface InboxTable {
  broadcast: string;
  commune: string;
  state: string;
  clusters: number;
  offered_at: number;
  decided_at: number | null;
  decided_by: string | null;
  reason: string | null;
  scheduled: string | null;
}
/** How a commune orders among the priority items that it must play: ids, the first first (JSON list). */
export interface PriorityOrderTable {
  commune: string;
  occurrences: string;
  decided_by: string;
  decided_at: number;
}
/** Where and when the author of a message would have it aired (`body` JSON); `broadcast` is the order that came of it. */
export interface WishTable {
  message: string;
  place: string;
  body: string;
  author: string;
  created_at: number;
  broadcast: string | null;
}
/** A missed airing that was made good by another order, or let go with a reason (`broadcast` null). */
export interface MakeGoodTable {
  occurrence: string;
  commune: string;
  broadcast: string | null;
  decided_by: string;
  decided_at: number;
  reason: string | null;
}
