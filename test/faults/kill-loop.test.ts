import { expect, test } from "vitest";
import { killEach } from "./kill-loop.ts";
import { type Position, positionsIn, type Tried } from "./positions.ts";

const LOG = `12  fsync(18</data/x/a.part>)       = 0
12  rename("/data/x/a.part", "/data/x/a") = 0
13  pwrite64(7</data/x/journal/1.log>, ""..., 10, 0 <unfinished ...>
12  fsync(18</data/x>)       = 0
13  <... pwrite64 resumed>) = 10
12  fsync(18</data/x/a.part>)       = 0
13  fsync(18</data/x/journal>)       = 0
12  fsync(18</data/x/journal>)       = ?
12  fsync(18</data/other/a>)       = 0
12  pwrite64(9</data/x/sound.wav>, ""..., 960, 44) = 960
12  +++ killed by SIGKILL +++`;

test("each call of a log is named by its path and its number there", () => {
  expect(positionsIn(LOG, "/data/x")).toEqual([
    { call: "fsync", path: "a.part", nth: 1 },
    { call: "rename", path: "a.part", nth: 1 },
    { call: "pwrite64", path: "journal/1.log", nth: 1 },
    { call: "fsync", path: "", nth: 1 },
    { call: "fsync", path: "a.part", nth: 2 },
    { call: "fsync", path: "journal", nth: 1 },
    { call: "fsync", path: "journal", nth: 1, thread: 2 },
    { call: "pwrite64", path: "sound.wav", nth: 1 },
  ]);
});

const asked = { calls: ["fsync", "pwrite64"], written: /^journal/, every: 1 };
const whole: Tried = { killed: false, log: positionsIn(LOG, "/data/x"), faults: [] };
const dead = (at: Position, faults: string[] = []): Tried => ({ killed: true, log: [at], faults });

test("a loop kills at every call that it was asked for, and at no other", async () => {
  const stopped: Position[] = [];
  const loop = await killEach("it", asked, async (at) => {
    if (at) stopped.push(at);
    return at ? dead(at) : whole;
  });
  expect(stopped).toEqual([
    { call: "fsync", path: "a.part", nth: 1 },
    { call: "fsync", path: "", nth: 1 },
    { call: "fsync", path: "a.part", nth: 2 },
    { call: "fsync", path: "journal", nth: 1 },
    { call: "fsync", path: "journal", nth: 1, thread: 2 },
    { call: "pwrite64", path: "journal/1.log", nth: 1 },
  ]);
  expect(loop).toMatchObject({ recorded: { fsync: 5, pwrite64: 1 }, asked: 6, hit: 6, missed: [] });
});

test("a call at which no run dies is named, also where the program died at another one", async () => {
  const second: Position = { call: "fsync", path: "a.part", nth: 2 };
  const first: Position = { ...second, nth: 1 };
  for (const instead of [{ ...whole, killed: false }, dead(first)]) {
    const loop = await killEach("it", asked, async (at) => {
      if (!at) return whole;
      return at.path === "a.part" && at.nth === 2 ? instead : dead(at);
    });
    expect(loop).toMatchObject({ asked: 6, hit: 5, tries: 11, missed: ["fsync a.part 2"] });
  }
});

test("a call that no later run makes is told apart from one that nobody could be killed at", async () => {
  const shorter = { ...whole, log: whole.log.filter(({ nth }) => nth === 1) };
  const loop = await killEach("it", asked, async (at) => {
    if (!at) return whole;
    return at.nth === 2 ? shorter : dead(at);
  });
  expect(loop).toMatchObject({ hit: 5, tries: 11, missed: [], seldom: ["fsync a.part 2"] });
});

test("what a try finds is told with the call, and what the recorded run finds as well", async () => {
  const loop = await killEach("it", { ...asked, every: 2 }, async (at) =>
    at
      ? dead(at, at.path === "a.part" && at.nth === 2 ? ["lost"] : [])
      : { ...whole, faults: ["x"] },
  );
  expect(loop.asked).toBe(4);
  expect(loop.faulty).toEqual([
    { at: "nowhere", faults: ["x"] },
    { at: "fsync a.part 2", faults: ["lost"] },
  ]);
});
