import { type BroadcastId, broadcastId, type ScopeId } from "../../contract/ids.ts";
import { type Clock, days, type Instant, later, type Window } from "../../contract/time.ts";
import { type Result, refuse } from "../problems.ts";
import type { Sayable } from "./broadcast.ts";
import { type Draft, draft } from "./order.ts";
import type { Order } from "./schedule-api.ts";
import type { Place } from "./where.ts";

/** How far ahead boards know their plan (design section 1: fourteen days on disk). */
export const HORIZON = days(14);

export interface DraftingDeps {
  readonly clock: Clock;
  readonly hash: (text: string) => string;
  /** `undefined` = no such day or hour. */
  readonly parseInstant: (iso: string) => Instant | undefined;
  readonly places: () => Promise<readonly Place[]>;
  readonly messages: (ids: readonly string[]) => Promise<ReadonlyMap<string, Sayable>>;
  /** The instants of an RFC 5545 rule in a window, station time; an unreadable rule is `undefined`. */
  readonly expand: (
    start: Instant,
    rrule: string,
    window: Window,
  ) => readonly Instant[] | undefined;
}

/** What the order would put on air now, and the hash that an approval binds: content, targets, time and level. */
export interface Drafted extends Draft {
  readonly contentHash: string;
}

export async function drafting(
  deps: DraftingDeps,
  order: Order,
  id: string,
  by: string,
): Promise<Result<Drafted>> {
  const now = deps.clock.now();
  const notAfter = order.notAfter === undefined ? undefined : deps.parseInstant(order.notAfter);
  if (order.notAfter !== undefined && notAfter === undefined) return refuse("no-such-time");
  const start = startOf(deps, order);
  if (start === "unreadable") return refuse("no-such-time");
  const instants = instantsOf(deps, order, start, { from: now, to: later(now, HORIZON) });
  if (instants === undefined) return refuse("rule-unreadable");
  const made = draft(order, {
    id: broadcastId(id) as BroadcastId,
    now,
    instants,
    messages: await deps.messages(messagesIn(order)),
    places: await deps.places(),
    notAfter,
    by,
  });
  if (!made.ok) return refuse(made.code, made.message ? { detail: made.message } : {});
  const said = made.draft.said.map((one) => [one.id, one.audio?.sha256]);
  return {
    ok: true,
    value: { ...made.draft, contentHash: deps.hash(JSON.stringify([order, said])) },
  };
}

function startOf(deps: DraftingDeps, { when }: Order): Instant | undefined | "unreadable" {
  if ("at" in when) return deps.parseInstant(when.at) ?? "unreadable";
  if ("rrule" in when) return deps.parseInstant(when.start) ?? "unreadable";
  return undefined;
}

function instantsOf(
  deps: DraftingDeps,
  { when }: Order,
  start: Instant | undefined,
  window: Window,
): readonly Instant[] | undefined {
  if (start === undefined) return [];
  return "rrule" in when ? deps.expand(start, when.rrule, window) : [start];
}

function messagesIn(order: Order): string[] {
  const inParts = (order.parts ?? []).map((part) => {
    if (part.kind === "message" || part.kind === "tune") return part.id;
    return part.kind === "relay" ? part.fallback : undefined;
  });
  return [...(order.messageIds ?? []), ...inParts.filter((id) => id !== undefined)];
}

export const scopesOf = (made: Draft): ScopeId[] => [
  ...new Set(made.occurrences.map((one) => one.scope)),
];
