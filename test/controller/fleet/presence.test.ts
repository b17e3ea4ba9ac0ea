import { expect, test } from "vitest";
import type { AgentId } from "../../../contract/ids.ts";
import type { Presence } from "../../../contract/presence.ts";
import { type Instant, later, seconds } from "../../../contract/time.ts";
import { createPresence } from "../../../controller/fleet/presence.service.ts";
import { type BoardState, bootHeard, heard, isLost } from "../../../controller/fleet/presence.ts";

const agent = "ag-1" as AgentId;
const noon = 1_790_000_000_000 as Instant;
const alive = (state: "birth" | "heartbeat", session = "s-1", armed = 0): Presence =>
  ({
    state,
    session,
    boot: "b-1",
    at: noon,
    version: "0.1.0",
    majors: [1],
    applied: [],
    armed,
    wanted: 3,
    clock: { source: "ntp", offset: 0, uncertainty: 1 },
    outbox: 0,
  }) as never;
const end = (state: "farewell" | "lost", session = "s-1"): Presence => ({ state, session });

test("a will counts only for the connection that is there now", () => {
  const online = heard(undefined, agent, alive("birth"), noon)?.state as BoardState;
  const taken = heard(online, agent, alive("birth", "s-2"), noon)?.state as BoardState;
  expect(heard(taken, agent, end("lost", "s-1"), noon)).toBeUndefined();
  expect(heard(taken, agent, end("lost", "s-2"), noon)?.state.state).toBe("lost");
  expect(heard(taken, agent, end("farewell", "s-2"), noon)?.state.state).toBe("gone");
  expect(heard(undefined, agent, end("lost"), noon)).toBeUndefined();
  const lost = heard(taken, agent, end("lost", "s-2"), noon)?.state as BoardState;
  expect(heard(lost, agent, end("lost", "s-2"), noon)).toBeUndefined();
});

test("people hear of what changed: coming, going, and what is armed", () => {
  const birth = heard(undefined, agent, alive("birth"), noon);
  expect(birth?.changed).toBe(true);
  expect(heard(birth?.state, agent, alive("heartbeat"), noon)?.changed).toBe(false);
  expect(heard(birth?.state, agent, alive("heartbeat", "s-1", 2), noon)?.changed).toBe(true);
});

test("three heartbeats of silence are a loss", () => {
  const state = { state: "online", seenAt: noon } as const;
  expect(isLost(state, seconds(60), later(noon, seconds(180)))).toBe(false);
  expect(isLost(state, seconds(60), later(noon, seconds(181)))).toBe(true);
  expect(isLost({ ...state, state: "gone" }, seconds(60), later(noon, seconds(999)))).toBe(false);
});

function world(stored: BoardState[] = []) {
  let now = noon;
  const timers = new Map<string, () => void>();
  const told: object[] = [];
  const saved: BoardState[][] = [];
  const applied: string[] = [];
  const presence = createPresence({
    clock: { now: () => now, monotonic: () => 0 as never },
    timers: {
      after: () => () => undefined,
      every: (_, name, run) => {
        timers.set(name, run);
        return () => timers.delete(name);
      },
    },
    store: { save: async (states) => void saved.push([...states]), all: async () => stored },
    events: { emit: async (_kind, _place, body) => void told.push(body) },
    heartbeat: seconds(60),
    boardOf: async (id) =>
      id === agent ? { place: "c-21024" as never, cluster: "cum-1" } : undefined,
    onApplied: (id) => void applied.push(id),
    onTwin: async () => undefined,
    log: { error: (fields) => void told.push(fields) },
  });
  return {
    presence,
    told,
    saved,
    applied,
    tick: async (name: string) => {
      timers.get(name)?.();
      await new Promise((go) => setTimeout(go, 1));
    },
    move: (by: number) => {
      now = later(now, seconds(by));
    },
    timers,
  };
}

