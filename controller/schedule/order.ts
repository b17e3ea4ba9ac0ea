import type { BroadcastId, ScopeId } from "../../contract/ids.ts";
import { communeScope } from "../../contract/ids.ts";
import type { Target } from "../../contract/plan.ts";
import { type Instant, later } from "../../contract/time.ts";
import {
  airing,
  type NewOccurrence,
  type OrderFault,
  occurrenceIdOf,
  programmeLength,
  type Sayable,
  type Slot,
  slotAt,
  slotInSession,
  spellOut,
} from "./broadcast.ts";
import type { Order } from "./schedule-api.ts";
import { means, namesSomething, narrowest, type Place } from "./where.ts";

export type Fault = OrderFault | "where-empty" | "no-clusters" | "no-instants";

export type Drafted =
  | { readonly ok: true; readonly draft: Draft }
  | { readonly ok: false; readonly code: Fault; readonly message?: string };

/** An order that is sound in itself: what would be put into the plans. */
export interface Draft {
  readonly title: string;
  readonly theme: string | undefined;
  readonly places: readonly Place[];
  readonly said: readonly Sayable[];
  readonly occurrences: readonly NewOccurrence[];
}

export interface Circumstances {
  readonly id: BroadcastId;
  readonly now: Instant;
  readonly messages: ReadonlyMap<string, Sayable>;
  readonly places: readonly Place[];
  /** The instants of a rule inside the horizon; empty for other kinds of `when`. */
  readonly instants: readonly Instant[];
  readonly notAfter: Instant | undefined;
  /** Name of the person who orders, for an emergency's record. */
  readonly by: string;
}

/** From an order to the occurrences that would carry it out once approved, or why it cannot be. Pure: nothing is saved. */
export function draft(order: Order, given: Circumstances): Drafted {
  const spelt = spellOut(order, given.messages, given.now);
  if (!spelt.ok) return spelt;
  if (given.notAfter !== undefined && given.notAfter <= given.now) return no("not-after-past");
  const where = order.where as Target;
  if (!namesSomething(where)) return no("where-empty");
  const meant = given.places.filter((place) => means(where, place));
  if (meant.length === 0) return no("no-clusters");
  const slots = slotsOf(order, given, programmeLength(spelt.parts));
  if (slots.length === 0) return no("no-instants");
  const title = order.title ?? spelt.said[0]?.title ?? "Bản tin";
  const theme = spelt.said[0]?.theme;
  const occurrences = groups(order, meant).flatMap(({ scope, places, target }) =>
    slots.map((slot) => ({
      scope,
      document: order.level === "emergency" ? ("urgent" as const) : ("plan" as const),
      clusters: places.map((place) => place.cluster),
      body: airing(recorded(order, title, given.by), {
        id: occurrenceIdOf(given.id, slot.notBefore, scope),
        broadcast: given.id,
        scope,
        title,
        theme,
        issued: given.now,
        slot,
        target,
        parts: spelt.parts,
      }),
    })),
  );
  return { ok: true, draft: { title, theme, places: meant, said: spelt.said, occurrences } };
}

// Nobody is kept from warning people by a missing number: what was not written down says so in the record.
function recorded(order: Order, title: string, by: string): Order {
  if (order.level !== "emergency" || order.emergency) return order;
  const unwritten = "chưa ghi";
  return {
    ...order,
    emergency: { orderGiver: by, orderNumber: unwritten, hazard: title, area: unwritten },
  };
}

const no = (code: Fault) => ({ ok: false, code }) as const;

function slotsOf(
  order: Order,
  given: Circumstances,
  length: ReturnType<typeof programmeLength>,
): Slot[] {
  const { when } = order;
  if ("now" in when) return [slotAt(given.now, "now", length, given.notAfter)];
  if ("session" in when)
    return [slotInSession(given.now, given.now % 1_000_000_007, given.notAfter)];
  return given.instants
    .filter((at) => later(at, length) > given.now)
    .map((at) => slotAt(at, "at", length, given.notAfter));
}

interface Group {
  readonly scope: ScopeId;
  readonly places: readonly Place[];
  readonly target: Target;
}

/**
 * A normal item is always the commune's own (Circular 39/2020: the commune decides whether and when), so it is ordered once
 * per commune; what must be played travels once, in the smallest scope that covers everyone.
 */
function groups(order: Order, meant: readonly Place[]): Group[] {
  const where = order.where as Target;
  if (order.level !== "normal") {
    return [{ scope: narrowest(meant), places: meant, target: where }];
  }
  return [...new Set(meant.map((place) => place.commune))].map((commune) => ({
    scope: communeScope(commune),
    places: meant.filter((place) => place.commune === commune),
    target: where,
  }));
}
