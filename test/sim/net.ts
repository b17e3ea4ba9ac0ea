// The network between the boards and the broker inside the controller: it delays, drops, doubles, re-orders and cuts.
import { matchTopic } from "../../contract/channels.ts";
import type { Wire as CentreWire } from "../../controller/link/wire.ts";
import type { Wire as AgentWire } from "../../edge-agent/link/wire.ts";
import type { Dice } from "../support/dice.ts";
import type { Kernel, Life } from "./kernel.ts";

interface Session {
  readonly board: string;
  readonly life: Life;
  readonly filters: Set<string>;
  readonly will: { topic: string; bytes: Uint8Array };
  hear(topic: string, bytes: Uint8Array): void;
  /** The board's side notices. */
  lost(): void;
}

/** How bad the way to one board is. */
export interface Weather {
  up: boolean;
  /** Milliseconds at most one way; every message takes its own time, so that they overtake each other. */
  delay: number;
  drop: number;
  double: number;
}

export const fair = (): Weather => ({ up: true, delay: 40, drop: 0, double: 0 });

export interface Net {
  readonly weather: (board: string) => Weather;
  /** A message that the world keeps back: `true` = it never arrives. */
  swallow: (board: string, topic: string, bytes: Uint8Array) => boolean;
  /** Every document as it was published. */
  onDocument: (jws: string) => void;
  openBroker(life: Life): CentreWire & { connected(): boolean };
  /** The broker died with everything that it held. */
  closeBroker(): void;
  wire(board: string, life: Life, will: Session["will"] | (() => Session["will"])): AgentWire;
  /** To a board, as if from the broker. */
  inject(board: string, topic: string, bytes: Uint8Array): void;
  /** The way breaks: each side notices after its own time. */
  cut(board: string): void;
  /** Whether this board can reach the controller now. */
  reaches(board: string): boolean;
}

const KEEPALIVE = 45_000;

export function network(world: Kernel, chance: Dice): Net {
  const weathers = new Map<string, Weather>();
  const sessions = new Map<string, Session>();
  let retained = new Map<string, Uint8Array>();
  let broker: { life: Life; hear(topic: string, bytes: Uint8Array): void } | undefined;

  const weather = (board: string): Weather => {
    const known = weathers.get(board) ?? fair();
    weathers.set(board, known);
    return known;
  };
  const reaches = (board: string): boolean => weather(board).up && broker?.life.alive() === true;

  /** One message on its way; perhaps never, perhaps twice. */
  function travel(board: string, arrive: () => void): void {
    const { delay, drop, double } = weather(board);
    const copies = chance.unit() < drop ? 0 : chance.unit() < double ? 2 : 1;
    for (let i = 0; i < copies; i++) {
      world.after(1 + chance.whole(0, delay), () => weather(board).up && arrive());
    }
  }

  function toBoard(session: Session, topic: string, bytes: Uint8Array): void {
    travel(session.board, () => {
      if (sessions.get(session.board) === session && session.life.alive())
        session.hear(topic, bytes);
    });
  }

  function end(session: Session, will: boolean): void {
    if (sessions.get(session.board) !== session) return;
    sessions.delete(session.board);
    if (will && broker?.life.alive()) broker.hear(session.will.topic, session.will.bytes);
  }

  const net: Net = {
    weather,
    swallow: () => false,
    onDocument: () => undefined,
    reaches,
    openBroker(life) {
      let listen: (topic: string, bytes: Uint8Array) => void | Promise<void> = () => undefined;
      let state: (connected: boolean) => void = () => undefined;
      let up = false;
      retained = new Map();
      broker = { life, hear: (topic, bytes) => void listen(topic, bytes) };
      return {
        start: async () => {
          up = true;
          state(true);
        },
        publish: async (topic, bytes, { retain }) => {
          if (!up || !life.alive()) throw new Error("not connected");
          if (retain) {
            retained.set(topic, bytes);
            net.onDocument(Buffer.from(bytes).toString());
          }
          for (const session of sessions.values())
            if (session.filters.has(topic)) toBoard(session, topic, bytes);
        },
        onMessage: (to) => {
          listen = to;
        },
        onState: (to) => {
          state = to;
        },
        connected: () => up && life.alive(),
        stop: async () => {
          up = false;
        },
      };
    },
    closeBroker() {
      broker = undefined;
      for (const session of [...sessions.values()]) {
        sessions.delete(session.board);
        world.after(chance.whole(1, 2_000), session.lost);
      }
    },
    inject: (board, topic, bytes) => {
      const session = sessions.get(board);
      if (session) world.after(5, () => session.hear(topic, bytes));
    },
    cut(board) {
      const session = sessions.get(board);
      if (!session) return;
      // Half open: neither side knows at once.
      world.after(chance.whole(0, KEEPALIVE), () => end(session, true));
      world.after(chance.whole(0, KEEPALIVE), session.lost);
    },
    wire: (board, life, will) => {
      let listen: (topic: string, bytes: Uint8Array) => void = () => undefined;
      let state: (connected: boolean) => void = () => undefined;
      let mine: Session | undefined;
      let stopped = false;

      const again = (): void => {
        if (!stopped && life.alive()) world.after(chance.whole(1_000, 30_000), () => connect());
      };
      function connect(): void {
        if (stopped || !life.alive()) return;
        if (!reaches(board)) {
          again();
          return;
        }
        const session: Session = {
          board,
          life,
          filters: new Set(),
          will: typeof will === "function" ? will() : will,
          hear: (topic, bytes) => listen(topic, bytes),
          lost: () => {
            if (mine !== session || !life.alive()) return;
            mine = undefined;
            state(false);
            again();
          },
        };
        const before = sessions.get(board);
        if (before) end(before, true);
        sessions.set(board, session);
        mine = session;
        state(true);
      }

      return {
        start: () => void world.after(chance.whole(50, 1_500), connect),
        publish: (topic, bytes) => {
          const session = mine;
          if (!session || !life.alive()) return Promise.reject(new Error("not connected"));
          if (!net.swallow(board, topic, bytes)) {
            travel(board, () => {
              if (broker?.life.alive() && matchTopic(topic)) broker.hear(topic, bytes);
            });
          }
          // A PUBACK proves nothing: it comes even where the message is lost behind it.
          return new Promise((resolve, reject) =>
            world.after(1 + chance.whole(0, weather(board).delay * 2), () =>
              mine === session ? resolve() : reject(new Error("connection lost")),
            ),
          );
        },
        subscribe: async (filters) => {
          const session = mine;
          if (!session) throw new Error("not connected");
          for (const { topic } of filters) {
            session.filters.add(topic);
            const held = retained.get(topic);
            if (held) toBoard(session, topic, held);
          }
        },
        unsubscribe: async (topics) => {
          for (const topic of topics) mine?.filters.delete(topic);
        },
        onState: (to) => {
          state = to;
        },
        onMessage: (to) => {
          listen = to;
        },
        stop: async () => {
          stopped = true;
          if (mine) end(mine, false);
          mine = undefined;
        },
      };
    },
  };
  return net;
}
