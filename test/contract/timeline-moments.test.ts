// Asked at any moment the timeline says the same, also where many wait for what others leave.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Instant, Window } from "../../contract/time.ts";
import { instant } from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import { crowdedWorld } from "../support/crowded-worlds.ts";
import { lived } from "../support/some-facts.ts";
import { difference } from "../support/timeline-check.ts";

const seed = Number(process.env["VANGXA_SEED"] ?? 57);
const ever: Window = { from: 0 as Instant, to: 9e15 as Instant };

test("in crowded sessions too the timeline is what a slow and plain reading of the rules gives", () => {
  fc.assert(
    fc.property(crowdedWorld, (world) => {
      expect(difference(world)).toBeUndefined();
    }),
    { numRuns: 300, seed },
  );
}, 240_000);

test("whenever a board asks, what it planned stands: nobody gets a turn that was not foreseen", () => {
  const moments = fc.array(fc.integer({ min: 0, max: 1_800_000 }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(crowdedWorld, moments, fc.boolean(), (world, after, journal) => {
      const { documents, cluster, facts } = world;
      const found = timeline(documents, cluster, facts, ever);
      const certain = found.refusals.map(({ at }) => at - facts.now);
      for (const wait of [...after, ...certain.map((at) => at + 1)]) {
        const now = instant(facts.now + wait);
        const again = timeline(documents, cluster, lived(found, facts, now, journal), ever);
        expect(again.segments).toEqual(found.segments);
        expect(again.refusals).toEqual(found.refusals);
      }
    }),
    { numRuns: 300, seed },
  );
}, 240_000);
