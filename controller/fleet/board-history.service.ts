import type { AgentId } from "../../contract/ids.ts";
import type { Health } from "../../contract/presence.ts";
import {
  type Cancel,
  type Clock,
  days,
  earlier,
  type Instant,
  minutes,
  type Timers,
} from "../../contract/time.ts";
import type { Actor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import type { BoardHistoryStore } from "./board-history.store.ts";
import { lastDay, type Pulse, type Quarter, SLOT, SLOTS, slotOf, withWord } from "./pulse.ts";

export interface BoardHistoryDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly store: BoardHistoryStore;
  readonly audit: Audit;
  readonly newId: (prefix: string) => string;
  readonly log: { error(fields: object, text: string): void };
}

export interface RepairNote {
  readonly id: string;
  readonly at: Instant;
  readonly by: string;
  readonly text: string;
}

/** How a cluster's board has been over the last day, and what people did there. */
export interface BoardHistory {
  start(): void;
  /** Waits until what was heard is stored. */
  stop(): Promise<void>;
  /** A board said something; nothing waits for the disk. */
  heard(agent: AgentId, at: Instant, health?: Health): void;
  /** `since`: when the cluster got its first board; before that nothing was to be heard. */
  lastDay(
    cluster: string,
  ): Promise<{ readonly since: Instant | undefined; readonly quarters: readonly Quarter[] }>;
  forget(): Promise<void>;
  notes(cluster: string): Promise<readonly RepairNote[]>;
  addNote(by: Actor, cluster: string, text: string): Promise<RepairNote>;
}

/** Ten thousand heartbeats become one commit a minute. */
const WRITE = minutes(1);
const KEPT = days(2);

export function createBoardHistory(deps: BoardHistoryDeps): BoardHistory {
  const { clock, store } = deps;
  let unwritten = new Map<string, Pulse>();
  let cancel: Cancel | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const pulses = [...unwritten.values()];
    unwritten = new Map();
    if (pulses.length === 0) return;
    try {
      await store.add(pulses);
    } catch (error) {
      deps.log.error({ error }, "what was heard of boards was not stored");
    }
  }
  const writeInTurn = (): Promise<void> => {
    writing = writing.then(write);
    return writing;
  };

  return {
    start: () => {
      cancel ??= deps.timers.every(
        WRITE,
        "store what was heard of boards",
        () => void writeInTurn(),
      );
    },
    stop: () => {
      cancel?.();
      cancel = undefined;
      return writeInTurn();
    },
    heard: (agent, at, health) => {
      const key = `${agent} ${slotOf(at)}`;
      unwritten.set(key, withWord(unwritten.get(key), agent, at, health));
    },
    lastDay: async (cluster) => {
      await writeInTurn();
      const now = clock.now();
      const from = earlier(slotOf(now), (SLOT * (SLOTS - 1)) as typeof SLOT);
      const [since, pulses] = [await store.since(cluster), await store.pulses(cluster, from)];
      return { since: since as Instant | undefined, quarters: lastDay(pulses, now) };
    },
    forget: () => store.forget(earlier(clock.now(), KEPT)),
    notes: async (cluster) =>
      (await store.notes(cluster)).map(({ id, at, by, text }) => ({
        id,
        at: at as Instant,
        by,
        text,
      })),
    addNote: async (by, cluster, text) => {
      const note = { id: deps.newId("n"), at: clock.now(), by: by.name, text };
      await store.addNote({ id: note.id, cluster, at: note.at, person: by.id, text });
      await deps.audit.record({ by, action: "cluster.note", subject: cluster, after: { text } });
      return note;
    },
  };
}
