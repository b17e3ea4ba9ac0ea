import type { Facts, Segment, Sounded } from "./facts.ts";
import { afterSound, type Item } from "./item.ts";
import { compareText } from "./precedence.ts";
import { type Duration, firstOf, type Instant, lastOf } from "./time.ts";

export interface History {
  /** What sounded, without what sounds now; in order, never two at once. */
  readonly segments: readonly Segment[];
  /** What sounds at `facts.now`, with the stretch that has sounded so far. */
  readonly running: { readonly item: Item; readonly segment: Segment } | undefined;
}

/** Puts the facts into the items: where each of them is, and what has sounded up to now. */
export function replay(facts: Facts, items: ReadonlyMap<string, Item>): History {
  const rows = [...facts.sounded].sort(
    (one, other) =>
      one.start - other.start ||
      one.part - other.part ||
      one.offset - other.offset ||
      compareText(one.occurrence, other.occurrence),
  );
  const segments: Segment[] = [];
  let running: History["running"];
  for (const [index, row] of rows.entries()) {
    const item = items.get(row.occurrence);
    const next = rows[index + 1];
    // A row that was never closed ended, at the latest, when the next one began.
    const end = row.end ?? next?.start;
    const segment = clipped(row, firstOf(end ?? facts.now, facts.now), segments.at(-1)?.end);
    if (item) item.begun ??= segment.start;
    if (item && end === undefined) {
      running = { item, segment };
      item.place = { part: segment.part, offset: segment.offset };
      item.lost = undefined;
    }
    if (!running && segment.end > segment.start) segments.push(segment);
    if (item && end !== undefined) {
      afterSound(item, { part: row.part, offset: sum(row.offset, end - row.start) }, end);
    }
  }
  return { segments, running };
}

const sum = (offset: Duration, more: number): Duration => (offset + Math.max(0, more)) as Duration;

/** A clock that stepped back may make two rows overlap, or lie ahead: then only what is possible is shown. */
function clipped(row: Sounded, end: Instant, after: Instant | undefined): Segment {
  const { occurrence, part } = row;
  const possible = firstOf(row.start, end);
  const start = after === undefined ? possible : lastOf(possible, after);
  const offset = sum(row.offset, start - row.start);
  return { occurrence, part, offset, start, end: lastOf(start, end) };
}
