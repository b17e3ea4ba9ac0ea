import type { SessionRule } from "../../contract/agent-config.ts";
import { hoursOf } from "../../contract/hours.ts";
import { type Duration, days, hours, type Instant, lastOf, later } from "../../contract/time.ts";

/** The sessions of each commune's regulation. */
export type Regulations = ReadonlyMap<string, readonly SessionRule[]>;

/** A day and a half: long enough for the evening and the next morning's session. */
const USUAL = hours(36);
/** A regulation repeats itself by weeks: what has no session in eight days has none that anybody means by "next". */
const SEARCHED = days(8);

/**
 * Until when something waits that is ordered for the next session: a day and a half, or to the end of the first session that is
 * long enough for it where a commune is silent for longer, as over a weekend. Of several communes the latest.
 */
export function untilNextSession(
  since: Instant,
  length: Duration,
  communes: readonly string[],
  regulations: Regulations,
): Instant {
  const ends = [...new Set(communes)].map((commune) =>
    firstLongEnough(since, length, regulations.get(commune) ?? []),
  );
  return ends.reduce<Instant>((latest, end) => lastOf(latest, end ?? latest), later(since, USUAL));
}

function firstLongEnough(
  since: Instant,
  length: Duration,
  sessions: readonly SessionRule[],
): Instant | undefined {
  const regulation = hoursOf({ sessions: [...sessions], quiet: [] });
  for (const { from, to } of regulation.sessionsWithin(since, later(since, SEARCHED))) {
    if (later(lastOf(from, since), length) <= to) return to;
  }
  return undefined;
}
