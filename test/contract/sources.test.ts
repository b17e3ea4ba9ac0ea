import { expect, test } from "vitest";
import { cutOf, isHeard, relaySource, secondsBySource } from "../../contract/sources.ts";

const part = (source: string | undefined, seconds: number) => ({
  part: 0,
  offset: 0 as never,
  frames: seconds * 48_000,
  ...(source ? { source } : {}),
});

test("seconds are summed by source, in the order in which they first sounded", () => {
  const parts = [
    part(undefined, 9),
    part(relaySource(1), 10),
    part("fallback", 2.26),
    part("silence", 1),
    part(relaySource(1), 5),
  ];
  expect(secondsBySource(parts)).toEqual([
    { source: "source-1", seconds: 15 },
    { source: "fallback", seconds: 2.3 },
    { source: "silence", seconds: 1 },
  ]);
  expect(parts.map(isHeard)).toEqual([true, true, true, false, true]);
});

test("what another item took is in none of the stretches", () => {
  const by = "o-khan" as never;
  const parts = [
    { part: 0, offset: 0, frames: 96_000, source: "source-1" },
    { part: 0, offset: 5_000, frames: 24_000, source: "silence" },
  ] as never;
  expect(cutOf({ by, parts, ofFrames: 268_800 })).toEqual({ by, seconds: 3.1 });
  expect(cutOf({ by, parts, ofFrames: 120_000 })).toBeUndefined();
  expect(cutOf({ parts, ofFrames: 268_800 })).toBeUndefined();
});
