import type { ScopeId } from "../../contract/ids.ts";
import { dayNumber, startOfDay } from "../../contract/station-time.ts";
import { between, type Duration, type Instant, later, type Window } from "../../contract/time.ts";
import { isoOf } from "../iso.ts";
import type { Order } from "./schedule-api.ts";

/** What of an order may differ from one airing to the next. */
export type Content = Partial<
  Pick<Order, "title" | "messageIds" | "parts" | "where" | "onCut" | "notAfter">
>;

/** One airing that is not as the rule makes it. `instant` is when the rule has it, and stays its name. */
export interface Exception {
  readonly instant: Instant;
  readonly skip?: true;
  readonly at?: Instant;
  readonly content?: Content;
}

/** An order as it is kept: what was asked for, on whose behalf, and what was decided about it since. */
export interface Kept extends Order {
  /** The scopes in which its author ordered; absent = an administrator of everything, who acts for the place concerned. */
  readonly within?: readonly ScopeId[];
  /** A normal order from above: it waits in the communes' inboxes. */
  readonly offer?: true;
  /** A person's microphone instead of messages: the stream that boards listen to, the key that signs it, and its longest time. */
  readonly live?: { readonly source: string; readonly key: string; readonly seconds: number };
  /** The emergency airings that this order retracts, by scope ("báo yên"). */
  readonly clears?: Readonly<Record<string, string>>;
  /** Sent back by an approver, until its author changes it. */
  readonly returned?: { readonly by: string; readonly reason: string };
  /** What `{ session: "next" }` counts from. */
  readonly since?: Instant;
  /** Nothing airs from here on. */
  readonly until?: Instant;
  readonly except?: readonly Exception[];
}

/** The instants of a rule in a window; an unreadable rule is `undefined`. */
export type Expand = (
  start: Instant,
  rrule: string,
  window: Window,
) => readonly Instant[] | undefined;

/** The order with other content; parts take the place of messages and the other way round. */
export function withContent<T extends Order>(order: T, content: Content): T {
  const { messageIds: _messages, parts: _parts, ...rest } = order;
  const says = content.parts !== undefined || content.messageIds !== undefined;
  return { ...(says ? rest : order), ...content } as T;
}

/** Every message that an order says, once. */
export function messagesOf(order: Pick<Kept, "messageIds" | "parts" | "allClear">): string[] {
  const inParts = (order.parts ?? []).map((part) => {
    if (part.kind === "message" || part.kind === "tune") return part.id;
    return part.kind === "relay" ? part.fallback : undefined;
  });
  const all = [...(order.messageIds ?? []), ...inParts, ...(order.allClear?.messageIds ?? [])];
  return [...new Set(all.filter((id) => id !== undefined))];
}

/** One way in which the order airs, and when. */
export interface Variant {
  readonly order: Kept;
  readonly instants: readonly Instant[];
}

/** What the rule makes in the window, the exceptions each on its own. `undefined` = the rule cannot be read. */
export function variantsOf(
  kept: Kept,
  start: Instant | undefined,
  window: Window,
  expand: Expand,
): readonly Variant[] | undefined {
  if (start === undefined) return [{ order: kept, instants: [] }];
  const made = "rrule" in kept.when ? expand(start, kept.when.rrule, window) : [start];
  if (made === undefined) return undefined;
  const except = kept.except ?? [];
  const instants = made.filter(
    (at) => !isOver(kept, at) && !except.some((one) => one.instant === at),
  );
  const moved = except
    .filter((one) => !one.skip && !isOver(kept, one.instant))
    .map((one) => ({ order: withContent(kept, one.content ?? {}), at: one.at ?? one.instant }))
    .filter(({ at }) => window.from <= at && at < window.to)
    .map(({ order, at }) => ({ order, instants: [at] }));
  return [{ order: kept, instants }, ...moved];
}

export const isOver = ({ until }: Kept, at: Instant): boolean => until !== undefined && at >= until;

/** The name of the airing that sounds at `at`: when the rule has it. */
export const instantOfAiring = ({ except }: Kept, at: Instant): Instant =>
  except?.find((one) => one.at === at)?.instant ?? at;

/** A person's wish: which airings, and what is to become of them. */
export interface Amendment {
  readonly scope: "this" | "following" | "all";
  /** The airings that were pointed at, by the instants that the rule gives them; empty with `all`. */
  readonly instants: readonly Instant[];
  readonly skip: boolean;
  readonly at?: Instant;
  readonly rrule?: string;
  readonly content: Content;
}

export type AmendFault =
  | "occurrence-past"
  | "occurrence-unknown"
  | "time-past"
  | "move-needs-rule"
  | "not-changeable"
  | "rule-unreadable";

/** `tail`: the order that goes on with the change; `adds` = something new may sound, so that it must be approved anew. */
export type Amended =
  | { readonly ok: true; readonly kind: "cancel" }
  | {
      readonly ok: true;
      readonly kind: "change";
      readonly kept: Kept;
      readonly tail?: Kept;
      readonly adds: boolean;
    }
  | { readonly ok: false; readonly code: AmendFault };

interface Given {
  readonly now: Instant;
  /** Where the rule starts, or the one instant; absent for `now` and `session`. */
  readonly start: Instant | undefined;
  readonly expand: Expand;
}

const no = (code: AmendFault): Amended => ({ ok: false, code });

