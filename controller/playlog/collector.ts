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
  /** Without it everything goes in the order in which it came. */
  readonly lanes?: Lanes<T>;
}

/** What may wait goes behind what is live, and never holds it back. */
export interface Lanes<T> {
  /** Old news: it waits where something live is there, and is left out where there is no more room: its sender sends it again. */
  readonly mayWait: (one: T) => boolean;
  /** Pieces of one row stay in their order. */
  readonly rowOf: (one: T) => string;
  /** A piece that waits already is not taken a second time. */
  readonly nameOf: (one: T) => string;
}

/** So long, again and again while something comes, what stands at the door is let in before something old is written. */
const BREATH = milliseconds(2);
const MOST_BREATHS = 25;

export interface Collector<T> {
  /** Resolves at once, or when the queue has room again: back-pressure. */
  add(one: T): void | Promise<void>;
  /** Everything that was added is through. */
  settled(): Promise<void>;
  waiting(): number;
  /** How many pieces were left out because too much old waited. */
  leftOut(): number;
}

/**
 * One transaction for all that arrives in a turn of the event loop: a commit costs the same for one row and for five hundred,
 * and a turn stays short, so that urgent work is not kept waiting.
 */
export function collector<T>(settings: CollectorSettings<T>): Collector<T> {
  const { timers, sizeOf, commit, turn = 500, wait = milliseconds(2), most = 20_000 } = settings;
  const line = twoLanes(settings.lanes, turn, sizeOf);
  let held: (() => void)[] = [];
  let cancel: (() => void) | undefined;
  let running: Promise<void> | undefined;
  let arrived = 0;
  let hurry = false;
  let wake: () => void = () => undefined;

  async function drain(): Promise<void> {
    while (line.length() > 0) {
      if (line.hasOld() && !hurry) await listen();
      await commit(line.next());
      if (line.waiting() <= most / 2) {
        const free = held;
        held = [];
        for (const go of free) go();
      }
    }
  }

  /** Something live may stand behind all the old that comes at once: nothing old is written before the door was looked at. */
  async function listen(): Promise<void> {
    let before: number;
    let left = MOST_BREATHS;
    do {
      before = arrived;
      await new Promise<void>((go) => {
        wake = go;
        timers.after(BREATH, "hear what is live", go);
      });
      left -= 1;
    } while (arrived > before && left > 0 && !hurry);
  }

  function flush(): void {
    cancel?.();
    cancel = undefined;
    running ??= drain().finally(() => {
      running = undefined;
      if (line.length() > 0) flush();
    });
  }

  return {
    add: (one) => {
      arrived += 1;
      const behind = line.add(one, most / 2);
      if (line.waiting() >= turn) flush();
      else if (running === undefined) cancel ??= timers.after(wait, "commit a turn", flush);
      if (behind || line.waiting() < most) return undefined;
      return new Promise<void>((resolve) => held.push(resolve));
    },
    settled: async () => {
      while (line.length() > 0 || running !== undefined) {
        hurry = true;
        wake();
        flush();
        await running;
      }
      hurry = false;
    },
    waiting: line.waiting,
    leftOut: line.leftOut,
  };
}

/** What waits: live pieces in front, old ones behind, each row in its order. */
function twoLanes<T>(lanes: Lanes<T> | undefined, turn: number, sizeOf: (one: T) => number) {
  const live: T[] = [];
  const old: T[] = [];
  const names = new Set<string>();
  const rows = new Map<string, number>();
  const size = { live: 0, old: 0 };
  let leftOut = 0;

  /** Whether it went behind, or nowhere. */
  function add(one: T, mostOld: number): boolean {
    if (!lanes) return front(one);
    const [name, row] = [lanes.nameOf(one), lanes.rowOf(one)];
    if (names.has(name)) return true;
    const ahead = rows.get(row) ?? 0;
    const waits = ahead > 0 || lanes.mayWait(one);
    if (waits && size.old >= mostOld) {
      leftOut += 1;
      return true;
    }
    names.add(name);
    if (!waits) return front(one);
    rows.set(row, ahead + 1);
    old.push(one);
    size.old += sizeOf(one);
    return true;
  }

  function front(one: T): false {
    live.push(one);
    size.live += sizeOf(one);
    return false;
  }

  /** A turn of what is live, filled up with what is old; something old is in every turn, so that it never waits for ever. */
  function next(): T[] {
    const taken: T[] = [];
    let sum = 0;
    if (old.length > 0) sum += take(old, "old", taken);
    while (sum < turn && live.length > 0) sum += take(live, "live", taken);
    while (sum < turn && old.length > 0) sum += take(old, "old", taken);
    return taken;
  }

  function take(from: T[], lane: keyof typeof size, into: T[]): number {
    const one = from.shift() as T;
    const counts = sizeOf(one);
    size[lane] -= counts;
    into.push(one);
    if (lanes) names.delete(lanes.nameOf(one));
    if (lanes && lane === "old") {
      const row = lanes.rowOf(one);
      const left = (rows.get(row) as number) - 1;
      if (left > 0) rows.set(row, left);
      else rows.delete(row);
    }
    return counts;
  }

  return {
    add,
    next,
    length: () => live.length + old.length,
    hasOld: () => old.length > 0,
    waiting: () => size.live + size.old,
    leftOut: () => leftOut,
  };
}
