import { RRuleTemporal } from "rrule-temporal";
import type { Instant, Window } from "../../contract/time.ts";

const ZONE = "Asia/Ho_Chi_Minh";
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
      .between(new Date(window.from - 1), new Date(window.to), true)
      .map((one) => one.epochMilliseconds as Instant)
      .filter((at) => at >= window.from && at < window.to);
    return found.length > MOST ? undefined : found;
  } catch {
    return undefined;
  }
}

function startLine(start: Instant): string {
  const local = new Date(start + 7 * 3_600_000).toISOString().replace(/[-:]|\.\d{3}Z$/g, "");
  return `DTSTART;TZID=${ZONE}:${local}`;
}
