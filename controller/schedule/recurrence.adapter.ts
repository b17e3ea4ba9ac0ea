import { RRuleTemporal } from "rrule-temporal";
import type { Instant, Window } from "../../contract/time.ts";

/** Viet Nam keeps UTC+7 all year: a rule is expanded on the station's wall clock as if it were UTC, which asks no zone table. */
const AHEAD = 7 * 3_600_000;
/** More airings than one horizon can hold: such a rule is a mistake. */
const MOST = 2_000;

/**
 * The instants of an RFC 5545 rule inside a window, in station time whatever zone the process runs in.
 * `undefined` when the rule cannot be read or would air without end inside the window.
 */
export function expandRule(
  start: Instant,
  rrule: string,
  window: Window,
): readonly Instant[] | undefined {
  try {
    const rule = new RRuleTemporal({
      rruleString: `${startLine(start)}\nRRULE:${rrule.replace(/^RRULE:/i, "")}`,
    });
    const found = rule
      .between(new Date(window.from + AHEAD - 1), new Date(window.to + AHEAD), true)
      .map((one) => (one.epochMilliseconds - AHEAD) as Instant)
      .filter((at) => at >= window.from && at < window.to);
    return found.length > MOST ? undefined : found;
  } catch {
    return undefined;
  }
}

function startLine(start: Instant): string {
  const local = new Date(start + AHEAD).toISOString().replace(/[-:]|\.\d{3}/g, "");
  return `DTSTART:${local}`;
}
