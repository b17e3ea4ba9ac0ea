import type { Cancel, Clock, Duration, Instant, Timers } from "../../contract/time.ts";

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly name: string;
  readonly every: number | undefined;
  readonly run: () => void;
}

/** Time that moves only when a test moves it. The wall clock can be bent; the steady one cannot. */
export class VirtualTime implements Clock, Timers {
  #steady = 0;
  #wall: number;
  #entries: Entry[] = [];
  #order = 0;

  constructor(start = Date.UTC(2026, 8, 27, 21, 50)) {
    this.#wall = start;
  }

  now(): Instant {
    return (this.#wall + this.#steady) as Instant;
  }

  monotonic(): Duration {
    return this.#steady as Duration;
  }

  /** Moves the wall clock alone. */
  step(by: number): void {
    this.#wall += by;
  }

  after(wait: Duration, name: string, run: () => void): Cancel {
    return this.#add(wait, name, run, undefined);
  }

  every(wait: Duration, name: string, run: () => void): Cancel {
    return this.#add(wait, name, run, wait);
  }

  #add(wait: number, name: string, run: () => void, every: number | undefined): Cancel {
    this.#order += 1;
    const entry = { at: this.#steady + Math.max(0, wait), order: this.#order, name, every, run };
    this.#entries.push(entry);
    return () => {
      this.#entries = this.#entries.filter(({ order }) => order !== entry.order);
    };
  }

  waiting(): readonly string[] {
    return this.#entries.map(({ name }) => name);
  }

  /** Runs what is due, in order, and lets promises settle after each. */
  async advance(by: number): Promise<void> {
    const until = this.#steady + by;
    await settle();
    for (;;) {
      const next = this.#entries
        .filter(({ at }) => at <= until)
        .sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next) break;
      this.#steady = Math.max(this.#steady, next.at);
      this.#entries = this.#entries.filter(({ order }) => order !== next.order);
      if (next.every !== undefined) {
        this.#entries.push({ ...next, at: this.#steady + Math.max(1, next.every) });
      }
      next.run();
      await settle();
    }
    this.#steady = until;
    await settle();
  }
}

/** A few turns of the event loop: enough for chains of promises without IO. */
async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}
