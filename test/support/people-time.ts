import {
  type Cancel,
  type Clock,
  type Duration,
  type Instant,
  instant,
  later,
  type Timers,
} from "../../contract/time.ts";

/** Time that stands until it is told to go on; timers run in their order. */
export interface PeopleTime extends Clock, Timers {
  advance(by: Duration): void;
}

export function peopleTime(start = instant(Date.UTC(2026, 4, 18, 1))): PeopleTime {
  let now: Instant = start;
  const waiting = new Set<{ at: number; run: () => void; every: number | undefined }>();
  const add = (wait: Duration, run: () => void, every?: number): Cancel => {
    const one = { at: now + wait, run, every };
    waiting.add(one);
    return () => void waiting.delete(one);
  };
  return {
    now: () => now,
    monotonic: () => (now - start) as Duration,
    after: (wait, _name, run) => add(wait, run),
    every: (wait, _name, run) => add(wait, run, wait),
    advance: (by) => {
      const end = later(now, by);
      for (;;) {
        const next = [...waiting].filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        now = instant(Math.max(now, next.at));
        if (next.every === undefined) waiting.delete(next);
        else next.at += next.every;
        next.run();
      }
      now = end;
    },
  };
}
