import type { Cancel, Clock, Duration, Instant, Timers } from "../contract/time.ts";

/** What one setTimeout can wait; a longer wait is made of several. */
const LONGEST = 2_000_000_000;

/** Milliseconds on the machine's steady clock: the same number in every thread of this machine. */
export const steadyMilliseconds = (): number => Number(process.hrtime.bigint()) / 1e6;

const zero = Math.floor(steadyMilliseconds());

/** A moment of `systemClock.monotonic()` as `steadyMilliseconds` counts it. */
export const steadyOf = (monotonic: Duration): number => zero + monotonic;
export const monotonicOf = (steady: number): Duration => Math.round(steady - zero) as Duration;

export const systemClock: Clock = {
  now: () => Date.now() as Instant,
  monotonic: () => Math.floor(steadyMilliseconds() - zero) as Duration,
};

export const systemTimers: Timers = {
  after: (wait, _name, run) => after(Math.max(0, wait), run),
  every: (wait, _name, run): Cancel => {
    const timer = setInterval(run, Math.max(1, wait));
    return () => clearInterval(timer);
  },
};

function after(wait: number, run: () => void): Cancel {
  let timer = setTimeout(next, Math.min(wait, LONGEST), wait - LONGEST);
  function next(rest: number): void {
    if (rest > 0) timer = setTimeout(next, Math.min(rest, LONGEST), rest - LONGEST);
    else run();
  }
  return () => clearTimeout(timer);
}
