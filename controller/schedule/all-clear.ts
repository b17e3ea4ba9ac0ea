import { hours, type Instant, later } from "../../contract/time.ts";
import { isoOf } from "../iso.ts";
import type { OccurrenceTable } from "../store/tables.ts";
import type { Kept } from "./series.ts";

/** Who missed the warning may still hear that it is over. */
const LASTS = hours(1);

/** The order that says, where an emergency was aired, that it is over ("báo yên"). */
export function allClearOrder(
  emergency: Kept,
  messageIds: NonNullable<Kept["messageIds"]>,
  title: string,
  aired: readonly Pick<OccurrenceTable, "id" | "scope">[],
  now: Instant,
): Kept {
  const { allClear: _clear, parts: _parts, ...order } = emergency;
  return {
    ...order,
    title: `Báo yên: ${title}`.slice(0, 300),
    messageIds: [...messageIds],
    when: { now: true },
    notAfter: isoOf(later(now, LASTS)),
    // Oldest first, so that of several airings in a scope the newest is the one that is retracted.
    clears: Object.fromEntries(aired.map(({ scope, id }) => [scope, id])),
  };
}
