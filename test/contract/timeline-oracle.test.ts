import fc from "fast-check";
import { expect, test } from "vitest";
import type { Instant, Window } from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import { oracle } from "../support/timeline-oracle.ts";
import { someWorld } from "../support/worlds.ts";

const worlds = Number(process.env["VANGXA_WORLDS"] ?? 300);
const ever: Window = { from: 0 as Instant, to: 9e15 as Instant };

test(`${worlds} worlds: the timeline is what slow and plain reading of the rules gives`, () => {
  fc.assert(
    fc.property(someWorld, ({ documents, cluster, facts }) => {
      const found = timeline(documents, cluster, facts, ever);
      const { stretches, sentences } = oracle(documents, cluster, facts);
      expect(
        found.segments.map((one) => ({
          id: one.occurrence,
          part: one.part,
          offset: one.offset / 1_000,
          start: one.start / 1_000,
          end: one.end / 1_000,
        })),
      ).toEqual(stretches);
      expect(
        found.refusals.map((one) => ({
          id: one.occurrence,
          reason: one.reason,
          at: one.at / 1_000,
        })),
      ).toEqual(sentences);
    }),
    { numRuns: worlds },
  );
}, 600_000);
