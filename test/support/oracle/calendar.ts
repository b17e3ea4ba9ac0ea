// A part of the slow and plain reading of docs/timeline.md (timeline-oracle.ts): nothing of the product's code is used here.
import type { Cluster } from "../../../contract/agent-config.ts";

const DAY = 86_400;
export const sec = (ms: number): number => ms / 1_000;
/** Station time is seven hours ahead. */
const local = (s: number) => new Date((s + 7 * 3_600) * 1_000);
export const midnightOf = (s: number) => Math.floor((s + 7 * 3_600) / DAY) * DAY - 7 * 3_600;
const dateOf = (s: number) => local(s).toISOString().slice(0, 10);
const weekdayOf = (s: number) => local(s).getUTCDay() || 7;
export const mondayOf = (s: number) => midnightOf(s) - (weekdayOf(s) - 1) * DAY;

export interface Session {
  from: number;
  to: number;
}

/** The regulation, painted second by second. */
export class Calendar {
  readonly #sessions = new Map<number, Session>();
  readonly #quiet = new Set<number>();

  constructor(cluster: Cluster, from: number, to: number) {
    for (let day = midnightOf(from) - DAY; day < to; day += DAY) {
      const spans = cluster.sessions
        .filter((rule) => holds(rule, day))
        .map((rule) => spanOf(rule, day))
        .sort((a, b) => a.from - b.from || a.to - b.to);
      let session: Session | undefined;
      for (const span of spans) {
        if (!session || span.from >= session.to) session = { from: 0, to: 0 };
        this.paint(session, span);
      }
      for (const rule of cluster.quiet.filter((one) => holds(one, day))) {
        const span = spanOf(rule, day);
        for (let s = span.from; s < span.to; s += 1) this.#quiet.add(s);
      }
    }
  }

  /** What is painted stays: a session that runs over midnight is not taken over by the next. */
  paint(session: Session, span: Session): void {
    for (let s = span.from; s < span.to; s += 1) {
      if (this.#sessions.has(s)) continue;
      this.#sessions.set(s, session);
      session.from ||= s;
      session.to = s + 1;
    }
  }

  session(s: number): Session | undefined {
    return this.#sessions.get(s);
  }

  isQuiet(s: number): boolean {
    return this.#quiet.has(s);
  }

  isFree(from: number, length: number): boolean {
    for (let s = from; s < from + length; s += 1) if (this.#quiet.has(s)) return false;
    return true;
  }
}

type Rule = { start: number; end: number; weekdays?: number[]; from?: string; to?: string };

const holds = (rule: Rule, day: number) =>
  (!rule.weekdays || rule.weekdays.includes(weekdayOf(day))) &&
  (!rule.from || dateOf(day) >= rule.from) &&
  (!rule.to || dateOf(day) <= rule.to);

const spanOf = ({ start, end }: Rule, day: number): Session => ({
  from: day + start * 60,
  to: day + (end > start ? end : end + 1_440) * 60,
});
