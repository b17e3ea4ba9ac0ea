import { expect, test } from "vitest";
import type { BoardDay } from "../../controller/fleet/board-history-api.ts";
import type { ClusterView } from "../../controller/fleet/fleet-api.ts";
import { gapsOf, heardShare, lineOf, wordOf } from "../../controller/web/board-day.ts";
import { boardState, isLongOffline, shows } from "../../controller/web/board-state.ts";
import { ms } from "../../controller/web/station.ts";

const start = ms("2026-11-26T05:00:00+07:00");
const day = (...heard: number[]): BoardDay["quarters"] =>
  heard.map((n, at) => ({
    at: new Date(start + at * 900_000).toISOString(),
    heard: n,
    signal: null,
    temperature: null,
  }));

test("a quarter is whole, has some words, none, or lies before the first board", () => {
  const words = day(15, 4, 0).map((one) => wordOf(one, 0));
  expect(words).toEqual(["whole", "some", "none"]);
  expect(day(0).map((one) => wordOf(one, start + 1))).toEqual(["before"]);
});

test("silence is told as clock times of the station, the last one up to now", () => {
  expect(gapsOf(day(0, 15, 0, 0), 0)).toEqual([
    { from: "05:00", to: "05:15" },
    { from: "05:30", to: "06:00" },
  ]);
  expect(gapsOf(day(0, 15), start + 900_000)).toEqual([]);
  expect(gapsOf([], 0)).toEqual([]);
});

test("how much of the time it was heard; the time before the first board does not count", () => {
  expect(heardShare(day(15, 15, 3, 0), 0)).toBe(0.625);
  expect(heardShare(day(0, 0, 15), start + 1_800_000)).toBe(1);
  expect(heardShare([], 0)).toBe(0);
});

test("the line is broken where nothing was told; a lone word is a dot", () => {
  expect(lineOf([-80, -70, null, -75], 10)).toBe("M0 10L1 0M3 5h.6");
});

test("who is silent for more than a day, or was never heard, is found apart", () => {
  const board = (more: object | null) =>
    ({ board: more && { online: false, seenAt: null, ...more } }) as unknown as ClusterView;
  const now = start + 90_000_000;
  const at = (ago: number) => new Date(now - ago).toISOString();
  expect([board(null), board({ online: true }), board({})].map(boardState)).toEqual([
    "none",
    "online",
    "offline",
  ]);
  expect(isLongOffline(board({}), now)).toBe(true);
  expect(isLongOffline(board({ seenAt: at(86_400_001) }), now)).toBe(true);
  expect(isLongOffline(board({ seenAt: at(86_399_000) }), now)).toBe(false);
  expect(isLongOffline(board(null), now)).toBe(false);
  expect([shows(board(null), "", now), shows(board({}), "long", now)]).toEqual([true, true]);
  expect(shows(board({}), "online", now)).toBe(false);
});
