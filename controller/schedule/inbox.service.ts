import {
  type ClusterId,
  type CommuneCode,
  communeScope,
  type ScopeId,
} from "../../contract/ids.ts";
import type { Target } from "../../contract/plan.ts";
import { type Result, refuse } from "../problems.ts";
import type { InboxTable } from "../store/level-tables.ts";
import type { BroadcastTable } from "../store/tables.ts";
import { record, type ScheduleDeps, tell } from "./airing.service.ts";
import type { Orderer } from "./approval.ts";
import { programmeLength, spellOut } from "./broadcast.ts";
import type { InboxStore } from "./inbox.store.ts";
import { acceptedOrder, chosen, inboxItem, type Offered } from "./inbox.ts";
import type { Accept, Decline, InboxItem } from "./inbox-api.ts";
import { placeOrder } from "./placing.service.ts";
import type { BroadcastView } from "./schedule-api.ts";
import { type Kept, messagesOf } from "./series.ts";
import { means } from "./where.ts";

export interface InboxDeps extends ScheduleDeps {
  readonly inbox: InboxStore;
  /** Whether the first place is the second or lies over it. */
  readonly covers: (above: ScopeId, place: ScopeId) => boolean;
}

export interface Inbox {
  /** What lies in the inboxes that somebody with these scopes may see. */
  list(
    scopes: readonly ScopeId[],
    state: "waiting" | "all",
    commune: string | undefined,
  ): Promise<readonly InboxItem[]>;
  /** The commune airs it at its own time: an order of its own. */
  accept(by: Orderer, broadcast: string, asked: Accept): Promise<Result<BroadcastView>>;
  decline(by: Orderer, broadcast: string, asked: Decline): Promise<Result<InboxItem>>;
}

export const createInbox = (deps: InboxDeps): Inbox => ({
  list: async (scopes, state, commune) => {
    const rows = await deps.inbox.list(state, commune);
    const mine = rows.filter((row) => isIn(deps, scopes, row.commune));
    return Promise.all(mine.map((row) => itemOf(deps, row)));
  },
  accept: (by, broadcast, asked) => accept(deps, by, broadcast, asked),
  decline: (by, broadcast, asked) => decline(deps, by, broadcast, asked),
});

const isIn = ({ covers }: InboxDeps, scopes: readonly ScopeId[], commune: string): boolean =>
  scopes.some((scope) => covers(scope, communeScope(commune as CommuneCode)));

async function itemOf(deps: InboxDeps, row: Offered): Promise<InboxItem> {
  const kept = JSON.parse(row.spec) as Kept;
  const said = spellOut(kept, await deps.messages(messagesOf(kept)), deps.clock.now());
  return inboxItem(row, said.ok ? programmeLength(said.parts) / 1_000 : 0, deps.iso);
}

interface Mine {
  readonly row: InboxTable;
  readonly offered: BroadcastTable;
}

/** What this person decides about. */
async function mine(
  deps: InboxDeps,
  by: Orderer,
  broadcast: string,
  commune: string | undefined,
): Promise<Result<Mine>> {
  const rows = await deps.inbox.of(broadcast);
  const row = chosen(
    rows.filter((one) => isIn(deps, by.communeIn ?? [], one.commune)),
    commune,
  );
  if (typeof row === "string") return refuse(row);
  if (row.state !== "waiting") return refuse("inbox-decided");
  const offered = await deps.store.one(broadcast);
  return offered ? { ok: true, value: { row, offered } } : refuse("broadcast-unknown");
}

async function accept(
  deps: InboxDeps,
  by: Orderer,
  broadcast: string,
  { commune: named, ...asked }: Accept,
): Promise<Result<BroadcastView>> {
  const found = await mine(deps, by, broadcast, named);
  if (!found.ok) return found;
  const { offered } = found.value;
  const commune = found.value.row.commune as CommuneCode;
  const offer = JSON.parse(offered.spec) as Kept;
  const clusters = (await deps.places())
    .filter((place) => place.commune === commune && means(offer.where as Target, place))
    .map((place): ClusterId => place.cluster);
  const order = acceptedOrder(offer, { commune, clusters }, asked);
  const approvers = JSON.parse(offered.approvals) as string[];
  // The commune's people schedule what was offered to them whatever else they may order.
  const scheduler = { ...by, orderIn: by.communeIn ?? [] };
  const placed = await placeOrder(deps, scheduler, order, {
    accepts: { broadcast, commune, approvers },
  });
  if (placed.ok) {
    const after = { commune, state: "accepted", order: placed.value.id, ...asked };
    await record(deps, by, "inbox.accept", broadcast, { before: waiting(commune), after });
  }
  return placed;
}

async function decline(
  deps: InboxDeps,
  by: Orderer,
  broadcast: string,
  { commune: named, reason }: Decline,
): Promise<Result<InboxItem>> {
  const found = await mine(deps, by, broadcast, named);
  if (!found.ok) return found;
  const { offered } = found.value;
  const { commune } = found.value.row;
  const decided = { by: by.person, at: deps.clock.now(), reason };
  if (!(await deps.inbox.decline(broadcast, commune, decided))) return refuse("inbox-decided");
  const after = { commune, state: "declined" };
  await record(deps, by, "inbox.decline", broadcast, { before: waiting(commune), after, reason });
  // The province hears of it: it is the one who must look for another way.
  await tell(deps, offered, "declined");
  const { title, theme, place, spec } = offered;
  const row = {
    ...found.value.row,
    state: "declined",
    reason,
    decided_by: by.person,
    decided_at: decided.at,
  };
  return { ok: true, value: await itemOf(deps, { ...row, title, theme, place, spec }) };
}

const waiting = (commune: string) => ({ commune, state: "waiting" });
