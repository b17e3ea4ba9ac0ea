import type { Facts, Segment, Timeline } from "../../contract/facts.ts";
import type { OccurrenceId } from "../../contract/ids.ts";
import type { Reason } from "../../contract/reasons.ts";
import {
  type Duration,
  earlier,
  type Instant,
  milliseconds,
  seconds,
} from "../../contract/time.ts";

/** Segments of one occurrence that follow each other without a gap. */
export interface Stretch {
  readonly occurrence: OccurrenceId;
  readonly segments: readonly Segment[];
  readonly start: Instant;
  readonly end: Instant;
}

/** What the player has: at most one run that sounds and one that waits for it. */
export interface Given {
  readonly run: number;
  readonly occurrence: OccurrenceId;
  /** When it was to start, or did. */
  readonly start: Instant;
  /** When it ends if nothing cuts it. */
  readonly end: Instant;
  readonly begun: boolean;
  readonly stopping: boolean;
}

export interface Todo {
  readonly stop: readonly {
    readonly run: number;
    readonly by?: OccurrenceId;
    readonly why: "cut" | Reason;
  }[];
  readonly play: readonly Stretch[];
  /** Ask again then at the latest. */
  readonly wake: Instant;
}

/** So long before its start an item is handed to the player, which decodes ahead. */
export const AHEAD = seconds(2);
/** An item may run over by what its device lags; only then is it cut. */
const GRACE = milliseconds(750);
/** A waiting item whose time moved by less stays as it is. */
const MOVED = milliseconds(10);
const REST = seconds(3_600);

export function stretches(segments: readonly Segment[]): Stretch[] {
  const out: Stretch[] = [];
  for (const one of segments) {
    const last = out.at(-1);
    if (last?.occurrence === one.occurrence && last.end === one.start) {
      out[out.length - 1] = { ...last, segments: [...last.segments, one], end: one.end };
    } else
      out.push({ occurrence: one.occurrence, segments: [one], start: one.start, end: one.end });
  }
  return out;
}

/** What lies at or after `now`, with what sounds now cut off at now. */
export function ahead(timeline: Timeline, now: Instant): Stretch[] {
  const coming = timeline.segments.filter(({ end }) => end > now);
  return stretches(coming);
}

/** By a doubtful clock nothing is refused for good: what the timeline puts off from one moment to the next is no reason to ask again then. */
export function withoutDoubts(timeline: Timeline, { clock, now }: Facts): Timeline {
  if (clock === "sure") return timeline;
  return { ...timeline, refusals: timeline.refusals.filter(({ at }) => at <= now) };
}

/**
 * What to do now, given what the timeline says and what the player has. Asking twice changes nothing: what was given already is not
 * given again.
 */
export function next(timeline: Timeline, now: Instant, given: readonly Given[]): Todo {
  const coming = ahead(timeline, now);
  const stop: Todo["stop"][number][] = [];
  const kept: Given[] = [];
  for (const one of given.filter(({ stopping }) => !stopping)) {
    const following = firstOther(coming, kept);
    const verdict = judge(one, following, timeline, now);
    if (verdict === "keep") kept.push(one);
    else stop.push({ run: one.run, ...verdict });
  }
  const play = toPlay(coming, kept, now);
  return { stop, play, wake: wakeOf(timeline, coming, kept, now) };
}

/** The first stretch that the player does not have yet. */
const firstOther = (coming: readonly Stretch[], kept: readonly Given[]): Stretch | undefined =>
  coming.find(({ occurrence }) => !kept.some((one) => one.occurrence === occurrence));

function judge(
  one: Given,
  following: Stretch | undefined,
  timeline: Timeline,
  now: Instant,
): "keep" | { why: "cut" | Reason; by?: OccurrenceId } {
  if (isAsPlanned(one, following, now) || isEnding(one, now)) return "keep";
  const refusal = timeline.refusals.find(
    ({ occurrence, at }) => occurrence === one.occurrence && at <= now,
  );
  const waiting = following && following.start <= now ? { by: following.occurrence } : undefined;
  if (!refusal && !waiting && runsOn(one, timeline, now)) return "keep";
  if (!refusal) return { why: "cut", ...waiting };
  const byItself = refusal.reason === "cancelled" || refusal.reason === "expired";
  return { why: refusal.reason, ...(byItself ? {} : waiting) };
}

function isAsPlanned(one: Given, following: Stretch | undefined, now: Instant): boolean {
  if (following?.occurrence !== one.occurrence) return false;
  return one.begun || following.start <= now || Math.abs(following.start - one.start) <= MOVED;
}

/** It is over by the clock, and the device plays its last milliseconds. */
const isEnding = ({ begun, end }: Given, now: Instant): boolean =>
  begun && now >= end - GRACE && now < end + GRACE;

/** The clock was set forward while it sounded: what is still ordered may sound to its own end. */
const runsOn = ({ begun, end, occurrence }: Given, { segments }: Timeline, now: Instant): boolean =>
  begun && now >= end && segments.some((segment) => segment.occurrence === occurrence);

/** One run sounds and one waits for it; nothing is skipped over. */
function toPlay(coming: readonly Stretch[], kept: readonly Given[], now: Instant): Stretch[] {
  const following = firstOther(coming, kept);
  if (kept.length >= 2 || !following || following.start - now > AHEAD) return [];
  return [following];
}

function wakeOf(
  timeline: Timeline,
  coming: readonly Stretch[],
  kept: readonly Given[],
  now: Instant,
): Instant {
  const moments = [
    ...coming.slice(0, 3).flatMap(({ start, end }) => [earlier(start, AHEAD), start, end]),
    ...kept.map(({ end }) => (end + GRACE) as Instant),
    ...timeline.refusals.map(({ at }) => at),
  ].filter((at) => at > now);
  const soonest = Math.min(now + REST, ...moments);
  return soonest as Instant;
}

/** How long until then, never less than a moment. */
export const waitUntil = (wake: Instant, now: Instant): Duration =>
  milliseconds(Math.max(1, wake - now));
