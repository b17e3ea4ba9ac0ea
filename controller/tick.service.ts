import type { Clock, Instant } from "../contract/time.ts";
import type { Log } from "./log.ts";
import { firstFrom, type Job } from "./tick.ts";

/** Wakes the program; how often only decides how late something is noticed. */
export interface Wake {
  start(wake: () => void): void;
  stop(): void;
}

export interface TickDeps {
  readonly clock: Clock;
  readonly wake: Wake;
  readonly jobs: readonly Job[];
  readonly remember: {
    get(name: string): Promise<string | undefined>;
    set(name: string, value: string): Promise<void>;
  };
  readonly log: Log;
}

export interface Tick {
  /** Catches up at once, then with every wake-up. */
  start(): Promise<void>;
  stop(): Promise<void>;
  now(): Promise<void>;
}

const LAST = "tick-last";

/** The one wake-up: what became due since the last tick that was written down. */
export function createTick({ clock, wake, jobs, remember, log }: TickDeps): Tick {
  let running: Promise<void> = Promise.resolve();

  async function tick(): Promise<void> {
    const to = clock.now();
    const kept = await remember.get(LAST);
    const from = kept === undefined ? firstFrom(to) : (Number(kept) as Instant);
    // A clock that stepped back has nothing new to ask.
    if (from >= to) return;
    for (const job of jobs) {
      if (job.due(from, to)) await job.run(from, to);
    }
    // After the work: a tick that was cut short is asked again, and every job bears that.
    await remember.set(LAST, String(to));
  }

  const inTurn = (): Promise<void> => {
    running = running.then(tick).catch((error: unknown) => {
      log.error({ error: String(error) }, "tick");
    });
    return running;
  };

  return {
    start: async () => {
      await inTurn();
      wake.start(() => void inTurn());
    },
    stop: async () => {
      wake.stop();
      await running;
    },
    now: inTurn,
  };
}
