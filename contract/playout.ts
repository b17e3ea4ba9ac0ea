import type { AirTime } from "./air-time.ts";
import type { Facts, Segment } from "./facts.ts";
import { fitter } from "./fit.ts";
import type { History } from "./history.ts";
import type { Hours } from "./hours.ts";
import { afterSound, type Item } from "./item.ts";
import { nextAt } from "./pick.ts";
import { cutsIn } from "./precedence.ts";
import { type Place, restOfPart } from "./programme.ts";
import { between, firstOf, type Instant, lastOf, later, milliseconds } from "./time.ts";
import { waitingOf } from "./waiting.ts";

/**
 * Plays the items one after the other from `facts.now` on, part by part: between two parts it asks who is next, inside a part
 * only a higher emergency, a stop, the item's own end or quiet hours end the sound.
 */
export function playOut(
  items: readonly Item[],
  past: History,
  facts: Pick<Facts, "now" | "clock">,
  hours: Hours,
  air: AirTime,
): readonly Segment[] {
  const segments = [...past.segments];
  const judge = fitter(hours, air);
  const waiting = waitingOf(items, facts, hours, judge);
  const { running } = past;
  let at = running ? sound(running.item, running.segment, facts.now) : facts.now;
  for (;;) {
    waiting.arrive(at);
    const next = nextAt(at, waiting, hours, judge);
    if (next) {
      const { item, place } = next;
      at = sound(item, { occurrence: item.occurrence.id, ...place, start: at, end: at }, at);
      continue;
    }
    const wake = waiting.wake(at);
    if (wake === undefined) return segments;
    at = wake;
  }

  /** Lets a stretch that is open sound on from `from` as far as it may; returns when it ended. */
  function sound(item: Item, open: Segment, from: Instant): Instant {
    const { start, offset, part } = open;
    const here = { part, offset: milliseconds(offset + from - start) };
    const end = lastOf(from, soundEnd(item, here, from));
    item.begun ??= start;
    if (end > start) {
      segments.push({ ...open, end });
      if (item.kind !== "emergency") air.add(item, start, between(start, end));
    }
    afterSound(item, { part, offset: milliseconds(offset + end - start) }, end);
    waiting.sounded(item);
    return end;
  }

  function soundEnd(item: Item, here: Place, from: Instant): Instant {
    const { occurrence, stopAt, kind } = item;
    if (from < item.open) return from;
    const whole = later(from, restOfPart(occurrence.parts, here));
    const allowed = firstOf(firstOf(whole, item.end), stopAt);
    const quiet = kind === "emergency" ? undefined : hours.quietWithin(from, allowed);
    return cutBefore(item, from, quiet ?? allowed);
  }

  /** When an emergency cuts in, from `from` on and before `end`; else `end`. */
  function cutBefore({ occurrence }: Item, from: Instant, end: Instant): Instant {
    const cuts = (other: Item, at: Instant) =>
      cutsIn(other.occurrence, occurrence) && !judge.isOver(other, at);
    waiting.urgent.arrive(from);
    if (waiting.urgent.here.some((other) => cuts(other, from))) return from;
    for (const other of waiting.urgent.coming(end)) if (cuts(other, other.due)) return other.due;
    return end;
  }
}
