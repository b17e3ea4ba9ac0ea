import type { BroadcastId, OccurrenceId, ScopeId } from "../../contract/ids.ts";
import type { AudioPart, Occurrence, OnCut, Part, Placement, Target } from "../../contract/plan.ts";
import { isLive } from "../../contract/programme.ts";
import {
  type Duration,
  firstOf,
  hours,
  type Instant,
  later,
  milliseconds,
  minutes,
  seconds,
} from "../../contract/time.ts";
import type { Order, OrderPart } from "./schedule-api.ts";
import type { Kept } from "./series.ts";
import { authorityOf } from "./where.ts";

/** What an order needs to know of a message: a copy goes on air, so later edits cannot rewrite what was ordered. */
export interface Sayable {
  readonly id: string;
  readonly title: string;
  readonly theme: string;
  readonly campaign?: string | null;
  readonly language: string;
  readonly status: string;
  readonly secrecy: string;
  readonly approvedBy: string | null;
  readonly validFrom: Instant | null;
  readonly validTo: Instant | null;
  readonly audio: {
    readonly sha256: string;
    readonly bytes: number;
    readonly length: Duration;
  } | null;
  /** How much of its sound other messages have too. */
  readonly shared?: AudioPart["shared"] | null;
}

export type OrderFault =
  | "order-empty"
  | "message-unknown"
  | "not-approved"
  | "state-secret"
  | "content-expired"
  | "no-audio"
  | "programme-too-long"
  | "not-after-past";

export type Parts =
  | { readonly ok: true; readonly parts: readonly Part[]; readonly said: readonly Sayable[] }
  | { readonly ok: false; readonly code: OrderFault; readonly message?: string };

const LONGEST_PROGRAMME = hours(12);
const PATIENCE = minutes(10);

export const partLength = (part: Part): Duration =>
  part.kind === "audio" ? part.audio.length : part.length;

export const programmeLength = (parts: readonly Part[]): Duration =>
  milliseconds(parts.reduce((sum, part) => sum + partLength(part), 0));

/** The parts that were asked for, spelt out: repeats are written down, so a board needs no rule of its own. */
export function spellOut(
  order: Pick<Kept, "messageIds" | "parts" | "live">,
  messages: ReadonlyMap<string, Sayable>,
  now: Instant,
): Parts {
  const parts: Part[] = order.live ? [liveOf(order.live)] : [];
  const said: Sayable[] = [];
  for (const one of askedFor(order)) {
    if (one.kind === "repeat") parts.push(...again(parts, one.times, seconds(one.gapSeconds)));
    else if (one.kind === "local") parts.push({ kind: "local", length: seconds(one.seconds) });
    else if (one.kind === "pause") parts.push({ kind: "pause", length: seconds(one.seconds) });
    else {
      const made = sounding(one, messages, now);
      if (!made.ok) return made;
      parts.push(made.part);
      said.push(...made.said);
    }
  }
  const fault = faultOf(parts);
  return fault ? { ok: false, code: fault } : { ok: true, parts, said };
}

const liveOf = ({ source, key, seconds: most }: NonNullable<Kept["live"]>): Part => ({
  kind: "live",
  source,
  key,
  length: seconds(most),
});

const askedFor = (order: Pick<Order, "messageIds" | "parts">): readonly OrderPart[] =>
  order.parts ?? (order.messageIds ?? []).map((id) => ({ kind: "message", id }));

/** The further rounds of what stands before, each after its gap. */
function again(before: readonly Part[], times: number, gap: Duration): Part[] {
  const round: Part[] = gap > 0 ? [{ kind: "pause", length: gap }, ...before] : [...before];
  return Array.from({ length: times - 1 }, () => round).flat();
}

function faultOf(parts: readonly Part[]): OrderFault | undefined {
  if (parts.every((part) => part.kind === "pause")) return "order-empty";
  const tooLong = parts.length > 60 || programmeLength(parts) > LONGEST_PROGRAMME;
  return tooLong ? "programme-too-long" : undefined;
}

type Sounding =
  | { readonly ok: true; readonly part: Part; readonly said: readonly Sayable[] }
  | { readonly ok: false; readonly code: OrderFault; readonly message?: string };

function sounding(
  one: Exclude<OrderPart, { kind: "repeat" | "pause" | "local" }>,
  messages: ReadonlyMap<string, Sayable>,
  now: Instant,
): Sounding {
  if (one.kind === "relay") return relay(one, messages, now);
  const found = usable(messages.get(one.id), one.id, now);
  if (!found.ok) return found;
  const { message, audio } = found;
  return {
    ok: true,
    part: {
      kind: "audio",
      role: one.kind,
      audio,
      message: message.id as never,
      language: message.language,
      ...validityOf(message),
      ...(message.shared ? { shared: message.shared } : {}),
    },
    said: [message],
  };
}

