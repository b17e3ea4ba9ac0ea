import { beforeEach, describe, expect, test } from "vitest";
import type { Sha256 } from "../../../contract/ids.ts";
import type { Occurrence } from "../../../contract/plan.ts";
import type { Report } from "../../../contract/receipt.ts";
import { type Cache, createCache } from "../../../edge-agent/cache/cache.service.ts";
import type { AudioStore, Fetched } from "../../../edge-agent/cache/store.ts";
import { occurrenceOf } from "../../support/small-centre.ts";
import { VirtualTime } from "../../support/virtual-time.ts";

const MB = 1_048_576;
const name = (letter: string) => letter.repeat(64) as Sha256;

let time: VirtualTime;
let occurrences: Occurrence[];
let armed: Set<string>;
let reports: Report[];
let asked: string[];
let files: Map<string, number>;
let free: number;
let budget: number | undefined;
let bases: string[];
let fate: (base: string, sha256: string) => Fetched;
let cache: Cache;
let plan: { fetchHours?: { start: number; end: number } };
let counter: string | undefined;
let counterBroken: boolean;

const order = (id: string, letters: string, at = 100, fields: object = {}): Occurrence =>
  occurrenceOf({
    id,
    issued: time.now(),
    notBefore: time.now(),
    notAfter: time.now() + 600_000,
    placement: { kind: "at", at: time.now() + at * 1_000 },
    parts: [...letters].map((letter) => ({
      kind: "audio",
      role: "message",
      audio: { sha256: name(letter), bytes: MB, length: 5 },
    })),
    ...fields,
  });

const store: AudioStore = {
  list: async () =>
    [...files].map(([sha256, usedAt]) => ({
      sha256: sha256 as Sha256,
      bytes: MB,
      usedAt: usedAt as never,
    })),
  pathOf: (sha256) => sha256,
  fetch: async (base, sha256) => {
    asked.push(`${base} ${sha256[0]}`);
    const fetched = fate(base, sha256);
    if (fetched.ok) {
      files.set(sha256, time.now());
      free -= MB;
    }
    return fetched;
  },
  remove: async (sha256) => {
    files.delete(sha256);
    free += MB;
  },
  free: async () => free,
};

beforeEach(async () => {
  [plan, counter, counterBroken] = [{}, undefined, false];
  time = new VirtualTime();
  occurrences = [];
  armed = new Set();
  reports = [];
  asked = [];
  files = new Map();
  free = 1_000 * MB;
  budget = undefined;
  bases = ["main"];
  fate = () => ({ ok: true, received: MB });
  cache = begin();
  await cache.start();
});
const begin = (): Cache =>
  createCache({
    store,
    timers: time,
    now: () => time.now(),
    chance: () => 1,
    bases: () => bases,
    occurrences: () => occurrences,
    isArmed: ({ id }) => armed.has(id),
    dataPlan: () => ({ ...(budget === undefined ? {} : { bytesPerDay: budget }), ...plan }),
    counter: {
      read: async () => counter,
      write: async (text) => {
        counter = text;
        if (counterBroken) throw new Error("full");
      },
    },
    report: async (report) => {
      reports.push(report);
      if (report.kind === "armed") armed.add(report.occurrence);
    },
    onArmed: () => undefined,
  });
const letters = () => asked.map((one) => one.slice(-1)).join("");
const armedOnes = () =>
  reports.flatMap((report) => (report.kind === "armed" ? [report.occurrence] : []));
async function want(...all: Occurrence[]): Promise<void> {
  occurrences = all;
  cache.look();
  await time.advance(10);
}

test("soonest first, each file once, and each occurrence is armed as soon as it is whole", async () => {
  await want(order("late", "ab", 300), order("soon", "bc", 100));
  expect(letters()).toBe("bca");
  expect(armedOnes()).toEqual(["soon", "late"]);
  cache.look();
  await time.advance(10);
  expect(letters()).toBe("bca");
  expect(armedOnes()).toHaveLength(2);
});

test("an occurrence without audio is armed at once, one that is over never", async () => {
  await want(order("pause", ""), order("over", "a", 0, { notAfter: time.now() }));
  expect(armedOnes()).toEqual(["pause"]);
  expect(asked).toEqual([]);
});

test("an emergency that comes while others load goes first", async () => {
  fate = (_base, sha256) => {
    if (sha256 === name("a"))
      occurrences = [...occurrences, order("alarm", "e", 0, { level: "emergency" })];
    return { ok: true, received: MB };
  };
  await want(order("one", "abc"));
  expect(letters()).toBe("aebc");
});

test("what the first base has not comes from the next", async () => {
  bases = ["main", "commune"];
  fate = (base) =>
    base === "main" ? { ok: false, code: "absent", received: 0 } : { ok: true, received: MB };
  await want(order("one", "a"));
  expect(asked).toEqual(["main a", "commune a"]);
  expect(armedOnes()).toEqual(["one"]);
});

