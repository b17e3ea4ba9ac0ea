import type { CarriedItem } from "../fleet/succession.ts";
import type { InboxTable } from "../store/level-tables.ts";

interface Offer extends InboxTable {
  readonly title: string;
}

export interface OfferChange {
  readonly row: Pick<InboxTable, "broadcast" | "commune">;
  /** Absent = the row goes: another one stands for it. */
  readonly change?: Partial<InboxTable>;
}

/**
 * What waits in the inboxes of communes that end waits in their successor's. An offer lies once in an inbox: where the successor
 * has decided already, the province must offer it anew, and the waiting one is withdrawn with that reason.
 */
export function carriedOffers(
  rows: readonly Offer[],
  into: string,
  now: number,
): { readonly items: readonly CarriedItem[]; readonly changes: readonly OfferChange[] } {
  const items: CarriedItem[] = [];
  const changes: OfferChange[] = [];
  const there = new Map(
    rows.filter(({ commune }) => commune === into).map((row) => [row.broadcast, row]),
  );
  for (const row of rows) {
    if (row.commune === into || row.state !== "waiting") continue;
    const { broadcast, commune, title, clusters } = row;
    const about = { kind: "inbox", id: broadcast, name: title, from: commune };
    const key = { broadcast, commune };
    const own = there.get(broadcast);
    if (!own) {
      items.push({ ...about, fate: "moved", was: { commune }, is: { commune: into } });
      changes.push({ row: key, change: { commune: into } });
      there.set(broadcast, { ...row, commune: into });
      continue;
    }
    if (own.state === "waiting") {
      const sum = { ...own, clusters: own.clusters + clusters };
      there.set(broadcast, sum);
      items.push({ ...about, fate: "joined", was: { clusters }, is: { clusters: sum.clusters } });
      changes.push({ row: { broadcast, commune: into }, change: { clusters: sum.clusters } });
      changes.push({ row: key });
    } else {
      items.push({ ...about, fate: "left", why: "offer-decided", was: { state: row.state } });
      changes.push({
        row: key,
        change: {
          ...{ state: "withdrawn", decided_at: now },
          reason: `${into} đã quyết định mục này; tỉnh gửi lại nếu cần.`,
        },
      });
    }
  }
  return { items, changes };
}