/** Another station for a set time; where none of its sources can be heard, an approved message. */
function relay(
  { sources, seconds: length, fallback }: Extract<OrderPart, { kind: "relay" }>,
  messages: ReadonlyMap<string, Sayable>,
  now: Instant,
): Sounding {
  const part: Extract<Part, { kind: "relay" }> = {
    kind: "relay",
    sources: [...sources],
    length: seconds(length),
  };
  if (fallback === undefined) return { ok: true, part, said: [] };
  const found = usable(messages.get(fallback), fallback, now);
  if (!found.ok) return found;
  const { message, audio } = found;
  return { ok: true, part: { ...part, fallback: audio, ...validityOf(message) }, said: [message] };
}

const validityOf = ({ validFrom, validTo }: Sayable) => ({
  ...(validFrom === null ? {} : { validFrom }),
  ...(validTo === null ? {} : { validTo }),
});

function usable(message: Sayable | undefined, id: string, now: Instant) {
  const no = (code: OrderFault) => ({ ok: false, code, message: id }) as const;
  if (!message) return no("message-unknown");
  // Programme 1169 (duty 17): state secrets are never publicised, whoever approved them.
  if (message.secrecy === "state-secret") return no("state-secret");
  if (message.status !== "approved" || message.approvedBy === null) return no("not-approved");
  if (message.validTo !== null && message.validTo <= now) return no("content-expired");
  if (!message.audio) return no("no-audio");
  const { sha256, bytes, length } = message.audio;
  return { ok: true, message, audio: { sha256: sha256 as never, bytes, length } } as const;
}

/** When one airing may sound; a late item is played only inside it. */
export interface Slot {
  readonly placement: Placement;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/**
 * Room for a late start: without `notAfter` an item may begin up to ten minutes late and still end. Of an order that repeats,
 * `notAfter` ends the series; each airing keeps its own ten minutes.
 */
export function slotAt(
  at: Instant,
  kind: "at" | "now",
  length: Duration,
  notAfter: Instant | undefined,
  repeats = false,
): Slot {
  const own = later(later(at, length), PATIENCE);
  const end = repeats ? firstOf(own, notAfter ?? own) : (notAfter ?? own);
  return { placement: { kind, at }, notBefore: at, notAfter: end };
}

/** Items of one session go in the order in which they were ordered. */
export const slotInSession = (since: Instant, notAfter: Instant): Slot => ({
  placement: { kind: "session", order: since },
  notBefore: since,
  notAfter,
});

export interface Airing {
  readonly id: OccurrenceId;
  readonly broadcast: BroadcastId;
  readonly scope: ScopeId;
  readonly title: string;
  readonly theme: string | undefined;
  readonly issued: Instant;
  readonly slot: Slot;
  readonly target: Target;
  readonly parts: readonly Part[];
}

/** What is live has gone on meanwhile and is joined where it is by then; a warning is said again from its start. */
function usualOnCut(level: Order["level"], parts: readonly Part[]): OnCut {
  if (parts.some((part) => part.kind === "live")) return "rejoin";
  if (level === "emergency") return "restart";
  return parts.some(isLive) ? "rejoin" : "resume";
}

/** The immutable copy that goes on air, as yet approved by nobody. */
export function airing(order: Order, what: Airing): Occurrence {
  return {
    id: what.id,
    broadcast: what.broadcast,
    level: order.level,
    authority: authorityOf(what.scope),
    status: order.status ?? "actual",
    title: what.title,
    ...(what.theme === undefined ? {} : { theme: what.theme }),
    issued: what.issued,
    notBefore: what.slot.notBefore,
    notAfter: what.slot.notAfter,
    placement: what.slot.placement,
    target: what.target,
    parts: structuredClone([...what.parts]),
    onCut: order.onCut ?? usualOnCut(order.level, what.parts),
    secrecy: "public",
    approvedBy: [],
    ...(order.emergency ? { emergency: order.emergency } : {}),
  };
}

/** `b-…-202611260500-21024`: the same rule, day and scope always make the same id, so making them again adds nothing. */
export function occurrenceIdOf(broadcast: BroadcastId, at: Instant, scope: ScopeId): OccurrenceId {
  return `${broadcast}-${Math.floor(at / 60_000).toString(36)}-${scope}` as OccurrenceId;
}

/** An occurrence with the scope whose document carries it and the clusters that it was meant for when it was ordered. */
export interface NewOccurrence {
  readonly scope: ScopeId;
  readonly document: "plan" | "urgent";
  readonly body: Occurrence;
  readonly clusters: readonly string[];
}
