import fc from "fast-check";
import { expect, test } from "vitest";
import type { Sha256 } from "../../../contract/ids.ts";
import type { Instant } from "../../../contract/time.ts";
import {
  audioOfOccurrence,
  evict,
  mayFetch,
  nextFetchHours,
  wants,
} from "../../../edge-agent/cache/want.ts";
import { occurrenceOf } from "../../support/small-centre.ts";

const NOW = 1_000_000 as Instant;
const name = (letter: string) => letter.repeat(64) as Sha256;
const audio = (letter: string) => ({
  kind: "audio",
  role: "message",
  audio: { sha256: name(letter), bytes: 10, length: 5 },
});
const at = (id: string, when: number, parts: object[], fields: object = {}) =>
  occurrenceOf({
    id,
    notBefore: 0,
    notAfter: NOW + 9_000_000,
    placement: { kind: "at", at: when },
    parts,
    ...fields,
  });

test("an occurrence needs its audio and its fallbacks", () => {
  const fallback = { sha256: name("f"), bytes: 1, length: 1 };
  const one = at("o", 1, [
    audio("a"),
    { kind: "pause", length: 1 },
    { kind: "relay", sources: ["http://x"], length: 1, fallback },
    { kind: "live", source: "/live/x", length: 1 },
    { kind: "local", length: 1 },
  ]);
  expect(audioOfOccurrence(one).map(({ sha256 }) => sha256)).toEqual([name("a"), name("f")]);
});

test("soonest first, each file once, emergencies before all, what is over never", () => {
  const list = wants(
    [
      at("late", NOW + 500, [audio("a"), audio("b")]),
      at("soon", NOW + 100, [audio("b")]),
      at("float", 0, [audio("d")], {
        placement: { kind: "session", order: 1 },
        notBefore: NOW + 300,
      }),
      at("over", NOW - 100, [audio("c")], { notAfter: NOW }),
      at("alarm", NOW + 900, [audio("e")], { level: "emergency" }),
    ],
    NOW,
  );
  expect(list.map(({ sha256, neededAt }) => [sha256[0], neededAt])).toEqual([
    ["e", 0],
    ["b", NOW + 100],
    ["d", NOW + 300],
    ["a", NOW + 500],
  ]);
});

test("a file that is needed twice is needed for the sooner", () => {
  const soon = at("soon", NOW + 100, [audio("a")]);
  const late = at("late", NOW + 500, [audio("a")]);
  for (const both of [
    [soon, late],
    [late, soon],
  ])
    expect(wants(both, NOW).map(({ neededAt }) => neededAt)).toEqual([NOW + 100]);
});

test("equal times have one order, whatever the order of the plan", () => {
  const both = [at("x", NOW, [audio("b")]), at("y", NOW, [audio("a")])];
  expect(wants(both, NOW)).toEqual(wants([...both].reverse(), NOW));
});

const someFiles = fc.uniqueArray(
  fc.record({ n: fc.nat(50), bytes: fc.integer({ min: 1, max: 100 }), usedAt: fc.nat(1_000) }),
  { selector: ({ n }) => n },
);

test("what a plan needs is never evicted, and no more goes than must", () => {
  fc.assert(
    fc.property(
      someFiles,
      fc.nat(100),
      fc.nat(500),
      fc.func(fc.boolean()),
      (files, free, need, isNeeded) => {
        const stored = files.map(({ n, bytes, usedAt }) => ({
          sha256: `f${n}` as Sha256,
          bytes,
          usedAt: usedAt as Instant,
        }));
        const needed = new Set<string>(
          stored.filter(({ sha256 }) => isNeeded(sha256)).map(({ sha256 }) => sha256),
        );
        const gone = evict(stored, needed, free, need);
        expect(gone.some((one) => needed.has(one))).toBe(false);
        const bytes = (names: readonly string[]) =>
          stored
            .filter(({ sha256 }) => names.includes(sha256))
            .reduce((sum, one) => sum + one.bytes, 0);
        const idle = stored.filter(({ sha256 }) => !needed.has(sha256));
        const enough = free + bytes(gone) >= need;
        expect(enough || gone.length === idle.length).toBe(true);
        if (gone.length > 0) expect(free + bytes(gone.slice(0, -1))).toBeLessThan(need);
      },
    ),
  );
});

test("the longest unused goes first", () => {
  const file = (letter: string, usedAt: number) => ({
    sha256: name(letter),
    bytes: 10,
    usedAt: usedAt as Instant,
  });
  expect(evict([file("a", 30), file("b", 10), file("c", 20)], new Set([name("c")]), 0, 15)).toEqual(
    [name("b"), name("a")],
  );
});

const noon = Date.UTC(2026, 8, 28, 5) as Instant;
const hour = 3_600_000;
const needed = (at: number) => ({ sha256: name("a"), bytes: 1, neededAt: at as Instant });

test.each([
  ["over midnight", { start: 23 * 60, end: 5 * 60 }, 11],
  ["before noon", { start: 9 * 60, end: 10 * 60 }, 21],
  ["of no length", { start: 12 * 60, end: 12 * 60 }, 24],
])("the hours %s begin next", (_name, hours, after) =>
  expect(nextFetchHours(hours, noon)).toBe(noon + after * hour),
);

test.each([
  ["without hours, at any time", undefined, 0, 99, true],
  ["inside them", { start: 11 * 60, end: 13 * 60 }, 0, 99, true],
  ["inside them, after midnight", { start: 23 * 60, end: 5 * 60 }, 13, 99, true],
  ["inside them, before midnight", { start: 23 * 60, end: 5 * 60 }, 11, 99, true],
  ["outside, needed before they begin", { start: 23 * 60, end: 5 * 60 }, 0, 10, true],
  ["needed a quarter of an hour after", { start: 23 * 60, end: 5 * 60 }, 0, 11.25, true],
  ["needed later", { start: 23 * 60, end: 5 * 60 }, 0, 12, false],
  ["needed later, of hours by day", { start: 9 * 60, end: 10 * 60 }, 0, 22, false],
])("%s", (_name, hours, passed, at, may) => {
  const now = (noon + passed * hour) as Instant;
  expect(mayFetch(needed(noon + at * hour), hours, now)).toBe(may);
});

test("an emergency waits for nothing", () =>
  expect(mayFetch(needed(0), { start: 23 * 60, end: 5 * 60 }, noon)).toBe(true));
