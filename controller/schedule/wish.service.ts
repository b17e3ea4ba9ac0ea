import type { MessageId, ScopeId } from "../../contract/ids.ts";
import type { Target } from "../../contract/plan.ts";
import { defined } from "../defined.ts";
import { type Result, refuse } from "../problems.ts";
import type { WishTable } from "../store/level-tables.ts";
import { record, viewOf } from "./airing.service.ts";
import { capacity, everywhere, isOffer, type Orderer } from "./approval.ts";
import type { InboxDeps } from "./inbox.service.ts";
import { placeOrder } from "./placing.service.ts";
import type { BroadcastView } from "./schedule-api.ts";
import type { Kept } from "./series.ts";
import { means, namesSomething, type Place } from "./where.ts";
import type { WishStore } from "./wish.store.ts";
import type { Wish, WishView } from "./wish-api.ts";

export interface WishDeps extends InboxDeps {
  readonly wishes: WishStore;
}

/** Where and when an author would have a message aired, so that whoever approves it can order it in one go. */
export interface Wishes {
  /** Open wishes for messages of these scopes and below. */
  list(scopes: readonly ScopeId[]): Promise<readonly WishView[]>;
  put(by: Orderer, message: string, wish: Wish): Promise<Result<WishView>>;
  /** The order that was wished for, by whoever may approve orders there and did not write the message. */
  grant(by: Orderer, message: string): Promise<Result<BroadcastView>>;
}

/** As it is kept: with the capacity in which its author spoke. */
interface KeptWish extends Wish, Pick<Kept, "within"> {
  /** From above a commune: such a normal item is only offered to it. */
  readonly offer: boolean;
}

export const createWishes = (deps: WishDeps): Wishes => ({
  list: async (scopes) => {
    const rows = await deps.wishes.open();
    const mine = rows.filter((row) =>
      scopes.some((scope) => deps.covers(scope, row.place as ScopeId)),
    );
    const places = await deps.places();
    return mine.map((row) => viewOfWish(deps, row, places));
  },
  put: (by, message, wish) => put(deps, by, message, wish),
  grant: (by, message) => grant(deps, by, message),
});

async function put(
  deps: WishDeps,
  by: Orderer,
  message: string,
  wish: Wish,
): Promise<Result<WishView>> {
  const about = await deps.wishes.message(message);
  if (!about) return refuse("not-found");
  if (about.author !== by.person) return refuse("not-author");
  const within = capacity(wish, by);
  const all = await deps.places();
  const meant = placesOf({ ...wish, ...within }, all);
  if (!namesSomething(wish.where as Target)) return refuse("where-empty");
  if (meant.length === 0) return refuse("no-clusters");
  if (!everywhere(by.orderIn, meant)) return refuse("outside-place");
  const kept: KeptWish = { ...wish, ...within, offer: isOffer(wish, meant, by) };
  const row: WishTable = {
    message,
    place: about.place,
    body: JSON.stringify(kept),
    author: by.person,
    created_at: deps.clock.now(),
    broadcast: null,
  };
  const old = await deps.wishes.one(message);
  await deps.wishes.save(row);
  const before = old && seen(old);
  await record(deps, by, "wish.put", message, { ...defined({ before }), after: seen(row) });
  // Whoever has the message before them sees at once where and when.
  await deps.events.emit("message", about.place as ScopeId, { message, wished: true });
  return { ok: true, value: viewOfWish(deps, row, all) };
}

async function grant(deps: WishDeps, by: Orderer, message: string): Promise<Result<BroadcastView>> {
  const row = await deps.wishes.one(message);
  if (!row) return refuse("wish-unknown");
  if (row.author === by.person) return refuse("self-approval");
  // One order of one wish, however often somebody presses.
  const key = `wish-${message}-${row.created_at}`;
  const before = await deps.store.byKey(key);
  if (before) return { ok: true, value: await viewOf(deps, before) };
  const { offer, ...wish } = JSON.parse(row.body) as KeptWish;
  const order: Kept = { ...wish, messageIds: [message as MessageId] };
  // Its author may order there, this person approves there: together that is an approved order.
  const both = { ...by, orderIn: by.approveIn, communeIn: offer ? [] : by.approveIn };
  const placed = await placeOrder(deps, both, order, { key });
  if (!placed.ok) return placed;
  await deps.wishes.granted(message, placed.value.id);
  const after = seen({ ...row, broadcast: placed.value.id });
  await record(deps, by, "wish.grant", message, { before: seen(row), after });
  return placed;
}

const placesOf = (wish: Wish & Pick<Kept, "within">, all: readonly Place[]): readonly Place[] =>
  all.filter(
    (place) =>
      means(wish.where as Target, place) &&
      // "Everywhere" is the author's own area; a place that is named is meant also outside it.
      (wish.where.all !== true || wish.within === undefined || everywhere(wish.within, [place])),
  );

function viewOfWish(deps: WishDeps, row: WishTable, all: readonly Place[]): WishView {
  const { within, offer: _offer, ...wish } = JSON.parse(row.body) as KeptWish;
  const meant = placesOf({ ...wish, ...(within ? { within } : {}) }, all);
  return {
    message: row.message as MessageId,
    ...wish,
    clusters: meant.map((place) => place.cluster),
    author: row.author,
    createdAt: deps.iso(row.created_at),
    broadcast: row.broadcast as WishView["broadcast"],
  };
}

/** For the log of people. */
const seen = ({ place, body, broadcast }: WishTable) => ({
  ...{ place, wish: JSON.parse(body) as unknown, broadcast },
});
