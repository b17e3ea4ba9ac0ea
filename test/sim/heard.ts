// What is known of a board from outside of its program: what the ear heard, what its disk holds, what it told.
import type { Receipt } from "../../contract/receipt.ts";
import type { Instant } from "../../contract/time.ts";
import type { Sound } from "../support/invariants.ts";
import type { Disk } from "./disk.ts";

export interface Stretch {
  readonly label: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly pieces: readonly {
    readonly offset: number;
    readonly length: number;
    readonly sha256?: string;
  }[];
}

export function describe(receipt: Receipt): string {
  const more = receipt as unknown as Record<string, unknown>;
  return [
    receipt.kind,
    ...["occurrence", "as", "reason", "scope", "revision", "alarm", "detail", "heard"].flatMap(
      (name) => (more[name] === undefined ? [] : [String(more[name])]),
    ),
  ].join(" ");
}

/** What the ear says: each piece of audio by its own content, in true time. */
export function soundsOf(cluster: string, heard: readonly Stretch[]): Sound[] {
  return heard.flatMap(({ label, from, to, pieces }) => {
    const out: Sound[] = [];
    let at: number = from;
    for (const piece of pieces) {
      const start = at;
      const end = Math.min(to, at + piece.length);
      at += piece.length;
      if (!piece.sha256 || end <= start) continue;
      out.push({
        cluster,
        occurrence: label,
        item: piece.sha256,
        start,
        end,
        offset: piece.offset / 1_000,
        first: piece.offset === 0,
      });
    }
    return out;
  });
}

export function writtenOn(disk: Disk): Map<string, number> {
  const out = new Map<string, number>();
  for (const { json } of disk.lines) {
    const row = JSON.parse(json) as { k: string; boot: string; receipt: Receipt };
    if (row.k === "receipt")
      out.set(row.boot, Math.max(out.get(row.boot) ?? 0, row.receipt.sequence));
  }
  return out;
}