test("what fails is tried again after waits that grow, and the others load meanwhile", async () => {
  let down = true;
  fate = (_base, sha256) =>
    sha256 === name("a") && down
      ? { ok: false, code: "unreachable", received: 0 }
      : { ok: true, received: MB };
  await want(order("one", "a"), order("two", "b", 200));
  expect(armedOnes()).toEqual(["two"]);
  await time.advance(10_000);
  const tries = asked.filter((one) => one === "main a").length;
  expect(tries).toBeGreaterThan(2);
  expect(tries).toBeLessThan(6);
  down = false;
  await time.advance(60_000);
  expect(armedOnes()).toEqual(["two", "one"]);
});

test("wrong content is remembered as the cause until it comes right", async () => {
  let bad = true;
  fate = () => (bad ? { ok: false, code: "wrong-hash", received: MB } : { ok: true, received: MB });
  const one = order("one", "a");
  await want(one);
  expect(cache.trouble(one)).toBe("wrong-hash");
  expect(cache.has(one)).toBe(false);
  bad = false;
  await time.advance(60_000);
  expect(cache.trouble(one)).toBeUndefined();
  expect(cache.has(one)).toBe(true);
});

test("a short disk gives up what no plan needs, never what one does", async () => {
  files.set(name("x"), 1);
  files.set(name("y"), 2);
  files.set(name("b"), 0);
  await cache.start();
  free = 32 * MB;
  await want(order("one", "ab"));
  expect([...files.keys()].map((one) => one[0]).sort()).toEqual(["a", "b", "y"]);
  expect(armedOnes()).toEqual(["one"]);
});

test("a full disk is an alarm, once, and the cause of what is not armed", async () => {
  free = 10 * MB;
  await want(order("one", "a"));
  await time.advance(120_000);
  expect(reports).toEqual([{ kind: "alarm", alarm: "disk-full", detail: "no room for audio" }]);
  expect(asked).toEqual([]);
  free = 1_000 * MB;
  fate = () => ({ ok: false, code: "disk-full", received: 5 });
  const [one] = occurrences as [Occurrence];
  await time.advance(600_000);
  expect(cache.trouble(one)).toBe("disk-full");
});

test("the day's bytes are counted and kept, an emergency passes the budget", async () => {
  budget = 2 * MB;
  await want(order("one", "abc"), order("alarm", "e", 0, { level: "emergency" }));
  expect(letters()).toBe("ea");
  expect(cache.dataUsed()).toBe(2 * MB);
  expect(armedOnes()).toEqual(["alarm"]);
  occurrences = [order("next", "d", 90_000, { notAfter: time.now() + 200_000_000 })];
  await time.advance(24 * 3_600_000);
  expect(armedOnes()).toEqual(["alarm", "next"]);
});

test("the day's bytes outlive a restart, and a counter that cannot be written costs only itself", async () => {
  budget = 2 * MB;
  await want(order("one", "a"));
  await cache.stop();
  cache = begin();
  await cache.start();
  expect(cache.dataUsed()).toBe(MB);
  counterBroken = true;
  await want(order("one", "a"), order("two", "bc", 200));
  expect(letters()).toBe("ab");
  expect(cache.dataUsed()).toBe(2 * MB);
});

describe("where data is cheap from 23 to 5 o'clock", () => {
  // The test begins at 4:50 in the morning.
  const HOUR = 3_600;
  beforeEach(async () => {
    plan = { fetchHours: { start: 23 * 60, end: 5 * 60 } };
    await time.advance(HOUR * 1_000);
  });
  const longer = { notAfter: Date.UTC(2027, 0) };

  test("what is needed before the night comes at once, the rest with the night, soonest first", async () => {
    await want(
      order("far", "c", 60 * HOUR, longer),
      order("tomorrow", "b", 30 * HOUR, longer),
      order("today", "a", 3 * HOUR, longer),
      order("alarm", "e", 90 * HOUR, { level: "emergency", ...longer }),
    );
    expect(letters()).toBe("ea");
    await time.advance(17 * HOUR * 1_000);
    expect(letters()).toBe("ea");
    expect(time.waiting()).toContain("audio at night");
    await time.advance(HOUR * 1_000);
    expect(letters()).toBe("eabc");
    expect(armedOnes()).toEqual(["alarm", "today", "tomorrow", "far"]);
  });

  test("what the night did not bring is fetched by day where it is needed that day", async () => {
    let down = true;
    fate = () =>
      down ? { ok: false, code: "unreachable", received: 0 } : { ok: true, received: MB };
    await want(order("tomorrow", "b", 30 * HOUR, longer), order("far", "c", 60 * HOUR, longer));
    await time.advance(24 * HOUR * 1_000);
    down = false;
    await time.advance(HOUR * 1_000);
    expect(armedOnes()).toEqual(["tomorrow"]);
  });
});

test("after the end nothing more is fetched", async () => {
  await cache.stop();
  await want(order("one", "a"));
  expect(asked).toEqual([]);
});
