import { expect, test } from "vitest";
import { FeedError, paces, waitAfter } from "../../../edge-agent/stream/feed.ts";

test("a source is tried again ever more slowly, and at least every two seconds", () => {
  expect([0, 1, 2, 3, 20].map(waitAfter)).toEqual([250, 500, 1_000, 2_000, 2_000]);
});

test("an error names its reason and whether trying again could help", () => {
  expect(new FeedError("source-lost", "gone")).toMatchObject({
    reason: "source-lost",
    forGood: false,
  });
  expect(new FeedError("no-decoder", "none", true)).toMatchObject({
    message: "none",
    forGood: true,
  });
});

test("what is live waits for less than a relay", () => {
  expect(paces.live.prebuffer + paces.live.lead).toBeLessThan(paces.relay.prebuffer);
});
