// Asked at any moment the timeline says the same, also where many wait for what others leave.
import fc from "fast-check";
import { expect, test } from "vitest";
import { noFacts } from "../../contract/facts.ts";
import {
  type Instant,
  instant,
  later,
  minutes,
  seconds,
  type Window,
} from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import { crowdedWorld } from "../support/crowded-worlds.ts";
import { aCluster, after, anOccurrence, aPlan, idOf, message, played } from "../support/orders.ts";
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
    fc.property(crowdedWorld, moments, fc.boolean(), (world, waits, journal) => {
      const { documents, cluster, facts } = world;
      const found = timeline(documents, cluster, facts, ever);
      const certain = found.refusals.map(({ at }) => at - facts.now);
      for (const wait of [...waits, ...certain.map((at) => at + 1)]) {
        const now = instant(facts.now + wait);
        const again = timeline(documents, cluster, lived(found, facts, now, journal), ever);
        expect(again.segments).toEqual(found.segments);
        expect(again.refusals).toEqual(found.refusals);
      }
    }),
    { numRuns: 300, seed },
  );
}, 240_000);

test("what sounds by a clock that was set back two hours is not lost: its own time is still to come", () => {
  const at = after(minutes(10));
  const early = anOccurrence("early", {
    notBefore: at,
    placement: { kind: "at", at },
    parts: [message(seconds(79))],
  });
  const now = noFacts(later(at, seconds(-7_164)));
  const row = { occurrence: idOf("early"), part: 0, offset: seconds(0), start: at };
  const night = aCluster({ quiet: [{ start: 1_320, end: 300 }] });
  const heard = (sounded: object) =>
    played([aPlan([early])], { ...now, sounded: [{ ...row, ...sounded }] }, night);
  expect(heard({})).toEqual({ heard: ["early 0 0 600000 679000"], refused: [] });
  expect(heard({ end: later(at, seconds(37)) })).toEqual({
    heard: ["early 0 37000 600000 642000"],
    refused: [],
  });
});
