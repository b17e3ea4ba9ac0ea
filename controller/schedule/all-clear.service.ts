import { type Result, refuse } from "../problems.ts";
import type { BroadcastTable } from "../store/tables.ts";
import type { ScheduleDeps } from "./airing.service.ts";
import { allClearOrder } from "./all-clear.ts";
import type { Orderer } from "./approval.ts";
import { bindingHash, drafting } from "./drafting.service.ts";
import { placeOrder } from "./placing.service.ts";
import type { BroadcastView } from "./schedule-api.ts";
import type { Kept } from "./series.ts";

/**
 * Ends an emergency in words. What was prepared was approved by two people with the emergency itself, so one person airs it;
 * other words are an emergency of their own and find their second person.
 */
export async function giveAllClear(
  deps: ScheduleDeps,
  by: Orderer,
  id: string,
  messageIds: Kept["messageIds"],
): Promise<Result<BroadcastView>> {
  const row = await deps.store.one(id);
  if (!row) return refuse("broadcast-unknown");
  const kept = JSON.parse(row.spec) as Kept;
  const approvers = JSON.parse(row.approvals) as string[];
  // What never aired needs no all-clear, and only an emergency has one.
  if (row.level !== "emergency" || approvers.length === 0) return refuse("nothing-to-clear");
  const words = messageIds ?? kept.allClear?.messageIds;
  if (!words) return refuse("all-clear-needed");
  const aired = await deps.store.occurrencesOf(id);
  const order = allClearOrder(kept, words, row.title, aired, deps.clock.now());
  const asPrepared = messageIds === undefined && (await holds(deps, row, kept));
  return placeOrder(deps, by, order, asPrepared ? { prepared: approvers } : {});
}

/** Whether what was prepared is still what was approved. */
async function holds(deps: ScheduleDeps, row: BroadcastTable, kept: Kept): Promise<boolean> {
  // Whatever its own time was: only its words are asked for.
  const { notAfter: _end, ...order } = kept;
  const made = await drafting(deps, { ...order, when: { now: true } }, row.id, row.author);
  return made.ok && bindingHash(deps, kept, made.value) === row.content_hash;
}
