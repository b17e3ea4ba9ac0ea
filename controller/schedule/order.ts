import { barred } from "../../contract/admission.ts";
import type { BroadcastId, OccurrenceId, ScopeId } from "../../contract/ids.ts";
import { communeScope } from "../../contract/ids.ts";
import { itemOf } from "../../contract/item.ts";
import type { AudioRef, Part, Target } from "../../contract/plan.ts";
import { type Duration, firstOf, type Instant, later } from "../../contract/time.ts";
import { instantOf } from "../iso.ts";
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
import { type Regulations, untilNextSession } from "./next-session.ts";
import type { Order } from "./schedule-api.ts";
import { type Kept, type Variant, withContent } from "./series.ts";
import { authorityScope, inside, means, namesSomething, narrowest, type Place } from "./where.ts";

export type Fault =
  | OrderFault
  | "where-empty"
  | "no-clusters"
  | "no-instants"
  | "not-yet-valid"
  | "exercise-without-notice";

export type Drafted =
  | { readonly ok: true; readonly draft: Draft }
  | { readonly ok: false; readonly code: Fault; readonly message?: string };

/** An order that is sound in itself: what would be put into the plans. */
export interface Draft {
  readonly title: string;
  readonly theme: string | undefined;
  readonly places: readonly Place[];
  readonly said: readonly Sayable[];
  /** What is prepared to be said later; whoever approved it is no second person for what airs now. */
  readonly prepared: readonly Sayable[];
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
  /** The words that say "this is an exercise"; needed for whatever is not actual. */
  readonly notice?: AudioRef;
  /** The communes' sessions, for what waits for one; absent = nobody has any. */
  readonly regulations?: Regulations;
  /** It airs, but later than boards plan ahead. */
  readonly airsLater?: boolean;
}

/** All ways in which an order airs, as one draft. The first variant is the order itself. */
export function draftSeries(
  variants: readonly Variant[],
  given: Omit<Circumstances, "instants" | "notAfter">,
): Drafted {
  const drafts: Draft[] = [];
  for (const { order, instants } of variants) {
    const airsLater = given.airsLater === true || variants.length > 1;
    const notAfter = order.notAfter === undefined ? undefined : instantOf(order.notAfter);
    const made = draft(order, { ...given, airsLater, instants, notAfter });
    if (!made.ok) return made;
    drafts.push(made.draft);
  }
  const [first, ...others] = drafts as [Draft, ...Draft[]];
  const places = new Map(drafts.flatMap((one) => one.places).map((one) => [one.cluster, one]));
  const said = new Map(drafts.flatMap((one) => one.said).map((one) => [one.id, one]));
  return {
    ok: true,
    draft: {
      ...first,
      places: [...places.values()],
      said: [...said.values()],
      occurrences: [first, ...others].flatMap((one) => one.occurrences),
    },
  };
}

/** From an order to the occurrences that would carry it out once approved, or why it cannot be. Pure: nothing is saved. */
export function draft(order: Kept, given: Circumstances): Drafted {
  const spelt = spellOut(order, given.messages, given.now);
  if (!spelt.ok) return spelt;
  const clear = order.allClear && spellOut(order.allClear, given.messages, given.now);
  if (clear && !clear.ok) return clear;
  if (given.notAfter !== undefined && given.notAfter <= given.now) return no("not-after-past");
  const parts = announced(order, spelt.parts, given.notice);
  if (parts === undefined) return no("exercise-without-notice");
  const where = order.where as Target;
  if (!namesSomething(where)) return no("where-empty");
  const meant = meantBy(order, given.places);
  if (meant.length === 0) return no("no-clusters");
  const length = programmeLength(parts);
  const airings = groups(order, meant).map((group) => ({
    ...group,
    slots: slotsOf(order, given, length, group.places),
  }));
  if (!given.airsLater && airings.every((one) => one.slots.length === 0)) return no("no-instants");
  const title = order.title ?? spelt.said[0]?.title ?? "Tiếp sóng";
  const theme = spelt.said[0]?.theme;
  const occurrences = airings.flatMap(({ scope, places, target, slots }) =>
    slots.map((slot) => ({
      scope,
      document: order.level === "emergency" ? ("urgent" as const) : ("plan" as const),
      clusters: places.map((place) => place.cluster),
      body: airing(recorded(order, title, given.by, scope), {
        id: occurrenceIdOf(given.id, slot.notBefore, scope),
        broadcast: given.id,
        scope,
        title,
        theme,
        issued: given.now,
        slot,
        target,
        parts,
      }),
    })),
  );
  const invalid = invalidOf(occurrences);
  if (invalid) return no(invalid);
  const prepared = clear?.said ?? [];
  const { said } = spelt;
  return { ok: true, draft: { title, theme, places: meant, said, prepared, occurrences } };
}

/**
 * Content that is never valid when it would air, as the boards judge it alone. Of a series the airings after the end of its content
 * stay: the timeline refuses them, and the check says so. One that comes too early is a mistake in the order.
 */
