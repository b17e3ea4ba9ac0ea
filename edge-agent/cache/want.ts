import type { AgentConfig } from "../../contract/agent-config.ts";
import type { Sha256 } from "../../contract/ids.ts";
import type { AudioRef, Occurrence, Part } from "../../contract/plan.ts";
import { atMinute, dayNumber, minuteOfDay } from "../../contract/station-time.ts";
import { days, type Instant, later, minutes } from "../../contract/time.ts";

/** One audio file that some occurrence of this board needs, and when first. */
export interface Want {
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly neededAt: Instant;
}

const audioOf = (part: Part): AudioRef | undefined => {
  if (part.kind === "audio") return part.audio;
  return part.kind === "relay" || part.kind === "live" ? part.fallback : undefined;
};

/** Everything that must be on disk before the occurrence may be called armed, fallbacks included. */
export const audioOfOccurrence = ({ parts }: Occurrence): AudioRef[] =>
  parts.flatMap((part) => audioOf(part) ?? []);

const startOf = ({ placement, notBefore, level }: Occurrence): Instant => {
  if (level === "emergency") return 0 as Instant;
  return placement.kind === "session" ? notBefore : placement.at;
};

/** What is needed and is not over, each file once, soonest first; an emergency before everything. */
export function wants(occurrences: readonly Occurrence[], now: Instant): Want[] {
  const found = new Map<Sha256, Want>();
  for (const occurrence of occurrences) {
    if (occurrence.notAfter <= now) continue;
    const neededAt = startOf(occurrence);
    for (const { sha256, bytes } of audioOfOccurrence(occurrence)) {
      const known = found.get(sha256);
      if (!known || neededAt < known.neededAt) found.set(sha256, { sha256, bytes, neededAt });
    }
  }
  return [...found.values()].sort(
    (a, b) => a.neededAt - b.neededAt || (a.sha256 < b.sha256 ? -1 : 1),
  );
}

type Hours = NonNullable<AgentConfig["fetchHours"]>;

/** What is needed so soon after the hours begin must not wait for them. */
const LEAD = minutes(30);

const isWithin = ({ start, end }: Hours, now: Instant): boolean => {
  const minute = minuteOfDay(now);
  if (start < end) return minute >= start && minute < end;
  return minute >= start || minute < end;
};

/** When the hours begin next, after `now`. */
export function nextFetchHours({ start }: Hours, now: Instant): Instant {
  const today = atMinute(dayNumber(now), start);
  return today > now ? today : later(today, days(1));
}

/** An emergency, and what is needed before the next of these hours, at any time; everything else inside them. */
export function mayFetch({ neededAt }: Want, hours: Hours | undefined, now: Instant): boolean {
  if (!hours || isWithin(hours, now)) return true;
  return neededAt < later(nextFetchHours(hours, now), LEAD);
}

export interface Stored {
  readonly sha256: Sha256;
  readonly bytes: number;
  /** When it was last written or wanted. */
  readonly usedAt: Instant;
}

/** Which files to give up so that `need` bytes are free: only what no plan needs, longest unused first. */
export function evict(
  stored: readonly Stored[],
  needed: ReadonlySet<string>,
  free: number,
  need: number,
): Sha256[] {
  const gone: Sha256[] = [];
  let room = free;
  const idle = stored.filter(({ sha256 }) => !needed.has(sha256));
  for (const { sha256, bytes } of [...idle].sort((a, b) => a.usedAt - b.usedAt)) {
    if (room >= need) break;
    gone.push(sha256);
    room += bytes;
  }
  return gone;
}
