import { expect, test } from "vitest";
import { createTally, KEPT_SPANS, summed } from "../../../edge-agent/stream/tally.ts";

test("stretches of one source are one, and nothing is no stretch", () => {
  const tally = createTally();
  tally.add("silence", 0);
  tally.add("source-1", 100);
  tally.add("source-1", 50);
  tally.add("fallback", 30);
  expect(tally.spans(1_000)).toEqual([
    { source: "source-1", from: 0, frames: 150 },
    { source: "fallback", from: 150, frames: 30 },
  ]);
});

test("what was taken back from the device was not heard", () => {
  const tally = createTally();
  tally.add("source-1", 100);
  tally.add("fallback", 100);
  expect(tally.spans(120)).toEqual([
    { source: "source-1", from: 0, frames: 100 },
    { source: "fallback", from: 100, frames: 20 },
  ]);
  expect(tally.spans(100)).toHaveLength(1);
});

test("a few stretches keep their places, of very many the oldest are summed", () => {
  const spans = (n: number) =>
    Array.from({ length: n }, (_, i) => ({ source: i % 2 ? "b" : "a", from: i, frames: 1 }));
  expect(summed(spans(3))).toEqual({ older: [], newest: spans(3) });
  const { older, newest } = summed(spans(KEPT_SPANS + 5));
  expect(older).toEqual([
    { source: "a", frames: 3 },
    { source: "b", frames: 2 },
  ]);
  expect(newest).toHaveLength(KEPT_SPANS);
});