test("what was heard in a moment is stored in one go, and every word of documents is passed on", async () => {
  const { presence, saved, applied, tick, told } = world();
  await presence.start();
  presence.said(agent, alive("birth"), noon);
  presence.said(agent, alive("heartbeat", "s-1", 1), noon);
  presence.said("ag-2" as AgentId, alive("birth"), noon);
  presence.health(agent, { at: noon, temperature: 40 }, noon);
  presence.health("ag-3" as AgentId, { at: noon }, noon);
  // A page that hears of a change reads it back at once: nothing is told before it is stored.
  expect(told).toEqual([]);
  await tick("store presence");
  expect(saved.map((states) => states.map((one) => [one.agent, one.health?.temperature]))).toEqual([
    [
      [agent, 40],
      ["ag-2", undefined],
    ],
  ]);
  expect(applied).toEqual([agent, agent, "ag-2"]);
  expect(told).toEqual([
    { agent, cluster: "cum-1", state: "online", armed: 0, wanted: 3, outbox: 0 },
    { agent, cluster: "cum-1", state: "online", armed: 1, wanted: 3, outbox: 0 },
  ]);
  await tick("store presence");
  expect(saved).toHaveLength(1);
  expect(presence.online()).toBe(2);
});

test("after a start a board is unknown for three heartbeats, not lost", async () => {
  const { presence, move, tick, told } = world([
    {
      agent,
      session: "s-0",
      state: "online",
      seenAt: 5 as Instant,
      alive: undefined,
      health: undefined,
    },
  ]);
  await presence.start();
  await tick("find lost boards");
  expect(presence.online()).toBe(1);
  move(181);
  await tick("find lost boards");
  expect(presence.online()).toBe(0);
  await tick("store presence");
  expect(told).toMatchObject([{ agent, state: "lost" }]);
});

test("a disk that turns read-only is an alarm once, with its time, until it takes writes again", async () => {
  const { presence, told, saved, tick, move } = world();
  await presence.start();
  presence.said(agent, alive("birth"), noon);
  await tick("store presence");
  told.length = 0;
  const sick = { at: noon, disk: "read-only" } as const;
  presence.health(agent, sick, noon);
  expect(told).toEqual([]);
  await tick("store presence");
  expect(told).toMatchObject([
    { agent, state: "online" },
    { alarm: "disk-read-only", agent, cluster: "cum-1" },
  ]);
  expect(presence.readOnly()).toBe(1);
  move(300);
  presence.health(agent, sick, later(noon, seconds(300)));
  await tick("store presence");
  expect(told).toHaveLength(2);
  expect(saved.at(-1)?.[0]?.health?.diskSince).toBe(noon);
  // Mended: pages read it anew, and the next time is another alarm. Nobody believes a board's own word of "since".
  presence.health(agent, { at: noon, diskSince: noon } as never, later(noon, seconds(600)));
  await tick("store presence");
  expect(told).toHaveLength(3);
  expect(saved.at(-1)?.[0]?.health?.diskSince).toBeUndefined();
  expect(presence.readOnly()).toBe(0);
  presence.health(agent, sick, later(noon, seconds(900)));
  await tick("store presence");
  expect(told.filter((one) => "alarm" in one)).toHaveLength(2);
});

test("stopping stores what is left and cancels what would come", async () => {
  const { presence, saved, timers } = world();
  await presence.start();
  presence.said(agent, alive("birth"), noon);
  await presence.stop();
  expect(saved).toHaveLength(1);
  expect(timers.size).toBe(0);
});

test("a boot that speaks after a younger one is a twin; restarts are not", () => {
  expect(bootHeard([], "one")).toEqual({ twin: undefined, known: ["one"] });
  expect(bootHeard(["one"], "one")).toEqual({ twin: undefined, known: ["one"] });
  expect(bootHeard(["one"], "two")).toEqual({ twin: undefined, known: ["one", "two"] });
  expect(bootHeard(["one", "two"], "one")).toEqual({ twin: "two", known: ["two", "one"] });
});
