import { type CommuneCode, communeScope, type OccurrenceId } from "../../contract/ids.ts";
import { type Result, refuse } from "../problems.ts";
import { record } from "./airing.service.ts";
import type { Orderer } from "./approval.ts";
import type { InboxDeps } from "./inbox.service.ts";
import type { PriorityStore } from "./priority.store.ts";
import { inTurn, priorityItem, strangers } from "./priority.ts";
import type { PriorityItem } from "./priority-api.ts";

export interface PriorityDeps extends InboxDeps {
  readonly priority: PriorityStore;
}

/** Circular 39/2020: a commune orders among the priority items that it must play; it can neither drop nor delay one. */
export interface Priorities {
  list(commune: CommuneCode): Promise<readonly PriorityItem[]>;
  order(
    by: Orderer,
    commune: CommuneCode,
    wanted: readonly OccurrenceId[],
  ): Promise<Result<{ readonly items: readonly PriorityItem[] }>>;
}

export const createPriorities = (deps: PriorityDeps): Priorities => ({
  list: (commune) => list(deps, commune),
  order: async (by, commune, wanted) => {
    const scope = communeScope(commune);
    if (!(by.communeIn ?? []).some((mine) => deps.covers(mine, scope)))
      return refuse("not-allowed");
    const waiting = await deps.priority.waiting(commune, deps.clock.now());
    const order = [...new Set(wanted)];
    const strange = strangers(waiting, order);
    if (strange.length > 0) return refuse("not-priority", { detail: strange.join(", ") });
    const before = await deps.priority.order(commune);
    await deps.priority.save(commune, order, { by: by.person, at: deps.clock.now() });
    await deps.publish([scope], { urgent: false });
    await record(deps, by, "priority.order", commune, { before, after: order });
    return { ok: true, value: { items: await list(deps, commune) } };
  },
});

async function list(deps: PriorityDeps, commune: CommuneCode): Promise<readonly PriorityItem[]> {
  const order = await deps.priority.order(commune);
  const waiting = inTurn(await deps.priority.waiting(commune, deps.clock.now()), order);
  return waiting.map((one) => priorityItem(one, order, deps.iso));
}
