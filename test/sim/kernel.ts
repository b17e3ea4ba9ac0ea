// One time for everything: controller, boards, network, disks and staff are events of one queue.
import { createHash } from "node:crypto";
import type { Cancel, Clock, Duration, Instant, Timers } from "../../contract/time.ts";

interface Entry {
  readonly at: number;
  readonly order: number;
  run: (() => unknown) | undefined;
}

export interface TraceLine {
  readonly at: Instant;
  readonly who: string;
  readonly what: string;
}

/** A program with its own life: once it is dead its timers are gone and nothing of it happens any more. */
export interface Life extends Clock, Timers {
  readonly alive: () => boolean;
  kill(): void;
}

export interface Kernel {
  /** True time. */
  now(): Instant;
  after(wait: number, run: () => unknown): Cancel;
  /** `wall` says how far the wall clock of this program is off. */
  life(wall?: () => number): Life;
  /** Work outside virtual time (an HTTP answer inside the process): time stands until it is done. */
  hold<T>(work: Promise<T>): Promise<T>;
  tell(who: string, what: string): void;
  readonly trace: readonly TraceLine[];
  /** Of every line that was told: equal for equal seeds. */
  hash(): string;
  events(): number;
  /** Runs everything until then. */
  until(at: Instant): Promise<void>;
}

export function kernel(start: Instant): Kernel {
  const heap: Entry[] = [];
  const trace: TraceLine[] = [];
  const sum = createHash("sha256");
  let now: number = start;
  let order = 0;
  let holding = 0;
  let events = 0;

  const before = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order);

  function push(entry: Entry): void {
    let i = heap.push(entry) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      const parent = heap[up] as Entry;
      if (before(parent, entry)) break;
      heap[i] = parent;
      i = up;
    }
    heap[i] = entry;
  }

  function pop(): Entry {
    const first = heap[0] as Entry;
    const last = heap.pop() as Entry;
    if (heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let down = i * 2 + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && before(heap[down + 1] as Entry, heap[down] as Entry)) down += 1;
      if (before(last, heap[down] as Entry)) break;
      heap[i] = heap[down] as Entry;
      i = down;
    }
    heap[i] = last;
    return first;
  }

  function after(wait: number, run: () => unknown): Cancel {
    order += 1;
    // Fractions of a millisecond would make two machines differ in their rounding.
    const entry: Entry = { at: now + Math.max(0, Math.round(wait)), order, run };
    push(entry);
    return () => {
      entry.run = undefined;
    };
  }

  function life(wall: () => number = () => 0): Life {
    let alive = true;
    const born = now;
    return {
      alive: () => alive,
      kill: () => {
        alive = false;
      },
      now: () => (now + wall()) as Instant,
      monotonic: () => (now - born) as Duration,
      after: (wait, _name, run) => after(wait, () => alive && run()),
      every: (wait, _name, run) => {
        let cancel: Cancel = () => undefined;
        let off = false;
        const next = (): void => {
          cancel = after(Math.max(1, wait), () => {
            if (!alive || off) return;
            next();
            run();
          });
        };
        next();
        return () => {
          off = true;
          cancel();
        };
      },
    };
  }

  /** One turn of the event loop empties the queue of promises, and everything inside is promises. */
  async function settle(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve));
    while (holding > 0);
  }

  return {
    now: () => now as Instant,
    after,
    life,
    async hold(work) {
      holding += 1;
      try {
        return await work;
      } finally {
        // The one who waits for it goes on first.
        setImmediate(() => {
          holding -= 1;
        });
      }
    },
    tell: (who, what) => {
      trace.push({ at: now as Instant, who, what });
      sum.update(`${now} ${who} ${what}\n`);
    },
    trace,
    hash: () => sum.copy().digest("hex").slice(0, 16),
    events: () => events,
    until: async (at) => {
      await settle();
      while (heap.length > 0 && (heap[0] as Entry).at <= at) {
        const entry = pop();
        if (entry.run === undefined) continue;
        now = Math.max(now, entry.at);
        events += 1;
        await entry.run();
        await settle();
      }
      now = Math.max(now, at);
    },
  };
}
