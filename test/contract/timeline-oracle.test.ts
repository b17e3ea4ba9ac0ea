import { expect, test } from "vitest";
import { judgeTimeline } from "../support/timeline-check.ts";

const worlds = Number(process.env["VANGXA_WORLDS"] ?? 250);

test(`in ${worlds} worlds the timeline is what a slow and plain reading of the rules gives`, () => {
  const { failure, seed } = judgeTimeline(worlds);
  expect(failure && { ...failure, seed }).toBeUndefined();
}, 600_000);
