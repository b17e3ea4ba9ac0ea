import { expect, test } from "vitest";
import { isHeard, relaySource, secondsBySource } from "../../contract/sources.ts";

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