function invalidOf(
  made: readonly NewOccurrence[],
): "not-yet-valid" | "content-expired" | undefined {
  const words = made.map(({ body }) => {
    const ordered = { occurrence: { ...body, approvedBy: ["a", "b"] }, rank: 0 as const };
    const item = itemOf({ ...ordered, stopAt: undefined, turn: undefined }, { released: {} });
    return barred(item, { exercise: true });
  });
  if (words.includes("not-yet-valid")) return "not-yet-valid";
  const over = words.length > 0 && words.every((word) => word === "content-expired");
  return over ? "content-expired" : undefined;
}

/** Rule 1 of the timeline: what is not actual says so before anything else, or no board plays it. */
function announced(
  { status = "actual" }: Pick<Order, "status">,
  parts: readonly Part[],
  notice: AudioRef | undefined,
): readonly Part[] | undefined {
  if (status === "actual") return parts;
  if (!notice) return undefined;
  return [{ kind: "audio", role: "exercise-notice", audio: notice, language: "vie" }, ...parts];
}

// Nobody is kept from warning people by a missing number: what was not written down says so in the record.
function recorded(order: Kept, title: string, by: string, scope: ScopeId): Order {
  if (order.level !== "emergency") return order;
  const unwritten = "chưa ghi";
  const empty = { orderGiver: by, orderNumber: unwritten, hazard: title, area: unwritten };
  const cleared = order.clears?.[scope];
  const allClearOf = cleared === undefined ? {} : { allClearOf: cleared as OccurrenceId };
  return { ...order, emergency: { ...empty, ...order.emergency, ...allClearOf } };
}

const no = (code: Fault) => ({ ok: false, code }) as const;

const meantBy = (order: Kept, places: readonly Place[]): readonly Place[] =>
  places.filter((place) => means(order.where as Target, place) && isOwn(order, place));

/** Who says "everywhere" or "where Hrê is spoken" means their own area; whoever names a place means that place. */
function isOwn({ where, within }: Kept, place: Place): boolean {
  if (within === undefined || where.communes || where.hamlets || where.clusters) return true;
  return within.some((scope) => inside(scope, place));
}

function slotsOf(
  order: Kept,
  given: Circumstances,
  length: Duration,
  places: readonly Place[],
): Slot[] {
  const { when, level } = order;
  const { now, notAfter } = given;
  const repeats = "rrule" in when;
  const communes = places.map((place) => place.commune);
  const regulations = given.regulations ?? new Map();
  const inSession = (since: Instant): Slot => {
    const own = untilNextSession(since, length, communes, regulations);
    // Of an order that repeats, `notAfter` ends the series; each airing keeps its own time to wait.
    return slotInSession(since, repeats ? firstOf(own, notAfter ?? own) : (notAfter ?? own));
  };
  if ("session" in when) return [inSession(order.since ?? now)];
  // Circular 39/2020: a priority item must be played before its deadline, wherever in the programme.
  if (level === "priority") {
    const instants = "now" in when ? [now] : given.instants;
    return instants
      .map(inSession)
      .filter((slot) => later(slot.notBefore, length) <= slot.notAfter && slot.notAfter > now);
  }
  if ("now" in when) return [slotAt(now, "now", length, notAfter)];
  return given.instants
    .filter((at) => later(at, length) > now)
    .map((at) => slotAt(at, "at", length, notAfter, repeats))
    .filter((slot) => later(slot.notBefore, length) <= slot.notAfter || !repeats);
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
function groups(order: Kept, meant: readonly Place[]): Group[] {
  const where = order.where as Target;
  if (order.level !== "normal") {
    return ordering(order, meant).map(({ scope, places }) => ({ scope, places, target: where }));
  }
  return [...new Set(meant.map((place) => place.commune))].map((commune) => ({
    scope: communeScope(commune),
    places: meant.filter((place) => place.commune === commune),
    target: where,
  }));
}

/** The scopes in whose name an order is given, each with the places that it covers: a commune cannot take back what its province ordered. */
export function ordering(
  { within }: Pick<Kept, "within">,
  meant: readonly Place[],
): { readonly scope: ScopeId; readonly places: readonly Place[] }[] {
  if (within === undefined) return [{ scope: narrowest(meant), places: meant }];
  const scopes = new Map<ScopeId, Place[]>();
  for (const place of meant) {
    const scope = authorityScope(within, place) ?? communeScope(place.commune);
    scopes.set(scope, [...(scopes.get(scope) ?? []), place]);
  }
  return [...scopes].map(([scope, places]) => ({ scope, places }));
}

/** The places in whose hands an order lies: whoever may act in all of them may change it and take it back. */
export function ownersOf(order: Kept, all: readonly Place[]): readonly ScopeId[] {
  const variants = [
    order,
    ...(order.except ?? []).map((one) => withContent(order, one.content ?? {})),
  ];
  const owners = variants.flatMap((one) => {
    const places = meantBy(one, all);
    if (one.level !== "normal" || one.offer) return ordering(one, places).map(({ scope }) => scope);
    return places.map((place) => communeScope(place.commune));
  });
  return [...new Set(owners)];
}

/** The place under which an order is kept: the smallest that has all its owners in it. */
export function ownerOf(order: Kept, places: readonly Place[]): ScopeId {
  if (order.level === "normal" && !order.offer) return narrowest(places);
  const [first, ...others] = ordering(order, places);
  return first && others.length === 0 ? first.scope : narrowest(places);
}
