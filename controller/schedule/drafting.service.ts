import { type BroadcastId, broadcastId, type ScopeId } from "../../contract/ids.ts";
import type { AudioRef } from "../../contract/plan.ts";
import { type Clock, days, type Instant, later } from "../../contract/time.ts";
import { type Result, refuse } from "../problems.ts";
import type { Sayable } from "./broadcast.ts";
import type { Regulations } from "./next-session.ts";
import { type Draft, draftSeries } from "./order.ts";
import type { Order } from "./schedule-api.ts";
import { type Expand, isOver, type Kept, messagesOf, variantsOf } from "./series.ts";
import type { Place } from "./where.ts";

/** How far ahead boards know their plan (design section 1: fourteen days on disk). */
export const HORIZON = days(14);
const YEAR = days(370);

export interface DraftingDeps {
  readonly clock: Clock;
  readonly hash: (text: string) => string;
  /** `undefined` = no such day or hour. */
  readonly parseInstant: (iso: string) => Instant | undefined;
  /** The sessions that communes have today. */
  readonly regulations: () => Promise<Regulations>;
  readonly places: () => Promise<readonly Place[]>;
  readonly messages: (ids: readonly string[]) => Promise<ReadonlyMap<string, Sayable>>;
  /** "This is an exercise", spoken; `undefined` where there is no voice. */
  readonly notice: () => Promise<AudioRef | undefined>;
  /** The instants of an RFC 5545 rule in a window, station time; an unreadable rule is `undefined`. */
  readonly expand: Expand;
}

/** What the order would put on air now, and the hash that an approval binds: content, targets, time and level. */
export interface Drafted extends Draft {
  readonly contentHash: string;
}

export async function drafting(
  deps: DraftingDeps,
  kept: Kept,
  id: string,
  by: string,
): Promise<Result<Drafted>> {
  const now = deps.clock.now();
  const start = startOf(deps, kept);
  if (start === "unreadable" || !readable(deps, kept.notAfter)) return refuse("no-such-time");
  const window = { from: now, to: later(now, HORIZON) };
  const variants = variantsOf(kept, start, window, deps.expand);
  if (variants === undefined) return refuse("rule-unreadable");
  const notice = (kept.status ?? "actual") === "actual" ? undefined : await deps.notice();
  const made = draftSeries(variants, {
    ...(notice ? { notice } : {}),
    id: broadcastId(id) as BroadcastId,
    now,
    messages: await deps.messages(variants.flatMap((one) => messagesOf(one.order))),
    places: await deps.places(),
    ...(waits(kept) ? { regulations: await deps.regulations() } : {}),
    airsLater:
      variants.every((one) => one.instants.length === 0) && airsAfter(deps, kept, start, window.to),
    by,
  });
  if (!made.ok) return refuse(made.code, made.message ? { detail: made.message } : {});
  return {
    ok: true,
    value: { ...made.draft, contentHash: bindingHash(deps, kept, made.draft) },
  };
}

/** Whether an order waits for a session, so that it matters when communes have theirs. */
const waits = ({ level, when }: Kept): boolean => level === "priority" || "session" in when;

/** What an approval holds for. `since` is no part of it: it is the moment of that approval. */
export function bindingHash(
  { hash }: DraftingDeps,
  kept: Kept,
  { said, prepared }: Pick<Draft, "said" | "prepared">,
): string {
  const { since: _since, returned: _returned, ...bound } = kept;
  const sounds = [...said, ...prepared].map((one) => [one.id, one.audio?.sha256]);
  return hash(JSON.stringify([bound, sounds]));
}

/** Where the order's own time begins; `undefined` for what begins with its approval. */
export function startOf(
  { parseInstant }: Pick<DraftingDeps, "parseInstant">,
  { when }: Pick<Order, "when">,
): Instant | undefined | "unreadable" {
  if ("at" in when) return parseInstant(when.at) ?? "unreadable";
  if ("rrule" in when) return parseInstant(when.start) ?? "unreadable";
  return undefined;
}

const readable = ({ parseInstant }: DraftingDeps, text: string | undefined): boolean =>
  text === undefined || parseInstant(text) !== undefined;

/** A rule whose next airing lies further ahead than boards plan: a campaign day, or one that was moved there. */
function airsAfter(deps: DraftingDeps, kept: Kept, start: Instant | undefined, from: Instant) {
  if (start === undefined || !("rrule" in kept.when)) return false;
  const found = deps.expand(start, kept.when.rrule, { from, to: later(from, YEAR) });
  return found?.some((at) => !isOver(kept, at)) ?? true;
}

export const scopesOf = (made: Pick<Draft, "occurrences">): ScopeId[] => [
  ...new Set(made.occurrences.map((one) => one.scope)),
];
