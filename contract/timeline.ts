import { barred } from "./admission.ts";
import type { Cluster } from "./agent-config.ts";
import { airTime } from "./air-time.ts";
import type { Facts, Refusal, Segment, Timeline } from "./facts.ts";
import { type History, replay } from "./history.ts";
import { type Hours, hoursOf } from "./hours.ts";
import { afterSound, type Item, itemOf, latestStart } from "./item.ts";
import { ordersFor } from "./orders.ts";
import type { Document } from "./plan.ts";
import { playOut } from "./playout.ts";
import { compareText } from "./precedence.ts";
import { TOLERANCE } from "./programme.ts";
import type { Reason } from "./reasons.ts";
import type { EndedAs } from "./receipt.ts";
import { between, firstOf, type Instant, later, milliseconds, type Window } from "./time.ts";
import { type Scene, startFreeOfQuiet, verdictOn } from "./verdict.ts";

/**
 * What plays on a cluster, computed alike by the controller and the board. It is computed from `facts.now` on whatever the window;
 * the window only selects. Segments that touch it come whole, in order, never two at once; a refusal comes with every occurrence
 * that does not sound to its end and whose own window touches it.
 */
export function timeline(
  documents: readonly Document[],
  cluster: Cluster,
  facts: Facts,
  window: Window,
): Timeline {
  const { ordered, known } = ordersFor(documents, cluster);
  const hours = hoursOf(cluster);
  const air = airTime(cluster.caps, hours);
  const drafts = ordered.map((one) => itemOf(one, facts));
  const bars = new Map(drafts.map((item) => [item.occurrence.id, barred(item, cluster)]));
  const items = retracted(drafts, (item) => bars.get(item.occurrence.id) === undefined);
  const byId = new Map<string, Item>(items.map((item) => [item.occurrence.id, item]));

  const past = replay(facts, byId);
  const lives = (item: Item) =>
    bars.get(item.occurrence.id) === undefined &&
    facts.ended[item.occurrence.id] === undefined &&
    maySound(item, hours);
  const before = settled(past, lives);
  for (const { occurrence, start, end } of before.segments) {
    const item = byId.get(occurrence);
    if (item && item.kind !== "emergency") air.add(item, start, between(start, end));
  }
  const segments = playOut(items.filter(lives), before, facts, hours, air);
  const scene = { segments, known, hours, air, clock: facts.clock, now: facts.now };
  const refusals = items
    .map((item) => refusalOf(item, facts, bars.get(item.occurrence.id), scene))
    .filter((refusal) => refusal !== undefined);
  return select(segments, refusals, byId, window);
}

/** What sounds now sounds on only if it may; else it ends here. */
function settled({ segments, running }: History, lives: (item: Item) => boolean): History {
  if (!running || lives(running.item)) return { segments, running };
  const { item, segment } = running;
  const { part, offset, start, end } = segment;
  afterSound(item, { part, offset: milliseconds(offset + end - start) }, end);
  return { segments: end > start ? [...segments, segment] : segments, running: undefined };
}

function refusalOf(
  item: Item,
  facts: Facts,
  bar: Reason | undefined,
  scene: Scene,
): Refusal | undefined {
  const occurrence = item.occurrence.id;
  const ended = facts.ended[occurrence];
  if (ended) {
    const reason = ended.as === "played" ? undefined : (ended.reason ?? unexplained[ended.as]);
    return reason && { occurrence, reason, at: ended.at };
  }
  if (item.begun !== undefined && item.place === undefined) return undefined;
  if (bar) return { occurrence, reason: bar, at: item.planned };
  return { occurrence, ...verdictOn(item, scene) };
}

/** An all-clear ends what it retracts from the moment at which it may sound itself. */
function retracted(items: readonly Item[], valid: (item: Item) => boolean): readonly Item[] {
  const clears = items.filter(
    (item) => item.occurrence.emergency?.allClearOf && item.kind === "emergency" && valid(item),
  );
  if (clears.length === 0) return items;
  return items.map((item) => {
    const stops = clears
      .filter(
        (clear) =>
          clear.occurrence.emergency?.allClearOf === item.occurrence.id &&
          clear.rank >= item.rank &&
          clear.due < firstOf(clear.end, clear.stopAt),
      )
      .map((clear) => clear.due);
    return stops.length === 0 ? item : { ...item, stopAt: stops.reduce(firstOf, item.stopAt) };
  });
}

/** Whether more of it could sound at all; one that cannot holds no place for itself. */
function maySound(item: Item, hours: Hours): boolean {
  if (item.lost || item.place === undefined) return false;
  if (item.begun !== undefined) return true;
  if (item.due >= firstOf(item.end, item.stopAt)) return false;
  if (item.due > later(latestStart(item), TOLERANCE)) return false;
  return item.kind !== "timed" || startFreeOfQuiet(item, hours) !== undefined;
}

/** Words for an end that came without its reason. */
const unexplained: Record<EndedAs | "refused", Reason> = {
  played: "unstated",
  partial: "unstated",
  preempted: "preempted",
  interrupted: "power-loss",
  cancelled: "cancelled",
  expired: "expired",
  failed: "unstated",
  refused: "unstated",
};

function select(
  segments: readonly Segment[],
  refusals: readonly Refusal[],
  items: ReadonlyMap<string, Item>,
  window: Window,
): Timeline {
  const touches = ({ occurrence }: Refusal) => {
    const own = items.get(occurrence)?.occurrence;
    return own !== undefined && own.notBefore < window.to && lastMoment(own) > window.from;
  };
  return {
    window,
    segments: segments.filter((one) => one.start < window.to && one.end > window.from),
    refusals: refusals
      .filter(touches)
      .sort((one, other) => one.at - other.at || compareText(one.occurrence, other.occurrence)),
  };
}

/** A window that is turned round is a point, so that its occurrence is refused somewhere. */
const lastMoment = (own: { notBefore: Instant; notAfter: Instant }): number =>
  Math.max(own.notAfter, own.notBefore + 1);
