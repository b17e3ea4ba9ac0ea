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
  readonly parseInstant: (iso: string) => Instant;
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
  const instants = instantsOf(deps, order, { from: now, to: later(now, HORIZON) });
  if (instants === undefined) return refuse("rule-unreadable");
  const made = draft(order, {
    id: broadcastId(id) as BroadcastId,
    now,
    instants,
    messages: await deps.messages(messagesIn(order)),
    places: await deps.places(),
    notAfter: order.notAfter === undefined ? undefined : deps.parseInstant(order.notAfter),
    by,
  });
  if (!made.ok) return refuse(made.code, made.message ? { detail: made.message } : {});
  const said = made.draft.said.map((one) => [one.id, one.audio?.sha256]);
  return {
    ok: true,
    value: { ...made.draft, contentHash: deps.hash(JSON.stringify([order, said])) },
  };
}

function instantsOf(
  deps: DraftingDeps,
  { when }: Order,
  window: Window,
): readonly Instant[] | undefined {
  if ("at" in when) return [deps.parseInstant(when.at)];
  if ("rrule" in when) return deps.expand(deps.parseInstant(when.start), when.rrule, window);
  return [];
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
