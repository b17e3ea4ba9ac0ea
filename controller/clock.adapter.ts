import type { Cancel, Clock, Duration, Instant, Timers } from "../contract/time.ts";

/** The longest wait that Node takes in one piece (24.8 days); a longer one is cut into several. */
const LONGEST = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now() as Instant,
  monotonic: () => Math.floor(performance.now()) as Duration,
};

export const systemTimers: Timers = {
  after: (wait, _name, run) => {
    let cancelled = false;
    let timer: NodeJS.Timeout;
    const arm = (left: number): void => {
      timer = setTimeout(
        () => (left > LONGEST ? arm(left - LONGEST) : cancelled || run()),
        Math.max(0, Math.min(left, LONGEST)),
      );
    };
    arm(wait);
    return () => {
      cancelled = true;
      clearTimeout(timer);
    };
  },
  every: (wait, _name, run): Cancel => {
    const timer = setInterval(run, Math.max(1, wait));
    return () => clearInterval(timer);
  },
};
