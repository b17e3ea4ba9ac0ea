import { expect, test } from "vitest";
import { type Sources, shownHamlets } from "../../controller/web/hamlet-proof.ts";

const hamlet = (id: string) => ({ id, name: `Thôn ${id}` });
const cluster = (hamlets: string[], measurable = true) => ({
  ...{ measurable, hamlets: hamlets.map((one) => ({ hamlet: one, share: 1 })) },
});
const outline = (id: string) => ({
  ...{ id, geometry: { coordinates: [[[[108, 15]]]] }, properties: { source: "Sở" } },
});
const sources = (more: object = {}): Sources =>
  ({
    hamlets: ["a", "b", "c", "d", "e"].map(hamlet),
    clusters: [cluster(["a", "b"]), cluster(["c"], false)],
    outlines: { features: [outline("a")] },
    coverage: { hamlets: [{ hamlet: "d", share: 0.4 }] },
    reach: { rows: [{ hamlet: "a", reachedHouseholds: 30, households: 40 }] },
    ...more,
  }) as never;

test("a proven play, else the model, else horns that confirm nothing, else nobody: each hamlet has one word", () => {
  expect(shownHamlets(sources())).toEqual([
    {
      ...{ id: "a", name: "Thôn a", proof: "proven", share: 0.75 },
      ...{ outline: [[[[108, 15]]]], source: "Sở" },
    },
    { id: "b", name: "Thôn b", proof: "estimated" },
    { id: "c", name: "Thôn c", proof: "unmeasurable" },
    { id: "d", name: "Thôn d", proof: "estimated", share: 0.4 },
    { id: "e", name: "Thôn e", proof: "unserved" },
  ]);
});

test("what nobody may read or has not come yet is no figure", () => {
  const blind = { outlines: undefined, coverage: undefined, reach: undefined };
  expect(shownHamlets(sources(blind)).map(({ proof }) => proof)).toEqual([
    "estimated",
    "estimated",
    "unmeasurable",
    "unserved",
    "unserved",
  ]);
});
