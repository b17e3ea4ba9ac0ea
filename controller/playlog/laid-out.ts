import type { Sounded } from "../../contract/facts.ts";
import type { Occurrence } from "../../contract/plan.ts";
import { ruleOnCut } from "../../contract/precedence.ts";
import { type Place, restOfAll, restOfPart, settle, TOLERANCE } from "../../contract/programme.ts";
import type { Receipt } from "../../contract/receipt.ts";
import { between, type Instant, instant, later, milliseconds } from "../../contract/time.ts";

export type Started = Extract<Receipt, { kind: "started" }>;

const NOTHING = milliseconds(0);
const BEGINNING: Place = { part: 0, offset: NOTHING };

/**
 * What sounded of an order that has begun and not ended: a board tells only when and where it started, so the parts are laid out
 * over their lengths. `others` is when anything else started there, in order: a stretch was over then at the latest. Exact for
 * what is resumed; what restarts or rejoins a part was cut, as far as anyone knows, when the next one started.
 */
export function laidOut(
  order: Occurrence,
  starts: readonly Started[],
  others: readonly Instant[],
  now: Instant,
): Sounded[] {
  const rows: Sounded[] = [];
  let reached = BEGINNING;
  for (const [index, { start, ...where }] of starts.entries()) {
    const from = placeOf(where) ?? onwards(order, reached);
    const next = starts[index + 1];
    const onAt = next && placeOf(next);
    const other = others.find((at) => at > start);
    const bounds = [next?.start, other, onAt && farthest(order, from, onAt, start)];
    const known = bounds.filter((at) => at !== undefined);
    const until = known.length === 0 ? undefined : instant(Math.max(start, Math.min(...known)));
    const exact = onAt !== undefined && ruleOnCut(order) === "resume";
    reached = walk(order, from, start, { until, now, slack: exact ? 0 : TOLERANCE }, rows);
  }
  return rows;
}

const placeOf = ({ part, offset }: Pick<Started, "part" | "offset">): Place | undefined =>
  part === undefined ? undefined : { part, offset: offset ?? NOTHING };

/** Where a board goes on that does not say it. */
const onwards = (order: Occurrence, reached: Place): Place =>
  ruleOnCut(order) === "restart" ? { ...reached, offset: NOTHING } : reached;

/** What went on at `onAt` cannot have sounded further; a part that restarts may have sounded in full. */
function farthest(order: Occurrence, from: Place, onAt: Place, start: Instant): Instant {
  const { parts } = order;
  const again = ruleOnCut(order) === "restart" ? restOfPart(parts, onAt) : 0;
  return instant(start + restOfAll(parts, from) - restOfAll(parts, onAt) + again);
}

/** `slack`: so little of a further part is only the time that a device took to change over. */
interface Limit {
  readonly until: Instant | undefined;
  readonly now: Instant;
  readonly slack: number;
}

/** Adds the rows from `place` on, and returns where it is at their end. */
function walk(
  { id, parts }: Occurrence,
  from: Place,
  start: Instant,
  { until, now, slack }: Limit,
  rows: Sounded[],
): Place {
  let at = start;
  let place = settle(parts, from);
  while (place) {
    const end = later(at, restOfPart(parts, place));
    if (end > (until ?? now)) break;
    rows.push({ occurrence: id, ...place, start: at, end });
    place = settle(parts, { part: place.part + 1, offset: NOTHING });
    at = end;
  }
  if (!place) return { part: parts.length, offset: NOTHING };
  const row = { occurrence: id, ...place, start: at };
  if (until === undefined) {
    rows.push(row);
    return place;
  }
  const heard = between(at, until);
  if (heard <= (place.offset === 0 ? slack : 0)) return place;
  rows.push({ ...row, end: until });
  return { ...place, offset: milliseconds(place.offset + heard) };
}
