import { expect, test } from "vitest";
import type { Listening } from "../../../edge-agent/evidence/listen.ts";
import { summary } from "../../../edge-agent/evidence/summary.ts";

const window = (fields: Partial<Listening>): Listening => ({
  verdict: "heard",
  coverage: 1,
  liveBlocks: 10,
  heardBlocks: 10,
  heardSeconds: 18.75,
  blindBlocks: 0,
  score: 28.456,
  threshold: 9,
  falsePositiveRate: 0.001,
  ...fields,
});
const silent = window({ verdict: "not-heard", heardBlocks: 0, heardSeconds: 0, score: 2 });
const short = window({ verdict: "undecided", liveBlocks: 0, heardBlocks: 0, heardSeconds: 0 });

test("one window is its own verdict, with its delay counted from when it was expected", () => {
  expect(summary([window({ lagSeconds: 2.35 })], 2.1)).toEqual({
    verdict: "heard",
    coverage: 1,
    score: 28.46,
    threshold: 9,
    lag: 250,
    recognised: 18_750,
  });
});

test("a message is heard only when each of its windows is; the weakest one's score stands", () => {
  expect(summary([window({}), window({ score: 12 }), short], 2.1)).toMatchObject({
    verdict: "heard",
    score: 12,
    recognised: 37_500,
  });
  expect(summary([window({}), silent], 2.1)).toMatchObject({ verdict: "partly", coverage: 0.5 });
  expect(summary([silent, silent], 2.1)).toMatchObject({ verdict: "not-heard", lag: 0 });
});

test("without a window that could be decided nothing is said", () => {
  expect(summary([short], 2.1)).toMatchObject({ verdict: "undecided", coverage: 0, score: 0 });
});

test("a suspicion in any window is kept, each word once", () => {
  const odd = window({ suspicion: ["too-clean"] });
  expect(summary([odd, odd, window({ suspicion: ["no-echo"] })], 2.1).suspicion).toBe(
    "too-clean no-echo",
  );
});
