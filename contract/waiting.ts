import type { Facts } from "./facts.ts";
import type { Fitter } from "./fit.ts";
import { type Hours, LOOK_AHEAD } from "./hours.ts";
import { byClaim, byInstant, byOrder, type Item, type Kind, NEVER } from "./item.ts";
import { type Line, line } from "./line.ts";
import { firstOf, hours, type Instant, later } from "./time.ts";

/** Everyone who may still sound: those who wait for their time or their turn, and those who have begun. */
export interface Waiting {
  readonly urgent: Line;
  readonly timed: Line;
  readonly priorities: Line;
  readonly floating: Line;
  /** Ordinary items of a kind that have begun and may go on, in order. */
  begun(kind: Kind): readonly Item[];
  arrive(at: Instant): void;
  /** When somebody may be next although nobody is at `at`; `undefined` when nobody ever will be. */
  wake(at: Instant): Instant | undefined;
  sounded(item: Item): void;
}

const TIDY = hours(1);
const orders: Record<Kind, (one: Item, other: Item) => number> = {
  emergency: byClaim,
  timed: byInstant,
  priority: byOrder,
  float: byOrder,
};

export function waitingOf(
  items: readonly Item[],
  { clock, now }: Pick<Facts, "clock" | "now">,
  regulation: Hours,
  { isOver, lastResume }: Pick<Fitter, "isOver" | "lastResume">,
): Waiting {
  // Without a trusted clock ordinary items wait: nobody knows whether it is their time.
  const sure = clock === "sure";
  const ordinary = sure ? items.filter((item) => item.kind !== "emergency") : [];
  const fresh = (kind: Kind) =>
    line(
      ordinary.filter((item) => item.kind === kind && item.begun === undefined),
      orders[kind],
    );
  const urgent = line(
    items.filter((item) => item.kind === "emergency"),
    byClaim,
  );
  const inTurn = { timed: fresh("timed"), priorities: fresh("priority"), floating: fresh("float") };
  const lines = [urgent, ...Object.values(inTurn)];
  let begun = ordinary.filter((item) => item.begun !== undefined);
  let tidyAgain = 0 as Instant;

  // What is over fits nowhere; it is put away only now and then, because looking at everyone costs time.
  function tidy(at: Instant): void {
    for (const one of lines) one.leave((item) => isOver(item, at));
    begun = begun.filter((item) => !isOver(item, at));
    tidyAgain = later(at, TIDY);
  }

  return {
    urgent,
    ...inTurn,
    begun: (kind) =>
      begun.length === 0 ? begun : begun.filter((item) => item.kind === kind).sort(orders[kind]),
    arrive(at) {
      for (const one of lines) one.arrive(at);
      if (at >= tidyAgain) tidy(at);
    },
    wake(at) {
      const dues = lines.map((one) => one.next()?.due).filter((due) => due !== undefined);
      if (dues.length === 0) tidy(at);
      const waits =
        at < later(now, LOOK_AHEAD) &&
        (begun.length > 0 || Object.values(inTurn).some((one) => one.here.length > 0));
      const opens = begun.map((item) => item.open).filter((open) => open > at);
      // These keep others waiting; when one of them is stopped, somebody else may be next.
      const stops = [...begun, ...inTurn.priorities.here]
        .map((item) => item.stopAt)
        .filter((stop) => stop > at && stop < NEVER);
      const resumes = begun
        .filter((item) => item.kind === "float")
        .map((item) => lastResume(item, at))
        .filter((last) => last > at);
      const times = [
        ...dues,
        ...opens,
        ...stops,
        ...resumes,
        ...(waits ? [regulation.nextChange(at)] : []),
      ];
      return times.length === 0 ? undefined : times.reduce(firstOf);
    },
    sounded(item) {
      if (item.kind === "emergency" || !sure || begun.includes(item)) return;
      begun.push(item);
      for (const one of lines) one.leave((other) => other === item);
    },
  };
}
