import { endsBy, type Fit, type Fitter, isFree } from "./fit.ts";
import type { Hours } from "./hours.ts";
import { type Item, placeAt } from "./item.ts";
import { type Place, restOfPart, TOLERANCE } from "./programme.ts";
import { type Instant, later, milliseconds, type Window } from "./time.ts";
import type { Waiting } from "./waiting.ts";

/** Who is next at `at`, when the loudspeaker is free or a part has ended. */
export function nextAt(
  at: Instant,
  waiting: Waiting,
  hours: Hours,
  fitter: Fitter,
): Fit | undefined {
  const urgent = emergency(at, waiting, fitter);
  if (urgent) return urgent;
  if (hours.isQuiet(at)) return undefined;
  const [going] = fitting(waiting.begun("priority"), at, fitter);
  if (going) return going;
  const normal = normalAt(at, waiting, hours, fitter);
  const session = hours.sessionAt(at);
  if (!session) return normal;
  const [priority] = fitting(waiting.priorities.here, at, fitter);
  if (!priority) return normal;
  return waits(priority, normal, { at, waiting, hours, fitter, session }) ? normal : priority;
}

/** The highest authority; among equals the one that has begun, so that none interrupts its equal. */
function emergency(
  at: Instant,
  { urgent }: Waiting,
  { fits, isOver }: Pick<Fitter, "fits" | "isOver">,
): Fit | undefined {
  let top: Item | undefined;
  for (const item of urgent.here) {
    if (isOver(item, at)) continue;
    top ??= item;
    if (item.occurrence.authority !== top.occurrence.authority) break;
    if (item.begun !== undefined) return fits(item, at);
  }
  return top && fits(top, at);
}

/** What the commune scheduled, as if no priority item were waiting. */
function normalAt(
  at: Instant,
  waiting: Waiting,
  hours: Hours,
  fitter: Pick<Fitter, "fits" | "lastResume">,
): Fit | undefined {
  for (const timed of fitting(waiting.begun("timed"), at, fitter)) return timed;
  for (const timed of fitting(waiting.timed.here, at, fitter)) return timed;
  // A programme that has begun is not mixed with another one: while it may still find its gap, no new one begins.
  const going = [...fitting(waiting.begun("float"), at, fitter)];
  const on = going.find((fit) => hasGap(fit, at, waiting));
  if (on || going.some(({ item }) => at < fitter.lastResume(item, at))) return on;
  if (!hours.sessionAt(at)) return undefined;
  for (const fit of fitting(waiting.floating.here, at, fitter)) {
    if (hasGap(fit, at, waiting)) return fit;
  }
  return undefined;
}

function* fitting(
  items: readonly Item[],
  at: Instant,
  { fits }: Pick<Fitter, "fits">,
): Generator<Fit> {
  for (const item of items) {
    const fit = fits(item, at);
    if (fit) yield fit;
  }
}

/** No timed item has its instant inside the stretch. */
const hasGap = ({ need }: Fit, at: Instant, { timed }: Waiting): boolean =>
  (timed.next()?.due ?? Number.POSITIVE_INFINITY) >= at + need - TOLERANCE;

interface Moment {
  readonly at: Instant;
  readonly waiting: Waiting;
  readonly hours: Hours;
  readonly fitter: Pick<Fitter, "fits">;
  readonly session: Window;
}

/**
 * A priority item leaves a timed item its instant, as long as the boundary after that item's part still gives room in this
 * session to every priority item that waits.
 */
function waits(priority: Fit, normal: Fit | undefined, moment: Moment): boolean {
  const { at, waiting, hours, session } = moment;
  const next = waiting.timed.next();
  const boundary = normal ? partEnd(normal.item, at) : next && partEnd(next, next.due);
  const starting = normal?.item.kind === "timed" && normal.item.begun === undefined;
  const inTheWay = starting || !hasGap(priority, at, waiting);
  if (!inTheWay || boundary === undefined) return false;
  const { item, need } = priority;
  return (
    endsBy(boundary, allWaiting(moment), session.to) &&
    endsBy(boundary, need, item.end) &&
    isFree(hours, boundary, need)
  );
}

const allWaiting = ({ at, waiting, fitter }: Moment) =>
  milliseconds(
    [...fitting(waiting.priorities.here, at, fitter)].reduce((sum, { need }) => sum + need, 0),
  );

/** When the part ends that an item sounds first if it starts at `at`. */
const partEnd = (item: Item, at: Instant): Instant =>
  later(at, restOfPart(item.occurrence.parts, placeAt(item, at) as Place));
