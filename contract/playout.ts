import type { AirTime } from "./air-time.ts";
import type { Facts, Segment } from "./facts.ts";
import type { History } from "./history.ts";
import type { Hours } from "./hours.ts";
import { afterSound, type Item } from "./item.ts";
import { picker } from "./pick.ts";
import { cutsIn } from "./precedence.ts";
import { type Place, restOfPart } from "./programme.ts";
import { type Duration, firstOf, type Instant, later } from "./time.ts";

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
  const picks = picker(items, facts, hours, air);
  let at = facts.now;
  if (past.running) at = sound(past.running.item, past.running.segment, at);
  for (;;) {
    const next = picks.next(at);
    if (next) at = sound(next.item, opening(next.item, next.place, at), at);
    else {
      const wake = picks.wake(at);
      if (wake === undefined) return segments;
      at = wake;
    }
  }

  /** Lets a stretch run on from `from` as far as it may; returns when it ended. */
  function sound(item: Item, open: Segment, from: Instant): Instant {
    const here = { part: open.part, offset: (open.offset + from - open.start) as Duration };
    const end = Math.max(from, soundEnd(item, here, from)) as Instant;
    const { start, offset, part } = open;
    item.begun ??= start;
    if (end > start) {
      segments.push({ occurrence: item.occurrence.id, part, offset, start, end });
      if (item.kind !== "emergency") air.add(item, start, (end - start) as Duration);
    }
    afterSound(item, { part, offset: (offset + end - start) as Duration }, end);
    picks.sounded(item);
    return end;
  }

  function soundEnd(item: Item, here: Place, from: Instant): Instant {
    const { occurrence, stopAt, kind } = item;
    const whole = later(from, restOfPart(occurrence.parts, here));
    const allowed = firstOf(firstOf(whole, item.end), stopAt);
    const quiet = kind === "emergency" ? undefined : hours.quietWithin(from, allowed);
    const end = quiet ?? allowed;
    return picks.cutBefore(end, from, (other) => cutsIn(other.occurrence, occurrence));
  }
}

const opening = (item: Item, place: Place, at: Instant): Segment => ({
  occurrence: item.occurrence.id,
  ...place,
  start: at,
  end: at,
});