/** The order with the wish in it. What has aired or lies in the past is not touched: it was written out long ago. */
export function amend(kept: Kept, wish: Amendment, given: Given): Amended {
  const { when } = kept;
  // What was ordered for now is on its way; it can be stopped, not changed.
  if ("now" in when) return wish.skip ? { ok: true, kind: "cancel" } : no("not-changeable");
  if (wish.at !== undefined && wish.at <= given.now) return no("time-past");
  if (!("rrule" in when) || given.start === undefined) return once(kept, wish);
  const series = { kept, rrule: when.rrule, start: given.start };
  switch (wish.scope) {
    case "this":
      return these(kept, wish, given.now);
    case "following":
      return following(series, wish, given);
    case "all":
      return all(series, wish);
  }
}

/** An order with one airing: whatever the scope, that airing is meant. */
function once(kept: Kept, wish: Amendment): Amended {
  if (wish.skip) return { ok: true, kind: "cancel" };
  const changed = withContent(kept, wish.content);
  return change({ ...changed, when: whenOf(wish, kept.when) });
}

function whenOf({ at, rrule }: Amendment, when: Order["when"]): Order["when"] {
  if (at === undefined) return when;
  return rrule === undefined ? { at: isoOf(at) } : { start: isoOf(at), rrule };
}

const change = (kept: Kept): Amended => ({ ok: true, kind: "change", kept, adds: true });

function these(kept: Kept, wish: Amendment, now: Instant): Amended {
  if (wish.instants.length === 0) return no("occurrence-unknown");
  if (wish.rrule !== undefined) return no("not-changeable");
  const old = kept.except ?? [];
  const made: Exception[] = [];
  for (const instant of wish.instants) {
    const before = old.find((one) => one.instant === instant);
    if ((before?.at ?? instant) <= now) return no("occurrence-past");
    made.push(exception(instant, before, wish));
  }
  const others = old.filter((one) => !wish.instants.includes(one.instant));
  const except = [...others, ...made].sort((one, other) => one.instant - other.instant);
  return { ok: true, kind: "change", kept: { ...kept, except }, adds: !wish.skip };
}

function exception(instant: Instant, before: Exception | undefined, wish: Amendment): Exception {
  if (wish.skip) return { instant, skip: true };
  const at = wish.at ?? before?.at;
  const content = withContent({ ...before?.content } as Order, wish.content);
  return {
    instant,
    ...(at === undefined ? {} : { at }),
    ...(Object.keys(content).length > 0 ? { content } : {}),
  };
}

interface Series {
  readonly kept: Kept;
  readonly rrule: string;
  readonly start: Instant;
}

/** The old order ends before the airing that was pointed at, a new one goes on from there. */
function following(series: Series, wish: Amendment, { now, expand }: Given): Amended {
  const { kept, start, rrule } = series;
  const [split] = wish.instants;
  if (split === undefined) return no("occurrence-unknown");
  if (split <= now) return no("occurrence-past");
  const before = expand(start, rrule, { from: start, to: split });
  if (before === undefined) return no("rule-unreadable");
  if (before.length === 0) return all(series, wish);
  const except = kept.except ?? [];
  const head: Kept = {
    ...kept,
    until: split,
    except: except.filter((one) => one.instant < split),
  };
  if (wish.skip) return { ok: true, kind: "change", kept: head, adds: false };
  const rest = { ...kept, except: except.filter((one) => one.instant >= split) };
  const tail = shifted({ kept: rest, start: split, rrule: less(rrule, before.length) }, wish, true);
  if (!tail) return no("move-needs-rule");
  return {
    ok: true,
    kind: "change",
    kept: head,
    tail: withContent(tail, wish.content),
    adds: true,
  };
}

function all(series: Series, wish: Amendment): Amended {
  if (wish.skip) return { ok: true, kind: "cancel" };
  const moved = shifted(series, wish, false);
  return moved ? change(withContent(moved, wish.content)) : no("move-needs-rule");
}

/** The rest of a rule that ends after a number of airings. */
const less = (rrule: string, gone: number): string =>
  rrule.replace(/(COUNT=)(\d+)/i, (_, name: string, count: string) => `${name}${+count - gone}`);

/**
 * The series at another time of day, its exceptions with it. A move to another day, or of a rule that names its hours, needs the
 * new rule: nobody can guess which days are meant then.
 */
function shifted(
  { kept, rrule, start }: Series,
  wish: Amendment,
  sameDay: boolean,
): Kept | undefined {
  const { at } = wish;
  if (wish.rrule !== undefined) {
    return { ...kept, when: { start: isoOf(at ?? start), rrule: wish.rrule } };
  }
  if (at === undefined) return { ...kept, when: { start: isoOf(start), rrule } };
  if (sameDay && dayNumber(at) !== dayNumber(start)) return undefined;
  if (/BY(HOUR|MINUTE|SECOND)=/i.test(rrule)) return undefined;
  const by = (timeOfDay(at) - timeOfDay(start)) as Duration;
  const except = (kept.except ?? []).map((one) => ({ ...one, instant: later(one.instant, by) }));
  const until = kept.until === undefined ? {} : { until: later(kept.until, by) };
  return { ...kept, ...until, when: { start: isoOf(later(start, by)), rrule }, except };
}

const timeOfDay = (at: Instant): Duration => between(startOfDay(dayNumber(at)), at);
