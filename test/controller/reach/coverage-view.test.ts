import { expect, test } from "vitest";
import { coverageOf, type Sited } from "../../../controller/reach/coverage-view.ts";

const site = (cluster: string, latitude: number, longitude: number, kind = "ip"): Sited => ({
  ...{ cluster, name: cluster, kind, latitude, longitude },
});
const ask = { commune: "21024" as never };
const at = { latitude: 15.1, longitude: 108.8 };

test("a circle a cluster, with its parameters and where they come from, marked as an estimate", () => {
  const found = coverageOf(
    [site("c1", 15.1, 108.8), site("fm", 15.2, 108.8, "fm-bridge")],
    [],
    ask,
  );
  expect(found).toMatchObject({
    type: "FeatureCollection",
    estimated: true,
    parameters: { sensitivity: 106, watts: 50, height: 7, noise: 55 },
  });
  expect(found.source).toContain("ISO 9613-2");
  expect(found.features.map(({ properties }) => properties.measurable)).toEqual([true, false]);
  expect(found.features[0]?.geometry.coordinates).toEqual([108.8, 15.1]);
  const quiet = coverageOf([site("c1", 15.1, 108.8)], [], { ...ask, noise: 45 });
  expect(quiet.features[0]?.properties.radius).toBeGreaterThan(
    found.features[0]?.properties.radius ?? 0,
  );
});

test("a share that was counted wins; elsewhere the covered part of points or of an even spread", () => {
  const far = { latitude: 15.4, longitude: 108.8 };
  const hamlets = [
    { hamlet: "a", points: [at, far] },
    { hamlet: "b", centre: at, radius: 50 },
    { hamlet: "c", centre: far },
    { hamlet: "d" },
  ];
  const serving = [
    { cluster: "c1", hamlet: "a", share: 0.75, measurable: true },
    { cluster: "c2", hamlet: "a", share: 0.75, measurable: true },
  ];
  const { hamlets: found } = coverageOf([site("c1", 15.1, 108.8)], serving, { ...ask, hamlets });
  expect(found).toEqual([
    { hamlet: "a", estimated: 0.5, basis: "households", counted: 1, share: 1, source: "counted" },
    { hamlet: "b", estimated: 1, basis: "circle", counted: null, share: 1, source: "estimated" },
    { hamlet: "c", estimated: 0, basis: "circle", counted: null, share: 0, source: "estimated" },
    { hamlet: "d", estimated: 0, basis: "none", counted: null, share: 0, source: "estimated" },
  ]);
  // Horns behind a bridge prove nothing, so they cover nothing here; without a place there is no circle.
  const blind = coverageOf([site("fm", 15.1, 108.8, "fm-bridge")], [], { ...ask, hamlets });
  expect(blind.hamlets.map(({ share }) => share)).toEqual([0, 0, 0, 0]);
  expect(coverageOf([], [], ask).features).toEqual([]);
});

test("without points an even spread inside the outline stands for the households; who names no hamlet gets all outlined ones", () => {
  // Half of the square lies within 300 m east of the cluster, half far away.
  const square = (west: number, wide: number) => [
    [
      [west, 15.1],
      [west + wide, 15.1],
      [west + wide, 15.101],
      [west, 15.101],
      [west, 15.1],
    ],
  ];
  const outlines = new Map([
    ["near", [square(108.8, 0.001)]],
    ["half", [square(108.8, 0.001), square(109.8, 0.001)]],
    ["a", [square(110, 0.001)]],
  ]);
  const clusters = [site("c1", 15.1, 108.8)];
  const all = coverageOf(clusters, [], ask, outlines).hamlets;
  expect(all.map(({ hamlet, basis }) => [hamlet, basis])).toEqual([
    ["near", "outline"],
    ["half", "outline"],
    ["a", "outline"],
  ]);
  const [near, half, far] = all.map(({ estimated }) => estimated);
  expect([near, far]).toEqual([1, 0]);
  expect(half).toBeCloseTo(0.5, 1);
  const points = [{ hamlet: "a", points: [at], centre: at }];
  const [counted] = coverageOf(clusters, [], { ...ask, hamlets: points }, outlines).hamlets;
  expect(counted).toMatchObject({ basis: "households", estimated: 1 });
});
