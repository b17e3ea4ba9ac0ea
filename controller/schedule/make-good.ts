import type { CommuneCode, MessageId } from "../../contract/ids.ts";
import { communeScope } from "../../contract/ids.ts";
import type { Document, Occurrence, Part } from "../../contract/plan.ts";
import { isReason, reasons } from "../../contract/reasons.ts";
import { dayNumber, startOfDay } from "../../contract/station-time.ts";
import { between, days, type Instant, later, minutes, type Window } from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import { isoOf } from "../iso.ts";
import type { Ground } from "./check.ts";
import type { MakeGoodItem } from "./make-good-api.ts";
import type { Order, OrderPart } from "./schedule-api.ts";

/** One cluster on which an airing did not sound whole. */
export interface Miss {
  readonly occurrence: string;
  readonly body: Occurrence;
  readonly cluster: string;
  readonly name: string;
  readonly commune: string;
  readonly outcome: string;
  readonly reason: string | null;
  /** Messages by the hash of their audio: those that a relay of it fell back to. */
  readonly fallbacks: ReadonlyMap<string, string>;
}

/** The misses of one airing in one commune: what is made good together. */
export function grouped(misses: readonly Miss[]): readonly (readonly [Miss, ...Miss[]])[] {
  const groups = new Map<string, [Miss, ...Miss[]]>();
  for (const one of misses) {
    const key = `${one.occurrence} ${one.commune}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

/** What was said, as an order says it; `undefined` when a part cannot be ordered again. */
export function orderParts(
  parts: readonly Part[],
  fallbacks: Miss["fallbacks"],
): OrderPart[] | undefined {
  const found: OrderPart[] = [];
  for (const part of parts) {
    const one = orderPart(part, fallbacks);
    if (!one) return undefined;
    found.push(one);
  }
  return found;
}

function orderPart(part: Part, fallbacks: Miss["fallbacks"]): OrderPart | undefined {
  if (part.kind === "pause") return { kind: "pause", seconds: part.length / 1_000 };
  if (part.kind === "local") return { kind: "local", seconds: part.length / 1_000 };
  if (part.kind === "relay") {
    const { sources, length } = part;
    const id = part.fallback && fallbacks.get(part.fallback.sha256);
    const fallback = id === undefined ? {} : { fallback: id as MessageId };
    return { kind: "relay", sources: [...sources], seconds: length / 1_000, ...fallback };
  }
  const spoken = part.kind === "audio" && (part.role === "message" || part.role === "tune");
  if (!spoken || part.message === undefined) return undefined;
  return { kind: part.role === "tune" ? "tune" : "message", id: part.message };
}

const EVER: Window = {
  from: Number.NEGATIVE_INFINITY as Instant,
  to: Number.POSITIVE_INFINITY as Instant,
};
/** Time to approve it and to bring it to the boards. */
const SOON = minutes(10);
const SEARCHED = 7;

/**
 * When there is room for it: in the first session that has some left, or, where a commune has none, on the first day on which it
 * could start at its old time of day. Found by asking the timeline, like everything about time.
 */
export function roomFor(ground: Ground, missed: Occurrence, now: Instant): Instant | undefined {
  const from = later(now, SOON);
  const to = later(from, days(SEARCHED));
  const floating = { placement: { kind: "session", order: LAST }, notBefore: from, notAfter: to };
  const start = startOf(ground, { ...missed, ...floating } as Occurrence);
  if (start !== undefined) return start;
  const clock = between(startOfDay(dayNumber(missed.notBefore)), missed.notBefore);
  for (let day = dayNumber(from); day <= dayNumber(to); day += 1) {
    const at = later(startOfDay(day), clock);
    const timed = { placement: { kind: "at", at }, notBefore: at, notAfter: later(at, days(1)) };
    if (at >= from && startOf(ground, { ...missed, ...timed } as Occurrence) === at) return at;
  }
  return undefined;
}

/** After everything else that waits for a session. */
const LAST = Number.MAX_SAFE_INTEGER;

/** When it would start and sound to its end; `undefined` when it would not. */
function startOf({ documents, cluster, facts }: Ground, like: Occurrence): Instant | undefined {
  const id = "make-good" as Occurrence["id"];
  const once: Occurrence = {
    ...like,
    id,
    level: "normal",
    authority: "commune",
    target: { all: true },
    approvedBy: ["a"],
  };
  const scope = communeScope(cluster.commune);
  const together = documents.map(
    (one): Document =>
      one.kind === "plan" && one.scope === scope
        ? { ...one, occurrences: [...one.occurrences, once] }
        : one,
  );
  const { segments, refusals } = timeline(together, cluster, facts, EVER);
  if (refusals.some((one) => one.occurrence === id)) return undefined;
  return segments.find((one) => one.occurrence === id)?.start;
}

/** How it stands with one airing in one commune, and the order that would make it good. */
export function makeGoodItem(
  misses: readonly [Miss, ...Miss[]],
  slot: Instant | undefined,
): MakeGoodItem {
  const [{ body, commune, fallbacks }] = misses;
  const parts = orderParts(body.parts, fallbacks);
  const clusters = misses.map((one) => one.cluster) as NonNullable<Order["where"]["clusters"]>;
  const order: Order | null =
    parts && slot !== undefined
      ? {
          title: `${body.title} (phát bù)`.slice(0, 300),
          parts,
          level: "normal",
          where: { clusters },
          when: { at: isoOf(slot) },
          makesGood: body.id,
        }
      : null;
  return {
    occurrence: body.id,
    commune: commune as CommuneCode,
    title: body.title,
    level: body.level,
    planned: isoOf(body.notBefore),
    clusters: misses.map(({ cluster, name, outcome, reason }) => ({
      cluster: cluster as MakeGoodItem["clusters"][number]["cluster"],
      name,
      outcome,
      reason,
      reasonText: reason !== null && isReason(reason) ? reasons[reason] : null,
    })),
    slot: slot === undefined ? null : isoOf(slot),
    order,
  };
}
