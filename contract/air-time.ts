import type { Caps } from "./agent-config.ts";
import type { Hours } from "./hours.ts";
import { type Item, NEVER } from "./item.ts";
import { TOLERANCE } from "./programme.ts";
import { dayNumber } from "./station-time.ts";
import type { Duration, Instant } from "./time.ts";

/** What has sounded of ordinary items, against the caps of the regulation. Entries come in order of time. */
export interface AirTime {
  /** A stretch counts for the session and the station day in which it starts. */
  add(item: Item, start: Instant, length: Duration): void;
  /** Whether `need` more of this item may sound from `at` on, by what had started before `at`. */
  allows(item: Item, at: Instant, need: Duration): boolean;
}

interface Entry {
  readonly start: Instant;
  /** The sum up to and including this entry. */
  readonly total: number;
}

/** Sums that can be asked for any earlier moment. */
function tally<K>() {
  const rows = new Map<K, Entry[]>();
  return {
    add(key: K, start: Instant, amount: number): void {
      const entries = rows.get(key);
      const total = (entries?.at(-1)?.total ?? 0) + amount;
      if (entries) entries.push({ start, total });
      else rows.set(key, [{ start, total }]);
    },
    before(key: K, at: Instant): number {
      return rows.get(key)?.findLast((entry) => entry.start < at)?.total ?? 0;
    },
  };
}

/** Weeks run from Monday; 1970-01-01 was a Thursday. */
const week = (at: Instant): number => Math.floor((dayNumber(at) + 3) / 7);

export function airTime(caps: Caps, hours: Hours): AirTime {
  const { perDay, perSession, sessionsPerDay, repeatsPerWeek } = caps;
  const daily = tally<number>();
  const inSession = tally<Instant>();
  const sessions = tally<number>();
  const airings = tally<string>();

  function add(item: Item, start: Instant, length: Duration): void {
    daily.add(dayNumber(start), start, length);
    if (repeatsPerWeek !== undefined && item.begun === start) {
      for (const message of messagesOf(item)) airings.add(`${week(start)} ${message}`, start, 1);
    }
    const session = hours.sessionAt(start)?.from;
    if (session === undefined) return;
    if (inSession.before(session, NEVER) === 0) sessions.add(dayNumber(session), start, 1);
    inSession.add(session, start, length);
  }

  function allows(item: Item, at: Instant, need: Duration): boolean {
    if (exceeds(daily.before(dayNumber(at), at) + need, perDay) || tooOften(item, at)) return false;
    const session = hours.sessionAt(at)?.from;
    if (session === undefined) return true;
    const used = inSession.before(session, at);
    if (exceeds(used + need, perSession)) return false;
    const open = sessionsPerDay ?? Number.POSITIVE_INFINITY;
    return used > 0 || sessions.before(dayNumber(session), at) < open;
  }

  /** One airing of a message counts once, however often it is repeated inside it. */
  function tooOften(item: Item, at: Instant): boolean {
    if (repeatsPerWeek === undefined || item.begun !== undefined) return false;
    return messagesOf(item).some(
      (message) => airings.before(`${week(at)} ${message}`, at) >= repeatsPerWeek,
    );
  }

  return { add, allows };
}

const exceeds = (length: number, cap: Duration | undefined): boolean =>
  cap !== undefined && length > cap + TOLERANCE;

function messagesOf({ occurrence }: Item): readonly string[] {
  const messages = occurrence.parts.flatMap((part) =>
    part.kind === "audio" && part.role === "message" && part.message ? [part.message] : [],
  );
  return [...new Set<string>(messages)];
}
