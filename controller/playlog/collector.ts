import { type Duration, milliseconds, type Timers } from "../../contract/time.ts";

export interface CollectorSettings<T> {
  readonly timers: Timers;
  /** How much one piece counts. */
  readonly sizeOf: (one: T) => number;
  /** Commits a turn; what it throws is the turn's own failure and stops nothing. */
  readonly commit: (turn: readonly T[]) => Promise<void>;
  readonly turn?: number;
  readonly wait?: Duration;
  readonly most?: number;
}

export interface Collector<T> {
  /** Resolves at once, or when the queue has room again: back-pressure. */
  add(one: T): void | Promise<void>;
  /** Everything that was added is through. */
  settled(): Promise<void>;
  waiting(): number;
}

/**
 * One transaction for all that arrives in a turn of the event loop: a commit costs the same for one row and for five hundred,
 * and a turn stays short, so that urgent work is not kept waiting.
 */
export function collector<T>(settings: CollectorSettings<T>): Collector<T> {
  const { timers, sizeOf, commit, turn = 500, wait = milliseconds(2), most = 20_000 } = settings;
  const queue: T[] = [];
  let waiting = 0;
  let held: (() => void)[] = [];
  let cancel: (() => void) | undefined;
  let running: Promise<void> | undefined;

  function next(): T[] {
    const taken: T[] = [];
    for (let size = 0; size < turn && queue.length > 0; ) {
      const one = queue.shift() as T;
      size += sizeOf(one);
      waiting -= sizeOf(one);
      taken.push(one);
    }
    return taken;
  }

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      await commit(next());
      if (waiting > most / 2) continue;
      const free = held;
      held = [];
      for (const go of free) go();
    }
  }

  function flush(): void {
    cancel?.();
    cancel = undefined;
    running ??= drain().finally(() => {
      running = undefined;
      if (queue.length > 0) flush();
    });
  }

  return {
    add: (one) => {
      queue.push(one);
      waiting += sizeOf(one);
      if (waiting >= turn) flush();
      else if (running === undefined) cancel ??= timers.after(wait, "commit a turn", flush);
      if (waiting < most) return undefined;
      return new Promise<void>((resolve) => held.push(resolve));
    },
    settled: async () => {
      while (queue.length > 0 || running !== undefined) {
        flush();
        await running;
      }
    },
    waiting: () => waiting,
  };
}
