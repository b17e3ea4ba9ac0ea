import type { AirTime } from "./air-time.ts";
import type { Facts } from "./facts.ts";
import { endsBy, type Fit, fitter, isFree } from "./fit.ts";
import type { Hours } from "./hours.ts";
import { byClaim, byInstant, byOrder, type Item, placeAt } from "./item.ts";
import { type Line, line } from "./line.ts";
import { restOfPart, TOLERANCE } from "./programme.ts";
import { type Duration, firstOf, hours, type Instant, later } from "./time.ts";

const TIDY = hours(1);

/** Who is next, whenever the loudspeaker is free or a part has ended. */
export interface Picker {
  next(at: Instant): Fit | undefined;
  /** When to ask again if nobody is next; `undefined` when nobody ever will be. */
  wake(at: Instant): Instant | undefined;
  /** When, from `from` on and before `end`, an emergency that `cuts` is due; else `end`. */
  cutBefore(end: Instant, from: Instant, cuts: (emergency: Item) => boolean): Instant;
  sounded(item: Item): void;
}

export function picker(
  items: readonly Item[],
  facts: Pick<Facts, "clock">,
  regulation: Hours,
  air: AirTime,
): Picker {
  const { fits, isOver } = fitter(regulation, air);
  const emergencies = items.filter((item) => item.kind === "emergency");
  // Without a trusted clock ordinary items wait: nobody knows whether it is their time.
  const sure = facts.clock === "sure";
  const ordinary = sure ? items.filter((item) => item.kind !== "emergency") : [];
  const fresh = (kind: Item["kind"]) =>
    ordinary.filter((item) => item.kind === kind && item.begun === undefined);
  const urgent = line(emergencies, byClaim);
  const timed = line(fresh("timed"), byInstant);
  const priorities = line(fresh("priority"), byOrder);
  const floating = line(fresh("float"), byOrder);
  const lines: readonly Line[] = [urgent, timed, priorities, floating];
  let begun = ordinary.filter((item) => item.begun !== undefined);
  let tidyAgain = 0 as Instant;

  function next(at: Instant): Fit | undefined {
    for (const one of lines) one.arrive(at);
    if (at >= tidyAgain) tidy(at);
    return emergency(at) ?? (regulation.isQuiet(at) ? undefined : ordinaryAt(at));
  }

  // What is over is refused by every question below; it is put away only now and then, because looking at all costs time.
  function tidy(at: Instant): void {
    for (const one of lines) one.leave((item) => isOver(item, at));
    begun = begun.filter((item) => !isOver(item, at));
    tidyAgain = later(at, TIDY);
  }

  /** The highest authority; among equals the one that has begun, so that none interrupts its equal. */
  function emergency(at: Instant): Fit | undefined {
    const alive = urgent.here.filter((item) => !isOver(item, at));
    const [top] = alive;
    if (!top) return undefined;
    const equals = (item: Item) => item.occurrence.authority === top.occurrence.authority;
    return fits(alive.find((item) => item.begun !== undefined && equals(item)) ?? top, at);
  }

  function ordinaryAt(at: Instant): Fit | undefined {
    const going = firstFit(begunOf("priority", byOrder), at);
    if (going) return going;
    const normal = normalAt(at);
    const priority = firstFit(priorities.here, at);
    return priority && !waits(priority, normal, at) ? priority : normal;
  }

  /** What the commune scheduled, as if there were no priority items waiting. */
  function normalAt(at: Instant): Fit | undefined {
    const onTime = firstFit(begunOf("timed", byInstant), at) ?? firstFit(timed.here, at);
    if (onTime) return onTime;
    const going = begunOf("float", byOrder)
      .map((item) => fits(item, at))
      .filter((fit) => fit !== undefined);
    if (going.length > 0) return going.find((fit) => hasGap(fit, at));
    if (!regulation.sessionAt(at)) return undefined;
    return firstFit(floating.here, at, (fit) => hasGap(fit, at));
  }

  const begunOf = (kind: Item["kind"], order: (one: Item, other: Item) => number) =>
    begun.filter((item) => item.kind === kind).sort(order);

  function firstFit(
    from: readonly Item[],
    at: Instant,
    also: (fit: Fit) => boolean = () => true,
  ): Fit | undefined {
    for (const item of from) {
      const fit = fits(item, at);
      if (fit && also(fit)) return fit;
    }
    return undefined;
  }

  /** No timed item has its instant inside the stretch. */
  const hasGap = ({ need }: Fit, at: Instant): boolean =>
    (timed.nextDue() ?? Number.POSITIVE_INFINITY) >= at + need - TOLERANCE;

  /**
   * A priority item leaves a timed item its instant, as long as the boundary after that item's part still gives room in this
   * session to every priority item that waits.
   */
  function waits(priority: Fit, normal: Fit | undefined, at: Instant): boolean {
    const starting = normal?.item.kind === "timed" && normal.item.begun === undefined;
    if (!starting && hasGap(priority, at)) return false;
    const boundary = normal
      ? partEnd(normal.item, at)
      : partEnd(timed.next(), timed.nextDue() ?? at);
    const session = regulation.sessionAt(at);
    if (!session || boundary >= session.to) return false;
    const waiting = priorities.here
      .map((item) => fits(item, at)?.need ?? 0)
      .reduce<number>((sum, need) => sum + need, 0);
    const { item, need } = priority;
    return (
      endsBy(boundary, waiting as Duration, session.to) &&
      endsBy(boundary, need, item.end) &&
      isFree(regulation, boundary, need)
    );
  }

  /** When the part ends that an item would sound first from `at` on. */
  function partEnd(item: Item | undefined, at: Instant): Instant {
    const place = item && placeAt(item, at);
    return place ? later(at, restOfPart(item.occurrence.parts, place)) : at;
  }

  function wake(at: Instant): Instant | undefined {
    const dues = lines.map((one) => one.nextDue()).filter((due) => due !== undefined);
    if (dues.length === 0) tidy(at);
    const waiting = begun.length > 0 || lines.some((one) => one !== urgent && one.here.length > 0);
    const times = waiting ? [...dues, regulation.nextChange(at)] : dues;
    return times.length === 0 ? undefined : times.reduce(firstOf);
  }

  function cutBefore(end: Instant, from: Instant, cuts: (emergency: Item) => boolean): Instant {
    urgent.arrive(from);
    if (urgent.here.some((item) => cuts(item) && !isOver(item, from))) return from;
    for (const item of urgent.coming(end)) if (cuts(item)) return item.due;
    return end;
  }

  function sounded(item: Item): void {
    if (item.kind === "emergency" || !sure || begun.includes(item)) return;
    begun.push(item);
    for (const one of lines) one.leave((other) => other === item);
  }

  return { next, wake, cutBefore, sounded };
}
