import type { AirTime } from "./air-time.ts";
import type { Facts, Refusal, Segment } from "./facts.ts";
import { airNeed, endsBy, floats, sessionOf, wholeFrom } from "./fit.ts";
import { type Hours, LOOK_AHEAD } from "./hours.ts";
import { type Item, latestStart, placeAt } from "./item.ts";
import type { Occurrence } from "./plan.ts";
import { restOfPart, TOLERANCE } from "./programme.ts";
import type { Reason } from "./reasons.ts";
import {
  type Duration,
  firstOf,
  type Instant,
  lastOf,
  later,
  milliseconds,
  type Window,
} from "./time.ts";

/** What happened on the loudspeaker, as far as reasons are found in it. */
export interface Scene {
  readonly segments: readonly Segment[];
  readonly known: ReadonlyMap<string, Occurrence>;
  readonly hours: Hours;
  readonly air: AirTime;
  readonly clock: Facts["clock"];
  readonly now: Instant;
}

type Verdict = Pick<Refusal, "reason" | "at">;

const INSTANTLY = milliseconds(1);

/**
 * Why an item that has not sounded to its end does not: found in what did sound, never in how the computation went, so that the
 * same facts give the same reason whenever they are asked.
 */
export function verdictOn(item: Item, scene: Scene): Verdict {
  const natural = leftOff(item, scene) ?? neverBegun(item, scene);
  if (item.stopAt <= natural.at) return { reason: "cancelled", at: item.stopAt };
  // A clock that nobody trusts may be a year ahead: by it nothing is over for good.
  const doubtful = scene.clock === "doubtful" && natural.reason !== "cut-dropped";
  return doubtful ? { ...natural, at: lastOf(natural.at, later(scene.now, INSTANTLY)) } : natural;
}

/** It began and did not reach its end; `undefined` when it has not begun. */
function leftOff(item: Item, scene: Scene): Verdict | undefined {
  const { begun, place, since: last } = item;
  if (begun === undefined || !place || last === undefined) return undefined;
  if (item.lost) return { reason: item.lost, at: last };
  if (last >= item.end) return { reason: late(item), at: item.end };
  const bound = floats(item) ? sessionEnd(item, last, scene.hours) : item.end;
  const rest = restOfPart(item.occurrence.parts, place);
  const at = lastOf(last, item.elastic ? bound : later(bound, milliseconds(-rest)));
  const hadRoom = item.elastic ? last < bound : endsBy(last, rest, bound);
  const kept = hadRoom && item.kind !== "emergency" && keptBack(item, last, at, rest, scene);
  if (kept) return kept;
  const others = (segment: Segment) => segment.occurrence !== item.occurrence.id;
  const busy = isBusy(scene, begun, later(at, INSTANTLY), others);
  return { reason: busy ? "displaced" : late(item), at };
}

const sessionEnd = (item: Item, last: Instant, hours: Hours): Instant =>
  firstOf(item.end, sessionOf(item, last, hours)?.to ?? last);

/** What kept an item from going on between `last` and `at` although it had room. */
function keptBack(
  item: Item,
  last: Instant,
  at: Instant,
  rest: Duration,
  { hours, air, clock }: Scene,
): Verdict | undefined {
  if (clock === "doubtful") return { reason: "clock-doubt", at };
  const free = hours.freeStart(last, at, () => rest - TOLERANCE);
  if (free === undefined) return { reason: "quiet-hours", at: last };
  return air.allows(item, at, airNeed(item)) ? undefined : { reason: "over-cap", at };
}

function neverBegun(item: Item, scene: Scene): Verdict {
  const latest = latestStart(item);
  const tooLate = item.due > latest || item.due >= item.end || !placeAt(item, item.due);
  if (tooLate) return { reason: late(item), at: latest };
  if (item.kind !== "emergency" && scene.clock === "doubtful") {
    return { reason: "clock-doubt", at: latest };
  }
  return floats(item) ? noRoom(item, scene) : notInTime(item, latest, scene);
}

/** An emergency or a timed item whose window closed before it could start. */
function notInTime(item: Item, latest: Instant, scene: Scene): Verdict {
  const { hours, air } = scene;
  if (item.kind !== "emergency") {
    const free = startFreeOfQuiet(item, hours);
    if (free === undefined) return { reason: "quiet-hours", at: item.due };
    if (!air.allows(item, free, item.whole) && !air.allows(item, latest, item.whole)) {
      return { reason: "over-cap", at: latest };
    }
  }
  const busy = isBusy(scene, item.due, later(latest, INSTANTLY));
  return { reason: busy ? "displaced" : late(item), at: latest };
}

/** The first start inside its window at which no quiet hour is in its way and something of it is left. */
export function startFreeOfQuiet(item: Item, hours: Hours): Instant | undefined {
  const need = (at: Instant) => wholeFrom(item, at) - TOLERANCE;
  const last = firstOf(latestStart(item), later(item.due, LOOK_AHEAD));
  const start = hours.freeStart(item.due, last, need);
  return start !== undefined && placeAt(item, start) ? start : undefined;
}

/** A floating item that found no place: is there a session for it at all, and what was in the way? */
function noRoom(item: Item, scene: Scene): Verdict {
  const { hours, air, known } = scene;
  const rooms = [...sessionsFor(item, hours)];
  if (rooms.length === 0) return { reason: "no-session", at: item.due };
  const free = rooms.filter((room) => room.quietFree);
  const last = free.at(-1);
  if (!last) return { reason: "quiet-hours", at: item.due };
  const at = last.latest;
  if (free.every((room) => !air.allows(item, room.latest, item.whole))) {
    return { reason: "over-cap", at };
  }
  const higher = ({ occurrence }: Segment) => {
    const level = known.get(occurrence)?.level;
    return level === "emergency" || (level === "priority" && item.kind === "float");
  };
  if (free.some((room) => isBusy(scene, room.from, room.to, higher))) {
    return { reason: "displaced", at };
  }
  const busy = free.some((room) => isBusy(scene, room.from, room.to));
  return { reason: busy ? "no-session" : late(item), at };
}

interface Room extends Window {
  readonly latest: Instant;
  readonly quietFree: boolean;
}

/** The parts of sessions inside its window that are long enough for it. */
function* sessionsFor(item: Item, hours: Hours): Generator<Room> {
  const until = firstOf(item.end, later(item.due, LOOK_AHEAD));
  for (const session of hours.sessionsWithin(item.due, until)) {
    const [from, to] = [lastOf(session.from, item.due), firstOf(session.to, item.end)];
    const need = wholeFrom(item, from);
    if (!endsBy(from, need, to)) continue;
    const latest = lastOf(from, later(to, milliseconds(-need)));
    const first = hours.freeStart(from, latest, (at) => wholeFrom(item, at) - TOLERANCE);
    yield { from, to, latest, quietFree: first !== undefined };
  }
}

/** Its time has passed; the narrower end is named. */
const late = (item: Item): Reason =>
  item.end < item.occurrence.notAfter ? "content-expired" : "expired";

/** Whether anything sounded in the stretch that is asked for. */
function isBusy(
  { segments }: Scene,
  from: Instant,
  to: Instant,
  counts: (segment: Segment) => boolean = () => true,
): boolean {
  for (let index = firstEndingAfter(segments, from); index < segments.length; index += 1) {
    const segment = segments[index] as Segment;
    if (segment.start >= to) return false;
    if (counts(segment)) return true;
  }
  return false;
}

function firstEndingAfter(segments: readonly Segment[], at: Instant): number {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((segments[middle] as Segment).end <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
