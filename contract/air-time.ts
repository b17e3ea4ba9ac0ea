import type { Caps } from "./agent-config.ts";
import type { Hours } from "./hours.ts";
import type { Item } from "./item.ts";
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
function tally() {
  const rows = new Map<string, Entry[]>();
  return {
    add(key: string, start: Instant, amount: number): void {
      const entries = rows.get(key) ?? [];
      if (entries.length === 0) rows.set(key, entries);
      entries.push({ start, total: (entries.at(-1)?.total ?? 0) + amount });
    },
    before(key: string, at: Instant): number {
      return rows.get(key)?.findLast((entry) => entry.start < at)?.total ?? 0;
    },
  };
}

/** Weeks run from Monday; 1970-01-01 was a Thursday. */
const week = (at: Instant): number => Math.floor((dayNumber(at) + 3) / 7);

export function airTime(caps: Caps, hours: Hours): AirTime {
  const lengths = tally();
  const sessions = tally();
  const airings = tally();
  const day = (at: Instant) => `day ${dayNumber(at)}`;

  function add(item: Item, start: Instant, length: Duration): void {
    lengths.add(day(start), start, length);
    if (item.begun === start) {
      for (const message of messagesOf(item)) airings.add(`${week(start)} ${message}`, start, 1);
    }
    const session = hours.sessionAt(start);
    if (!session) return;
    const key = `session ${session.from}`;
    if (lengths.before(key, NEVER) === 0) sessions.add(day(session.from), start, 1);
    lengths.add(key, start, length);
  }

  function allows(item: Item, at: Instant, need: Duration): boolean {
    const fits = (key: string, cap: Duration | undefined) =>
      cap === undefined || lengths.before(key, at) + need <= cap + TOLERANCE;
    if (!fits(day(at), caps.perDay) || !mayRepeat(item, at)) return false;
    const session = hours.sessionAt(at);
    if (!session) return true;
    const key = `session ${session.from}`;
    const opened = lengths.before(key, at) > 0;
    const { sessionsPerDay = Number.POSITIVE_INFINITY } = caps;
    return (
      fits(key, caps.perSession) &&
      (opened || sessions.before(day(session.from), at) < sessionsPerDay)
    );
  }

  /** One airing of a message counts once, however often it is repeated inside it. */
  function mayRepeat(item: Item, at: Instant): boolean {
    const { repeatsPerWeek } = caps;
    if (repeatsPerWeek === undefined || item.begun !== undefined) return true;
    return messagesOf(item).every(
      (message) => airings.before(`${week(at)} ${message}`, at) < repeatsPerWeek,
    );
  }

  return { add, allows };
}

const NEVER = Number.POSITIVE_INFINITY as Instant;

function messagesOf({ occurrence }: Item): readonly string[] {
  const messages = occurrence.parts.flatMap((part) =>
    part.kind === "audio" && part.role === "message" && part.message ? [part.message] : [],
  );
  return [...new Set<string>(messages)];
}
