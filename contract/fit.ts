import type { AirTime } from "./air-time.ts";
import type { Hours } from "./hours.ts";
import { type Item, latestStart, placeAt } from "./item.ts";
import type { Part } from "./plan.ts";
import { isLive, type Place, restOfAll, restOfPart, TOLERANCE } from "./programme.ts";
import {
  between,
  type Duration,
  firstOf,
  type Instant,
  later,
  milliseconds,
  shorter,
  type Window,
} from "./time.ts";

/** An item that may sound now: from where, and how long the loudspeaker must be free for it. */
export interface Fit {
  readonly item: Item;
  readonly place: Place;
  /** The whole of what has not begun; of what has begun, the rest of its part: it may be left between two parts. */
  readonly need: Duration;
}

export interface Fitter {
  fits(item: Item, at: Instant): Fit | undefined;
  /** Nothing more of it can ever sound. */
  isOver(item: Item, at: Instant): boolean;
  /** When a floating item that has begun can go on at the latest, if nothing else is in its way. */
  lastResume(item: Item, at: Instant): Instant;
}

/** Whether a stretch that starts at `at` ends by `limit`, as far as real devices can tell. */
export const endsBy = (at: Instant, need: Duration, limit: Instant): boolean =>
  at + need <= limit + TOLERANCE;

/** Floating items stay in the session in which they began. */
export const sessionOf = (item: Item, at: Instant, hours: Hours): Window | undefined =>
  hours.sessionAt(item.begun ?? at);

export const floats = (item: Item): boolean => item.kind === "float" || item.kind === "priority";

/** How much air time it asks of the caps: what is live counts in full, however late it is joined. */
export const airNeed = (item: Item): Duration =>
  item.begun !== undefined && item.place
    ? restOfPart(item.occurrence.parts, item.place)
    : item.whole;

/** How long all of an item takes that would start at `at`; what is live has become shorter meanwhile. */
export function wholeFrom(item: Item, at: Instant): Duration {
  if (item.onCut !== "rejoin") return bounded(item, item.whole, at);
  const place = placeAt(item, at);
  return place ? bounded(item, restOfAll(item.occurrence.parts, place), at) : milliseconds(0);
}

const partFrom = (item: Item, place: Place, at: Instant): Duration =>
  bounded(item, restOfPart(item.occurrence.parts, place), at);

const bounded = (item: Item, rest: Duration, at: Instant): Duration =>
  item.elastic ? shorter(rest, between(at, item.end)) : rest;

export function fitter(hours: Hours, air: AirTime): Fitter {
  const inSession = (item: Item, at: Instant, need: Duration): boolean => {
    if (!floats(item)) return true;
    const session = sessionOf(item, at, hours);
    return session !== undefined && endsBy(at, need, session.to);
  };

  function isOver(item: Item, at: Instant): boolean {
    const place = placeAt(item, at);
    if (!place || item.lost || at >= item.end || at >= item.stopAt) return true;
    if (item.begun === undefined) return at > later(latestStart(item), TOLERANCE);
    const rest = partFrom(item, place, at);
    return !endsBy(at, rest, item.end) || !inSession(item, at, rest);
  }

  function fits(item: Item, at: Instant): Fit | undefined {
    const place = placeAt(item, at);
    if (!place || at < item.open || isOver(item, at)) return undefined;
    const need = item.begun === undefined ? wholeFrom(item, at) : partFrom(item, place, at);
    const fit = { item, place, need };
    if (item.kind === "emergency") return fit;
    const room = endsBy(at, need, item.end) && inSession(item, at, need) && isFree(hours, at, need);
    return room && air.allows(item, at, airNeed(item)) ? fit : undefined;
  }

  function lastResume(item: Item, at: Instant): Instant {
    const place = placeAt(item, at);
    if (!place) return at;
    const { parts } = item.occurrence;
    const rest = restOfPart(parts, place);
    // What is live ends when it ends, and what may be cut off at its end needs no room before it.
    const runsOut = isLive(parts[place.part] as Part) || at + rest >= item.end;
    if (item.elastic && runsOut) return item.end;
    // One that has begun and has no session is over, and nobody asks for it.
    const { to } = sessionOf(item, at, hours) as Window;
    const limit = item.elastic ? to : firstOf(to, item.end);
    return later(hours.quietWithin(at, limit) ?? limit, milliseconds(-rest));
  }

  return { fits, isOver, lastResume };
}

/** Whether no quiet hour lies in the stretch. */
export const isFree = (hours: Hours, at: Instant, need: Duration): boolean =>
  hours.quietWithin(at, later(at, Math.max(1, need - TOLERANCE) as Duration)) === undefined;
