import fc from "fast-check";
import { expect, test } from "vitest";
import { mergedCommunes, mergedHamlets, splitHamlet } from "../../../controller/fleet/merging.ts";

const always = { valid_from: "2020-01-01", valid_to: null };
const named = (name: string) => ({ name, folded: name });
const commune = (code: string) => ({ code, province: "51", ...named(code), ...always });
const hamlet = (id: string, of = "21024") => ({ id, commune: of, ...named(id), ...always });
const figure = (id: string, households: number, language = "vie") => ({
  ...{ hamlet: id, households, people: households * 4, languages: JSON.stringify([language]) },
  ...always,
});
const cluster = (id: string, of: string) => ({
  ...{ id, commune: of, ...named(id), kind: "ip", latitude: null, longitude: null, tags: "[]" },
  ...{ exercise: 0, volume: "[]", ...always },
});
const day = "2026-07-01";
const dates = { valid_from: day, valid_to: null };
const bare = { links: [], outlines: [] };
const gone = { ...always, valid_to: "2024-01-01" };

test("what is open comes along and leaves a line; what was closed stays where it was", () => {
  const found = mergedCommunes({
    into: commune("21099"),
    ending: [commune("21024"), commune("21025")],
    hamlets: [hamlet("a"), { ...hamlet("old"), ...gone }],
    clusters: [cluster("k", "21025")] as never,
    moves: [
      {
        kind: "hamlet",
        id: "a",
        commune: "20000",
        valid_from: "2020-01-01",
        valid_to: "2025-07-01",
      },
    ],
    day,
  });
  expect(found.communes.map(({ code, valid_to }) => [code, valid_to])).toEqual([
    ["21099", null],
    ["21024", day],
    ["21025", day],
  ]);
  expect(found.hamlets.map((row) => [row.id, row.commune])).toEqual([["a", "21099"]]);
  expect(found.moves).toEqual([
    { kind: "hamlet", id: "a", commune: "21024", valid_from: "2025-07-01", valid_to: day },
    { kind: "cluster", id: "k", commune: "21025", valid_from: "2020-01-01", valid_to: day },
  ]);
});

test("hamlets without a household merge without shares", () => {
  const given = { old: [hamlet("a"), hamlet("b")], figures: [figure("a", 0)], ...bare, day };
  const found = mergedHamlets(given, { ...hamlet("ab"), ...dates });
  expect(found.figures.at(-1)).toMatchObject({ hamlet: "ab", households: 0, people: 0 });
  const unknown = [{ cluster: "k", hamlet: "nobody", share: 1, ...always }];
  const some = { ...given, figures: [figure("a", 10)], links: unknown };
  expect(mergedHamlets(some, { ...hamlet("ab"), ...dates }).links.at(-1)?.share).toBe(0);
  expect(splitHamlet({ ...given, figures: [] }, []).hamlets).toHaveLength(2);
});

test("households, people and what a cluster serves are the same in sum after a merge and after a split", () => {
  const some = fc.array(
    fc.record({
      households: fc.integer({ min: 1, max: 400 }),
      share: fc.constantFrom(0.25, 0.5, 1),
    }),
    { minLength: 2, maxLength: 5 },
  );
  fc.assert(
    fc.property(some, (all) => {
      const old = all.map((_, at) => hamlet(`h${at}`));
      const figures = all.map(({ households }, at) =>
        figure(`h${at}`, households, at ? "hre" : "vie"),
      );
      const links = all.map(({ share }, at) => ({
        cluster: "k",
        hamlet: `h${at}`,
        share,
        ...always,
      }));
      const into = { ...hamlet("new"), ...dates };
      const merged = mergedHamlets({ old, figures, links, outlines: [], day }, into);
      const now = merged.figures.filter((row) => row.valid_to === null);
      expect(now).toHaveLength(1);
      const sum = (of: (row: (typeof figures)[number]) => number) =>
        figures.reduce((n, row) => n + of(row), 0);
      expect(now[0]?.households).toBe(sum((row) => row.households));
      expect(now[0]?.people).toBe(sum((row) => row.people));
      const served = all.reduce((n, one) => n + one.households * one.share, 0);
      const link = merged.links.find((row) => row.hamlet === "new");
      expect((link?.share ?? 0) * (now[0]?.households ?? 0)).toBeCloseTo(served, 6);
      expect(merged.links.filter((row) => row.valid_to === day)).toHaveLength(all.length);
      const parts = all.map(({ households }, at) => ({
        ...{ row: { ...hamlet(`p${at}`), ...dates }, households, people: households * 4 },
      }));
      const whole = {
        old: [into],
        figures: now,
        links: link ? [link] : [],
        outlines: [],
        day: "2026-08-01",
      };
      const open = splitHamlet(whole, parts).figures.filter((row) => row.valid_to === null);
      expect(open.reduce((n, row) => n + row.households, 0)).toBe(now[0]?.households);
      expect(open.every((row) => row.languages === '["vie","hre"]')).toBe(true);
    }),
  );
});

test("outlines end with their hamlets; a merged one has the old ones side by side, if all are known", () => {
  const square = (at: number) => [
    [
      [at, 15],
      [at + 1, 15],
      [at, 16],
      [at, 15],
    ],
  ];
  const outline = (id: string, at: number) => ({
    ...{ hamlet: id, outline: JSON.stringify([square(at)]), points: 3, source: "Sở", ...always },
  });
  const given = { old: [hamlet("a"), hamlet("b")], figures: [figure("a", 5)], links: [], day };
  const into = { ...hamlet("ab"), ...dates };
  const past = { ...outline("a", 104), ...gone };
  const outlines = [past, outline("a", 105), outline("b", 106)];
  const merged = mergedHamlets({ ...given, outlines }, into).outlines;
  expect(merged.map((row) => [row.hamlet, row.valid_to])).toEqual([
    ["a", day],
    ["b", day],
    ["ab", null],
  ]);
  expect(merged.at(-1)).toMatchObject({ points: 6, valid_from: day });
  expect(JSON.parse(merged.at(-1)?.outline ?? "")).toEqual([square(105), square(106)]);
  const one = [outline("a", 105)];
  expect(mergedHamlets({ ...given, outlines: one }, into).outlines).toHaveLength(1);
  const split = splitHamlet({ ...given, old: [hamlet("a")], outlines: one }, []);
  expect(split.outlines).toEqual([{ ...outline("a", 105), valid_to: day }]);
});
