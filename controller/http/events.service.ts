import type { ScopeId } from "../../contract/ids.ts";
import {
  type Clock,
  days,
  earlier,
  hours,
  type Instant,
  seconds,
  type Timers,
} from "../../contract/time.ts";
import type { Emit, EventKind } from "./events.ts";

/** A row of the event table; `store/event.store.ts` keeps them. */
export interface KeptEvent {
  readonly id: number;
  readonly at: number;
  readonly kind: string;
  readonly place: string;
  readonly body: string;
}

export interface KeepEvents {
  add(row: Omit<KeptEvent, "id">): Promise<number>;
  after(id: number, limit: number): Promise<readonly KeptEvent[]>;
  ends(): Promise<{ readonly first: number; readonly last: number }>;
  dropBefore(at: Instant): Promise<void>;
}

/** One listening browser. */
export interface Listener {
  /** Whether this person may hear about the place. */
  hears(place: ScopeId): boolean;
  write(text: string): void;
  /** Bytes that the browser has not taken yet. */
  waiting(): number;
  /** Whether the log-in still lives; it may change what is heard. */
  still(): Promise<boolean>;
  close(): void;
}

export interface Events extends Emit {
  /** Sends what was missed since `lastId`, then everything new; `undefined` = there are too many listeners. */
  listen(listener: Listener, lastId: number | undefined): Promise<(() => void) | undefined>;
  count(): number;
  /** The id of the newest event; 0 = none is kept. */
  last(): Promise<number>;
  start(): void;
  stop(): void;
}

const MOST_LISTENERS = 500;
const MOST_WAITING = 262_144;
const MOST_REPLAYED = 5_000;
const PAGE = 500;
const KEPT = days(1);

interface Listening {
  readonly listener: Listener;
  /** The last id that was looked at; absent while the missed ones are being read. */
  through: number | undefined;
  readonly held: KeptEvent[];
}

export interface EventsDeps {
  readonly store: KeepEvents;
  readonly clock: Clock;
  readonly timers: Timers;
}

const textOf = (event: KeptEvent): string =>
  `id: ${event.id}\nevent: ${event.kind}\ndata: ${JSON.stringify({ id: event.id, at: event.at, kind: event.kind, place: event.place, body: JSON.parse(event.body) })}\n\n`;

/** Events that a browser missed and that are kept no more: it must load its page anew. */
const reset = (id: number): string => `id: ${id}\nevent: reset\ndata: {}\n\n`;
const hello = (id: number): string => `retry: 2000\nid: ${id}\nevent: hello\ndata: {}\n\n`;

export function createEvents({ store, clock, timers }: EventsDeps): Events {
  const all = new Set<Listening>();
  let cancels: (() => void)[] = [];

  function drop(one: Listening): void {
    if (all.delete(one)) one.listener.close();
  }

  function offer(one: Listening, event: KeptEvent): void {
    if (one.through === undefined) {
      one.held.push(event);
      if (one.held.length > MOST_REPLAYED) drop(one);
      return;
    }
    if (event.id <= one.through) return;
    one.through = event.id;
    if (!one.listener.hears(event.place as ScopeId)) return;
    one.listener.write(textOf(event));
    // A browser that does not read is cut off; it comes back with its last id and misses nothing.
    if (one.listener.waiting() > MOST_WAITING) drop(one);
  }

  async function emit(
    kind: EventKind,
    place: ScopeId,
    body: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const row = { at: clock.now(), kind, place, body: JSON.stringify(body) };
    const event = { ...row, id: await store.add(row) };
    for (const one of all) offer(one, event);
  }

  /** Where a browser starts: after what it has, or anew where that is no longer kept. */
  async function startOf(one: Listening, lastId: number | undefined): Promise<number> {
    const { first, last } = await store.ends();
    const has = lastId === undefined || lastId > last ? last : lastId;
    const lost = has < first - 1 || last - has > MOST_REPLAYED;
    one.listener.write(hello(lost ? last : has));
    if (lost) one.listener.write(reset(last));
    return lost ? last : has;
  }

  async function replay(one: Listening, lastId: number | undefined): Promise<void> {
    let at = await startOf(one, lastId);
    for (;;) {
      const page = await store.after(at, PAGE);
      if (page.length === 0) break;
      // While a page is handed over, nothing new may come between.
      one.through = at;
      for (const event of page) offer(one, event);
      at = one.through;
      one.through = undefined;
      if (!all.has(one)) return;
    }
    one.through = at;
    for (const event of one.held.splice(0)) offer(one, event);
  }

  async function listen(listener: Listener, lastId: number | undefined) {
    if (all.size >= MOST_LISTENERS) return undefined;
    const one: Listening = { listener, through: undefined, held: [] };
    all.add(one);
    await replay(one, lastId);
    return () => void all.delete(one);
  }

  async function beat(): Promise<void> {
    for (const one of [...all]) {
      if (await one.listener.still()) one.listener.write(":\n\n");
      else drop(one);
    }
  }

  return {
    emit,
    listen,
    count: () => all.size,
    last: async () => (await store.ends()).last,
    start: () => {
      if (cancels.length > 0) return;
      cancels = [
        timers.every(seconds(15), "event heartbeat", () => void beat()),
        timers.every(
          hours(1),
          "old events",
          () => void store.dropBefore(earlier(clock.now(), KEPT)),
        ),
      ];
    },
    stop: () => {
      for (const cancel of cancels.splice(0)) cancel();
      for (const one of [...all]) drop(one);
    },
  };
}
