import type { ClusterView } from "../fleet/fleet-api.ts";
import type { BroadcastView } from "../schedule/schedule-api.ts";
import { canAt, type Session } from "./session.ts";

/**
 * Whether somebody may be the second person of an order: who approves where it lies, and who approves everywhere that it sounds. An
 * order that does not name its places is left to the first.
 */
export function maySecond(
  session: Pick<Session, "roles" | "communes">,
  order: Pick<BroadcastView, "place" | "where" | "level">,
  clusters: readonly Pick<ClusterView, "id" | "commune">[],
): boolean {
  const action = order.level === "emergency" ? "emergency.approve" : "broadcast.approve";
  if (canAt(session, action, order.place)) return true;
  const { communes = [], clusters: named = [], ...others } = order.where;
  if (Object.keys(others).length > 0) return false;
  const own = (id: string) => clusters.find((one) => one.id === id)?.commune;
  const places = [...communes, ...named.map(own)];
  return places.every((code) => code !== undefined && canAt(session, action, `c-${code}`));
}
