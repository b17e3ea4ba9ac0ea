import type { Static } from "typebox";
import { topic } from "../../contract/channels.ts";
import { encode } from "../../contract/codec.ts";
import type { AgentId } from "../../contract/ids.ts";
import type { Presence, TimeAnswer } from "../../contract/presence.ts";
import {
  type Cancel,
  type Clock,
  type Duration,
  minutes,
  seconds,
  type Timers,
  times,
} from "../../contract/time.ts";
import type { Chance } from "../chance.ts";
import { best, type Exchange, type Offset } from "./clock-offset.ts";
import type { Wire } from "./wire.ts";

type Alive = Omit<Extract<Static<typeof Presence>, { state: "birth" }>, "state" | "session">;

export interface LinkDeps {
  readonly agent: AgentId;
  readonly wire: Wire;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly heartbeat: () => Duration;
  readonly scopes: () => readonly string[];
  readonly alive: () => Alive;
  /** Documents are missing or look old: ask the broker for what it retains. */
  readonly isHungry: () => boolean;
  readonly onOffset: (offset: Offset) => void;
  readonly onLinked: (connected: boolean) => void;
}

export interface Link {
  start(): void;
  connected(): boolean;
  publish(topic: string, bytes: Uint8Array, qos: 0 | 1): Promise<void>;
  /** Documents were applied: say so soon, and listen to the scopes of a new configuration. */
  applied(): void;
  answered(answer: Static<typeof TimeAnswer>): void;
  stop(): Promise<void>;
}

/** Questions for the time right after connecting, and their rhythm later. */
const BURST = 4;
const BURST_EVERY = seconds(0.4);
const TIME_EVERY = minutes(10);
const EARLY = seconds(1);
const GOODBYE = seconds(0.5);

/** The will and the presence of one connection share its session, so that an old will cannot speak for a new connection. */
export interface Session {
  readonly id: () => string;
  /** The next connection begins: a new session; returns its will. */
  readonly renew: () => Uint8Array;
}

export function createSession(chance: Chance): Session {
  let id = chance.name();
  return {
    id: () => id,
    renew: () => {
      id = chance.name();
      return encode("agent/{agent}/presence", { state: "lost", session: id });
    },
  };
}

export function createLink(deps: LinkDeps, session: Session): Link {
  const { wire, timers, clock } = deps;
  let up = false;
  let stopped = false;
  let rhythm = deps.heartbeat();
  let cancels = new Map<string, Cancel>();
  const asked = new Map<string, Duration>();
  let exchanges: Exchange[] = [];
  let subscribed = new Set<string>();

  wire.onState((connected) => {
    if (stopped) return;
    up = connected;
    for (const cancel of cancels.values()) cancel();
    cancels = new Map();
    if (connected)
      void arrived().catch(() => undefined); // the connection went again; the next one begins anew
    else deps.onLinked(false);
  });

  const after = (wait: Duration, name: string, run: () => void): void => {
    cancels.get(name)?.();
    cancels.set(name, timers.after(wait, name, run));
  };

  async function arrived(): Promise<void> {
    subscribed = new Set();
    await listen();
    await presence("birth");
    deps.onLinked(true);
    exchanges = [];
    askTime(BURST);
    beatLater();
  }

  function filters(): { topic: string; qos: 0 | 1 }[] {
    const own = (name: "config" | "ack" | "refresh") => ({
      topic: topic(`agent/{agent}/${name}`, deps.agent),
      qos: 1 as const,
    });
    return [
      own("config"),
      own("ack"),
      own("refresh"),
      { topic: topic("agent/{agent}/time/answer", deps.agent), qos: 0 },
      ...deps.scopes().flatMap((scope) => [
        { topic: topic("scope/{scope}/urgent", scope), qos: 1 as const },
        { topic: topic("scope/{scope}/plan", scope), qos: 1 as const },
      ]),
    ];
  }

  /** All exact filters in one SUBSCRIBE; later only what a new configuration changed. */
  async function listen(): Promise<void> {
    const wanted = filters();
    const fresh = wanted.filter(({ topic: name }) => !subscribed.has(name));
    const gone = [...subscribed].filter((name) => !wanted.some(({ topic: one }) => one === name));
    subscribed = new Set(wanted.map(({ topic: name }) => name));
    if (fresh.length > 0) await wire.subscribe(fresh);
    if (gone.length > 0) await wire.unsubscribe(gone);
  }

  async function presence(state: "birth" | "heartbeat"): Promise<void> {
    const body = { state, session: session.id(), ...deps.alive() };
    await wire.publish(
      topic("agent/{agent}/presence", deps.agent),
      encode("agent/{agent}/presence", body),
      { qos: 1 },
    );
  }

  function beatLater(): void {
    rhythm = deps.heartbeat();
    const jitter = 0.85 + deps.chance.unit() * 0.3;
    after(times(rhythm, jitter), "heartbeat", () => {
      void beat().catch(() => undefined);
    });
  }

  async function beat(): Promise<void> {
    beatLater();
    await presence("heartbeat");
    if (!deps.isHungry()) return;
    subscribed = new Set();
    await listen();
  }

  function askTime(left: number): void {
    const nonce = deps.chance.name();
    if (asked.size > 20) asked.clear();
    asked.set(nonce, clock.monotonic());
    const body = encode("agent/{agent}/time/ask", { nonce, sent: deps.alive().at });
    wire
      .publish(topic("agent/{agent}/time/ask", deps.agent), body, { qos: 0 })
      .catch(() => undefined);
    if (left > 1) after(BURST_EVERY, "time", () => askTime(left - 1));
    else {
      after(TIME_EVERY, "time", () => {
        exchanges = [];
        askTime(BURST);
      });
    }
  }

  /** A connection that is going down may never answer. */
  async function farewell(): Promise<void> {
    const body = encode("agent/{agent}/presence", { state: "farewell", session: session.id() });
    const said = wire.publish(topic("agent/{agent}/presence", deps.agent), body, { qos: 1 });
    const waited = new Promise<void>((resolve) => timers.after(GOODBYE, "farewell", resolve));
    await Promise.race([said.catch(() => undefined), waited]);
  }

  return {
    start: () => wire.start(),
    connected: () => up,
    publish: (name, bytes, qos) => wire.publish(name, bytes, { qos }),
    applied() {
      if (!up || stopped) return;
      listen().catch(() => undefined);
      if (deps.heartbeat() !== rhythm) beatLater();
      after(times(EARLY, 0.5 + deps.chance.unit()), "early heartbeat", () => {
        presence("heartbeat").catch(() => undefined);
      });
    },
    answered({ nonce, received, answered }) {
      const sent = asked.get(nonce);
      if (sent === undefined) return;
      asked.delete(nonce);
      exchanges.push({ sent, received, answered, got: clock.monotonic() });
      const offset = best(exchanges);
      if (offset) deps.onOffset(offset);
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      for (const cancel of cancels.values()) cancel();
      if (up) await farewell();
      await wire.stop();
    },
  };
}
