import type { OccurrenceId } from "../../contract/ids.ts";
import type { Occurrence } from "../../contract/plan.ts";
import { compareText } from "../../contract/precedence.ts";
import { programmeLength } from "./broadcast.ts";
import type { PriorityItem } from "./priority-api.ts";
import type { Iso } from "./view.ts";

/** A priority item that waits in a commune, with the scope that ordered it. */
export interface Waiting {
  readonly from: string;
  readonly body: Occurrence;
}

const placeOf = (order: readonly string[], id: string): number => {
  const index = order.indexOf(id);
  return index < 0 ? order.length : index;
};

const orderOf = ({ placement }: Occurrence): number =>
  placement.kind === "session" ? placement.order : 0;

/** In the order in which they take their turn: what the commune placed, then the rest as it was ordered. */
export const inTurn = (waiting: readonly Waiting[], order: readonly string[]): Waiting[] =>
  waiting.toSorted(
    ({ body: one }, { body: other }) =>
      placeOf(order, one.id) - placeOf(order, other.id) ||
      orderOf(one) - orderOf(other) ||
      one.issued - other.issued ||
      compareText(one.id, other.id),
  );

/** The ids of a list that are no priority items waiting here. */
export const strangers = (waiting: readonly Waiting[], wanted: readonly OccurrenceId[]) =>
  wanted.filter((id) => !waiting.some((one) => one.body.id === id));

export const priorityItem = (
  { body, from }: Waiting,
  order: readonly string[],
  iso: Iso,
): PriorityItem => ({
  occurrence: body.id,
  broadcast: body.broadcast,
  title: body.title,
  from,
  notBefore: iso(body.notBefore),
  deadline: iso(body.notAfter),
  seconds: programmeLength(body.parts) / 1_000,
  placed: order.includes(body.id),
});
