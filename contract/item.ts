import type { Facts } from "./facts.ts";
import type { Ordered } from "./orders.ts";
import type { Occurrence, OnCut } from "./plan.ts";
import { byAuthority, byIssue, ruleOnCut } from "./precedence.ts";
import { isLive, lengthOf, type Place, settle } from "./programme.ts";
import type { Reason } from "./reasons.ts";
import { type Duration, firstOf, type Instant, lastOf, later, milliseconds } from "./time.ts";

/** `timed`: starts at its instant. `priority` and `float` find their place in a session. */
export type Kind = "emergency" | "priority" | "timed" | "float";

export const NEVER = Number.POSITIVE_INFINITY as Instant;

/** An occurrence on its way through the timeline. What is below `place` changes as it sounds. */
export interface Item {
  readonly occurrence: Occurrence;
  /** Of the scope that ordered it. */
  readonly rank: number;
  readonly kind: Kind;
  readonly order: number;
  /** When it was to start, wherever its audio was. */
  readonly planned: Instant;
  /** When it may start at the earliest. */
  readonly due: Instant;
  /** Nothing sounds before: a clock that stepped back can show it begun and not yet allowed. */
  readonly open: Instant;
  /** Nothing sounds from here on: the end of its window or of its content's validity. */
  readonly end: Instant;
  readonly stopAt: Instant;
  readonly whole: Duration;
  /** May start although it will be cut off at `end`: an emergency, or a relay whose time simply runs out. */
  readonly elastic: boolean;
  readonly onCut: OnCut;
  /** Where it goes on; `undefined` when it has sounded to its end. */
  place: Place | undefined;
  /** When it last sounded, or when its live sound began elsewhere. */
  since: Instant | undefined;
  /** When it first sounded. */
  begun: Instant | undefined;
  /** Why it is given up although it has begun and not ended. */
  lost: Reason | undefined;
}

export function itemOf(
  { occurrence, rank, stopAt, turn }: Ordered,
  facts: Pick<Facts, "released">,
): Item {
  const { placement, level, parts } = occurrence;
  const kind = kindOf(occurrence);
  const { open, end } = span(occurrence);
  const planned = placement.kind === "session" ? open : lastOf(open, placement.at);
  const due = lastOf(planned, facts.released[occurrence.id] ?? planned);
  return {
    occurrence,
    rank,
    kind,
    order: orderOf(occurrence, turn),
    planned,
    due,
    open,
    end,
    stopAt: stopAt ?? NEVER,
    whole: lengthOf(occurrence),
    elastic: level === "emergency" || occurrence.onCut === "rejoin",
    onCut: ruleOnCut(occurrence),
    place: settle(parts, { part: 0, offset: milliseconds(0) }),
    since: kind !== "timed" ? undefined : placement.kind === "at" ? planned : due,
    begun: undefined,
    lost: undefined,
  };
}

function orderOf({ level, placement }: Occurrence, turn: number | undefined): number {
  if (level === "priority" && turn !== undefined) return turn;
  return placement.kind === "session" ? placement.order : 0;
}

function kindOf({ level, placement }: Occurrence): Kind {
  if (level !== "normal") return level;
  return placement.kind === "session" ? "float" : "timed";
}

/** Its own window, narrowed to the time in which all of its content is valid. */
function span({ notBefore, notAfter, parts }: Occurrence): { open: Instant; end: Instant } {
  let [open, end] = [notBefore, notAfter];
  for (const part of parts) {
    if (part.kind !== "audio" && part.kind !== "relay") continue;
    open = lastOf(open, part.validFrom ?? open);
    end = firstOf(end, part.validTo ?? end);
  }
  return { open, end };
}

/** Where it goes on at `at`: what is live has run on meanwhile, what is recorded has waited. */
export function placeAt(item: Item, at: Instant): Place | undefined {
  const { place, since, occurrence } = item;
  const part = place && occurrence.parts[place.part];
  if (!place || !part || item.onCut !== "rejoin" || since === undefined || !isLive(part)) {
    return place;
  }
  const offset = milliseconds(place.offset + Math.max(0, at - since));
  return settle(occurrence.parts, { part: place.part, offset });
}

/** What has sounded of it so far reaches `reached`; the sound ended at `end`. */
export function afterSound(item: Item, reached: Place, end: Instant): void {
  const place = settle(item.occurrence.parts, reached);
  const cut = place?.part === reached.part && place.offset > 0;
  item.since = end;
  item.place =
    cut && item.onCut === "restart" ? { part: place.part, offset: milliseconds(0) } : place;
  item.lost = cut && item.onCut === "drop" ? "cut-dropped" : undefined;
}

/** The last instant at which it can start: it must end inside its window, unless it may be cut off there. */
export const latestStart = (item: Item): Instant =>
  item.elastic ? item.end : later(item.end, milliseconds(-item.whole));

export const byClaim = (one: Item, other: Item): number =>
  byAuthority(one.occurrence, other.occurrence);

/** Timed items: the one planned first. */
export const byInstant = (one: Item, other: Item): number =>
  one.planned - other.planned || byClaim(one, other);

/** Floating items: as the commune ordered them. */
export const byOrder = (one: Item, other: Item): number =>
  one.order - other.order || byClaim(one, other);

export const byDue = (one: Item, other: Item): number =>
  one.due - other.due || byIssue(one.occurrence, other.occurrence);
