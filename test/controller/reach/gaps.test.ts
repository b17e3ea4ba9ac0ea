import fc from "fast-check";
import { expect, test } from "vitest";
import { gapsOf } from "../../../controller/reach/gaps.ts";
import type { Serving } from "../../../controller/reach/reach.ts";
import { figureOf } from "../../support/figure-of.ts";

const hamlet = (id: string, households: number) => ({
  hamlet: id,
  name: `Thôn ${id}`,
  commune: "21024",
  households,
  people: households * 4,
});
const serves = (cluster: string, id: string, share = 1, measurable = true): Serving => ({
  cluster,
  hamlet: id,
  share,
  measurable,
});
const proven = (...clusters: string[]) => clusters.map((cluster) => ({ cluster, plays: 1 }));
const hamlets = [hamlet("a", 100), hamlet("b", 60), hamlet("c", 40)];
const serving = [
  serves("c1", "a"),
  serves("c2", "b"),
  serves("c3", "c", 0.5),
  serves("c3", "x"),
  serves("fm", "c", 1, false),
];
const gaps = (share: number, metric: "households" | "people" | "regular", ...on: string[]) =>
  gapsOf(figureOf(hamlets, serving, proven(...on), "completed", 1), serving, { metric, share });

test("the gap, where it is, and the clusters that close it soonest", () => {
  expect(gaps(0.7, "households", "c1")).toEqual({
    hamlets: [
      { hamlet: "b", name: "Thôn b", commune: "21024", share: 0, missing: 42 },
      { hamlet: "c", name: "Thôn c", commune: "21024", share: 0, missing: 28 },
    ],
    clusters: [{ cluster: "c2", gain: 60 }],
    missing: 40,
    enough: true,
    line: "2 thôn dưới 70 %, còn thiếu 40 hộ; thêm 1 cụm sẽ đạt",
  });
});

test("what is reached needs nobody; people are counted as people", () => {
  expect(gaps(0.5, "households", "c1")).toMatchObject({
    missing: 0,
    enough: true,
    clusters: [],
    line: "Đã đạt 50 %; 2 thôn dưới 50 %",
  });
  expect(gaps(0.8, "people", "c1").line).toBe(
    "2 thôn dưới 80 %, còn thiếu 240 người; thêm 1 cụm sẽ đạt",
  );
});

test("horns behind a bridge close no gap: then new clusters are needed", () => {
  expect(gaps(1, "regular", "c1")).toMatchObject({
    clusters: [
      { cluster: "c2", gain: 60 },
      { cluster: "c3", gain: 20 },
    ],
    enough: false,
    line: "2 thôn dưới 100 %, còn thiếu 100 hộ; cả 2 cụm chưa đủ phát cũng không đạt, cần thêm cụm mới",
  });
});

test("with the clusters of the list proven, the gap is as small as it says", () => {
  const someServing = fc.array(
    fc.record({
      cluster: fc.constantFrom("c1", "c2", "c3", "c4"),
      hamlet: fc.constantFrom("a", "b", "c"),
      share: fc.constantFrom(0.25, 0.5, 1),
      measurable: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  const on = fc.subarray(["c1", "c2", "c3", "c4"]);
  fc.assert(
    fc.property(someServing, on, fc.constantFrom(0.3, 0.7, 0.9), (some, clusters, share) => {
      const target = { metric: "households", share } as const;
      const found = gapsOf(
        figureOf(hamlets, some, proven(...clusters), "completed", 1),
        some,
        target,
      );
      const more = [...clusters, ...found.clusters.map(({ cluster }) => cluster)];
      const after = figureOf(hamlets, some, proven(...more), "completed", 1);
      expect(after.households.reached >= Math.ceil(200 * share)).toBe(found.enough);
    }),
  );
});

/** The plain way: everybody's gain computed anew in each round. */
function slowly(some: readonly Serving[], needed: number): string[] {
  const shares = new Map<string, number>();
  const chosen: string[] = [];
  const part = (id: string) => shares.get(id) ?? 0;
  const now = () =>
    hamlets.reduce((sum, one) => sum + Math.floor(one.households * part(one.hamlet) + 1e-6), 0);
  const gain = (cluster: string) =>
    some
      .filter((one) => one.cluster === cluster)
      .reduce((sum, { hamlet, share }) => {
        const { households = 0 } = hamlets.find((one) => one.hamlet === hamlet) ?? {};
        return sum + households * Math.min(1 - part(hamlet), share);
      }, 0);
  const left = new Set(some.map(({ cluster }) => cluster).sort());
  while (now() < needed) {
    const best = [...left].sort((one, other) => gain(other) - gain(one))[0];
    if (best === undefined || gain(best) <= 0) break;
    left.delete(best);
    chosen.push(best);
    for (const { cluster, hamlet, share } of some)
      if (cluster === best) shares.set(hamlet, Math.min(1, part(hamlet) + share));
  }
  return chosen;
}

test("the clusters of the list are those that the plain way chooses, in its order", () => {
  const someServing = fc.uniqueArray(
    fc.record({
      cluster: fc.constantFrom("c1", "c2", "c3", "c4", "c5", "c6"),
      hamlet: fc.constantFrom("a", "b", "c"),
      share: fc.constantFrom(0.25, 0.5, 0.75, 1),
      measurable: fc.constant(true),
    }),
    { maxLength: 12, selector: ({ cluster, hamlet }) => `${cluster} ${hamlet}` },
  );
  fc.assert(
    fc.property(someServing, fc.constantFrom(0.3, 0.7, 1), (some, share) => {
      const none = figureOf(hamlets, some, [], "completed", 1);
      const found = gapsOf(none, some, { metric: "households", share });
      expect(found.clusters.map(({ cluster }) => cluster)).toEqual(
        slowly(some, Math.ceil(200 * share)),
      );
    }),
    { numRuns: 300 },
  );
});
