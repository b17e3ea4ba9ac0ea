import type { AgentId, ScopeId } from "../../contract/ids.ts";
import type { Health, Presence } from "../../contract/presence.ts";
import {
  type Cancel,
  type Clock,
  type Duration,
  type Instant,
  seconds,
  type Timers,
} from "../../contract/time.ts";
import type { Emit } from "../http/events.ts";
import type { PresenceStore } from "./presence.store.ts";
import { type Alive, type BoardState, bootHeard, healthHeard, heard, isLost } from "./presence.ts";

export interface PresenceDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly store: PresenceStore;
  readonly events: Emit;
  readonly heartbeat: Duration;
  /** The commune of an active board, and nothing for any other name. */
  readonly boardOf: (
    agent: AgentId,
  ) => Promise<{ readonly place: ScopeId; readonly cluster: string } | undefined>;
  /** A board told which documents it has applied. */
  readonly onApplied: (agent: AgentId, said: Alive) => void;
  /** A program of this board spoke again after a younger one had begun: there are two of them. */
  readonly onTwin: (agent: AgentId, detail: string) => Promise<void>;
  readonly log: { error(fields: object, text: string): void };
}

export interface BoardPresence {
  start(): Promise<void>;
  stop(): Promise<void>;
  said(agent: AgentId, presence: Presence, at: Instant): void;
  health(agent: AgentId, health: Health, at: Instant): void;
  online(): number;
  /** Boards whose disk refuses writes. */
  readOnly(): number;
}

/** Ten thousand heartbeats a minute become sixty commits. */
const WRITE = seconds(1);

export function createPresence(deps: PresenceDeps): BoardPresence {
  const states = new Map<AgentId, BoardState>();
  const boots = new Map<AgentId, readonly string[]>();
  const unwritten = new Set<AgentId>();
  let news: BoardState[] = [];
  let turnedNow: AgentId[] = [];
  let cancels: Cancel[] = [];
  let writing: Promise<void> = Promise.resolve();

  function put(state: BoardState, tell: boolean): void {
    states.set(state.agent, state);
    unwritten.add(state.agent);
    if (tell) news.push(state);
  }

  async function announce({ agent, state, alive }: BoardState): Promise<void> {
    try {
      const board = await deps.boardOf(agent);
      if (!board) return;
      const { armed, wanted, outbox } = alive ?? { armed: 0, wanted: 0, outbox: 0 };
      await deps.events.emit("agent", board.place, {
        agent,
        cluster: board.cluster,
        state,
        armed,
        wanted,
        outbox,
      });
    } catch (error) {
      deps.log.error({ error, agent }, "presence");
    }
  }

  /** The disk of a board turned read-only: told once, and the table of events keeps the time. */
  async function alarm(agent: AgentId): Promise<void> {
    try {
      const board = await deps.boardOf(agent);
      if (!board) return;
      const { place, cluster } = board;
      await deps.events.emit("alarm", place, { alarm: "disk-read-only", agent, cluster });
    } catch (error) {
      deps.log.error({ error, agent }, "alarm of a disk");
    }
  }

  async function write(): Promise<void> {
    const some = [...unwritten].flatMap((agent) => states.get(agent) ?? []);
    const [told, turned] = [news, turnedNow];
    unwritten.clear();
    [news, turnedNow] = [[], []];
    if (some.length === 0) return;
    try {
      await deps.store.save(some);
    } catch (error) {
      deps.log.error({ error }, "presence was not stored");
    }
    // Told once they are stored: a page that hears of a change reads it back at once.
    for (const state of told) await announce(state);
    for (const agent of turned) await alarm(agent);
  }

  const writeInTurn = (): void => {
    writing = writing.then(write);
  };

  function sweep(): void {
    const now = deps.clock.now();
    for (const state of states.values()) {
      if (isLost(state, deps.heartbeat, now)) put({ ...state, state: "lost" }, true);
    }
  }

  return {
    start: async () => {
      const now = deps.clock.now();
      // Unknown, not lost: whoever was online has three heartbeats to say so again.
      for (const state of await deps.store.all())
        states.set(state.agent, {
          ...state,
          seenAt: state.state === "online" ? now : state.seenAt,
        });
      cancels = [
        deps.timers.every(WRITE, "store presence", writeInTurn),
        deps.timers.every(seconds(10), "find lost boards", sweep),
      ];
    },
    stop: async () => {
      for (const cancel of cancels) cancel();
      cancels = [];
      writeInTurn();
      await writing;
    },
    said: (agent, presence, at) => {
      if (presence.state === "birth" || presence.state === "heartbeat") {
        const before = boots.get(agent) ?? [];
        const { twin, known } = bootHeard(before, presence.boot);
        boots.set(agent, known);
        if (twin !== undefined)
          deps
            .onTwin(agent, `${presence.boot} spoke after ${twin}`)
            .catch((error: unknown) => deps.log.error({ error, agent }, "twin"));
      }
      const next = heard(states.get(agent), agent, presence, at);
      if (!next) return;
      put(next.state, next.changed);
      if (next.state.state === "online" && next.state.alive)
        deps.onApplied(agent, next.state.alive);
    },
    health: (agent, health, at) => {
      const before = states.get(agent);
      if (!before) return;
      const { health: kept, turned } = healthHeard(before.health, health, at);
      const mended = before.health?.diskSince !== undefined && kept.diskSince === undefined;
      put({ ...before, health: kept, seenAt: at }, turned || mended);
      if (turned) turnedNow.push(agent);
    },
    online: () => [...states.values()].filter((one) => one.state === "online").length,
    readOnly: () => [...states.values()].filter((one) => one.health?.disk === "read-only").length,
  };
}
