import { broadcastId, type CommuneCode, communeScope } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import { type Result, refuse } from "../problems.ts";
import type { InboxTable, MakeGoodTable } from "../store/level-tables.ts";
import type { BroadcastTable } from "../store/tables.ts";
import {
  air,
  approved,
  NOTHING,
  record,
  rowOf,
  type ScheduleDeps,
  tell,
} from "./airing.service.ts";
import { decide, isOffer, type Orderer } from "./approval.ts";
import { bindingHash, drafting } from "./drafting.service.ts";
import { offersTo } from "./inbox.ts";
import type { BroadcastView, Order } from "./schedule-api.ts";
import type { Kept } from "./series.ts";
import { broadcastView } from "./view.ts";
import type { Place } from "./where.ts";

export interface Placing {
  readonly key?: string;
  /** Airs without a further look: these people approved exactly this when it was prepared. */
  readonly prepared?: readonly string[];
  /** The offer that this order takes up, and who approved that. */
  readonly accepts?: Pick<InboxTable, "broadcast" | "commune"> & {
    readonly approvers: readonly string[];
  };
}

/** The one way in which an order comes to be: drafted, decided about, saved, and sent where it airs at once. */
export async function placeOrder(
  deps: ScheduleDeps,
  by: Orderer,
  order: Kept,
  { key, accepts, prepared }: Placing,
): Promise<Result<BroadcastView>> {
  const id = broadcastId(deps.newId("b"));
  const now = deps.clock.now();
  const asked: Kept = { ...order, ...sinceOf(order, now) };
  const made = await drafting(deps, asked, id, by.name);
  if (!made.ok) return made;
  const { said, places, occurrences } = made.value;
  const decision = prepared
    ? { state: "active" as const, approvers: [...new Set([...prepared, by.person])] }
    : decide(order, said, places, by);
  if (decision.state === "refused") return refuse(decision.code);
  const airs = decision.state === "active";
  const approvers = airs
    ? [...new Set([...(accepts?.approvers ?? []), ...decision.approvers])]
    : [];
  const offer = isOffer(order, places, by);
  const kept: Kept = offer ? { ...asked, offer: true } : asked;
  const bound = { ...made.value, contentHash: bindingHash(deps, kept, made.value) };
  const standing = { state: airs && offer ? "offered" : decision.state, approvers };
  const row = rowOf(deps, by, kept, id, bound, standing, key);
  const add = airs && !offer ? approved(occurrences, approvers) : [];
  const offers = airs && offer ? offersTo(places, id, now) : [];
  const makesGood = madeGood(kept, places, row);
  const more = { offers, makesGood, ...(accepts ? { accepts } : {}) };
  if (!(await deps.store.save(row, add, now, more))) return refuse("inbox-decided");
  await air(deps, [], { ...NOTHING, add });
  await record(deps, by, "broadcast.place", id, { after: order });
  await tell(deps, row, row.state);
  for (const { commune } of offers) {
    await tell(deps, { ...row, place: communeScope(commune as CommuneCode) }, "offered");
  }
  return { ok: true, value: broadcastView(row, places.length, deps.iso) };
}

/** What an order makes good, in each commune in which it airs. */
const madeGood = (
  { makesGood }: Kept,
  places: readonly Place[],
  row: BroadcastTable,
): readonly MakeGoodTable[] =>
  makesGood === undefined
    ? []
    : [...new Set(places.map((place) => place.commune))].map((commune) => ({
        occurrence: makesGood,
        commune,
        broadcast: row.id,
        decided_by: row.author,
        decided_at: row.created_at,
        reason: null,
      }));

/** What waits for the next session waits from the moment at which it was ordered, or approved. */
export const sinceOf = ({ when }: Pick<Order, "when">, now: Instant): Pick<Kept, "since"> =>
  "session" in when ? { since: now } : {};
