import type { Cluster } from "./agent-config.ts";
import type { Facts, Refusal, Segment, Timeline } from "./facts.ts";
import { compareText, type Ordered, ordersFor } from "./orders.ts";
import type { Document, Occurrence, Part } from "./plan.ts";
import type { Reason } from "./reasons.ts";
import { type Duration, firstOf, type Instant, lastOf, later, type Window } from "./time.ts";

export const lengthOfPart = (part: Part): Duration =>
  part.kind === "audio" ? part.audio.length : part.length;

/** How long an occurrence sounds, ordered pauses included. */
export const lengthOf = (occurrence: Occurrence): Duration =>
  occurrence.parts.reduce((sum, part) => sum + lengthOfPart(part), 0) as Duration;

interface Item {
  readonly occurrence: Occurrence;
  readonly due: Instant;
  readonly end: Instant;
  readonly stopAt: Instant | undefined;
  part: number;
  offset: Duration;
  begun: boolean;
  over: boolean;
}

const rank = { centre: 3, province: 2, commune: 1 } as const;

/**
 * What plays on a cluster, computed alike by the controller and the board. Segments that touch the window come whole, in order and
 * without overlap; a refusal comes with every occurrence whose own window touches it.
 */
export function timeline(
  documents: readonly Document[],
  cluster: Cluster,
  facts: Facts,
  window: Window,
): Timeline {
  const { ordered } = ordersFor(documents, cluster);
  const refusals: Refusal[] = [];
  const items: Item[] = [];
  for (const order of ordered) {
    const item = itemOf(order, facts);
    const reason = barred(order.occurrence, cluster);
    if (reason) refusals.push({ occurrence: item.occurrence.id, reason, at: item.due });
    else items.push(item);
  }
  const segments = history(items, facts);
  const running = runningItem(items, facts);
  play(items, running, segments, facts.now);
  for (const item of items) {
    if (item.over) continue;
    const cancelled = item.stopAt !== undefined && item.stopAt <= item.end;
    refusals.push({
      occurrence: item.occurrence.id,
      reason: cancelled ? "cancelled" : "expired",
      at: item.stopAt && cancelled ? item.stopAt : item.end,
    });
  }
  const windows = new Map(items.map((item) => [item.occurrence.id, item.occurrence]));
  const touches = ({ occurrence }: Refusal) => {
    const own = windows.get(occurrence);
    return !own || (own.notBefore < window.to && own.notAfter > window.from);
  };
  return {
    window,
    segments: segments
      .filter((one) => one.start < window.to && one.end > window.from)
      .sort((one, other) => one.start - other.start),
    refusals: refusals
      .filter(touches)
      .sort((one, other) => one.at - other.at || compareText(one.occurrence, other.occurrence)),
  };
}

function itemOf({ occurrence, stopAt }: Ordered, facts: Facts): Item {
  const at =
    occurrence.placement.kind === "session" ? occurrence.notBefore : occurrence.placement.at;
  const released = facts.released[occurrence.id] ?? occurrence.notBefore;
  return {
    occurrence,
    due: lastOf(lastOf(occurrence.notBefore, at), released),
    end: occurrence.notAfter,
    stopAt,
    part: 0,
    offset: 0 as Duration,
    begun: false,
    over: facts.ended[occurrence.id] !== undefined,
  };
}

function barred(occurrence: Occurrence, cluster: Cluster): Reason | undefined {
  const approvals = new Set(occurrence.approvedBy).size;
  if (occurrence.status !== "actual" && !cluster.exercise) return "not-actual";
  if (occurrence.secrecy === "state-secret") return "state-secret";
  if (approvals < (occurrence.level === "emergency" ? 2 : 1)) return "not-approved";
  return undefined;
}

function history(items: readonly Item[], facts: Facts): Segment[] {
  const byId = new Map<string, Item>(items.map((item) => [item.occurrence.id, item]));
  const segments: Segment[] = [];
  for (const { occurrence, part, offset, start, end = facts.now } of facts.sounded) {
    if (end > start) segments.push({ occurrence, part, offset, start, end });
    const item = byId.get(occurrence);
    if (!item) continue;
    item.begun = true;
    item.part = part;
    item.offset = (offset + end - start) as Duration;
    settle(item);
  }
  return segments;
}

const runningItem = (items: readonly Item[], facts: Facts): Item | undefined => {
  const open = facts.sounded.find((one) => one.end === undefined);
  return open && items.find((item) => item.occurrence.id === open.occurrence && !item.over);
};

function settle(item: Item): void {
  const length = lengthOfPart(item.occurrence.parts[item.part] as Part);
  if (item.offset < length) return;
  item.part += 1;
  item.offset = 0 as Duration;
  if (item.part === item.occurrence.parts.length) item.over = true;
}

const limit = (item: Item): Instant => firstOf(item.end, item.stopAt ?? item.end);

function play(
  items: readonly Item[],
  first: Item | undefined,
  segments: Segment[],
  now: Instant,
): void {
  let current = first;
  for (let at = now; ; ) {
    const ready = items.filter((item) => !item.over && item.due <= at && at < limit(item));
    const next = better(ready, current, at);
    const coming = items.filter((item) => !item.over && item.due > at && item.due < limit(item));
    if (!next) {
      if (coming.length === 0) return;
      at = coming.map((item) => item.due).reduce(firstOf);
      continue;
    }
    const part = next.occurrence.parts[next.part] as Part;
    const whole = later(at, (lengthOfPart(part) - next.offset) as Duration);
    const cut = coming.filter((item) => beats(item, next)).map((item) => item.due);
    const end = cut.reduce(firstOf, firstOf(whole, limit(next)));
    append(segments, {
      occurrence: next.occurrence.id,
      part: next.part,
      offset: next.offset,
      start: at,
      end,
    });
    next.begun = true;
    next.offset = (next.offset + end - at) as Duration;
    settle(next);
    current = next;
    at = end;
  }
}

function append(segments: Segment[], next: Segment): void {
  const last = segments.at(-1);
  const joins =
    last?.occurrence === next.occurrence && last.part === next.part && last.end === next.start;
  if (joins) segments[segments.length - 1] = { ...last, end: next.end };
  else segments.push(next);
}

const beats = (one: Item, other: Item): boolean =>
  one.occurrence.level === "emergency" &&
  (other.occurrence.level !== "emergency" ||
    rank[one.occurrence.authority] > rank[other.occurrence.authority]);

function better(ready: readonly Item[], current: Item | undefined, at: Instant): Item | undefined {
  const emergencies = ready.filter((item) => item.occurrence.level === "emergency");
  const [top] = emergencies.sort(
    (one, other) =>
      rank[other.occurrence.authority] - rank[one.occurrence.authority] ||
      Number(other.begun) - Number(one.begun) ||
      one.occurrence.issued - other.occurrence.issued ||
      compareText(one.occurrence.id, other.occurrence.id),
  );
  if (top) return top;
  const fits = ready.filter(
    (item) => item.begun || later(at, lengthOf(item.occurrence)) <= item.end,
  );
  return (
    fits.find((item) => item === current) ??
    fits.sort(
      (one, other) =>
        Number(other.begun) - Number(one.begun) ||
        one.due - other.due ||
        compareText(one.occurrence.id, other.occurrence.id),
    )[0]
  );
}
