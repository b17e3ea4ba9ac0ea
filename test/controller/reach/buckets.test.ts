import fc from "fast-check";
import { expect, test } from "vitest";
import {
  byMonth,
  halfMonthOf,
  isWholeYear,
  splitPeriod,
  yearAround,
  yearOf,
  yearsOf,
} from "../../../controller/reach/buckets.ts";
import { bucketOf, dayOfBucket, spokenIn, subjectsOf } from "../../../controller/reach/subject.ts";

const at = (day: string, time = "00:00"): number => Date.parse(`${day}T${time}:00+07:00`);

test("the periods of the reports are made of half months alone", () => {
  const { buckets, edges } = splitPeriod(at("2025-12-15"), at("2026-06-15"));
  expect(edges).toEqual([]);
  expect(buckets?.map(dayOfBucket)).toEqual(["2025-12-15", "2026-06-01"]);
});

test("what is no half month is left at the edges; a short period is one edge", () => {
  expect(splitPeriod(at("2026-01-02"), at("2026-02-03"))).toEqual({
    buckets: [bucketOf(at("2026-01-15")), bucketOf(at("2026-01-15"))],
    edges: [
      { from: at("2026-01-02"), to: at("2026-01-15") },
      { from: at("2026-02-01"), to: at("2026-02-03") },
    ],
  });
  const short = { from: at("2026-01-02"), to: at("2026-01-16") };
  expect(splitPeriod(short.from, short.to)).toEqual({ edges: [short] });
});

test("a half month is the 1st to the 14th, or the 15th to the end", () => {
  expect(halfMonthOf(at("2026-02-14", "23:59"))).toEqual({
    ...{ from: at("2026-02-01"), to: at("2026-02-15") },
  });
  expect(halfMonthOf(at("2026-02-15"))).toEqual({ from: at("2026-02-15"), to: at("2026-03-01") });
});

test("every instant of a period lies in exactly one piece of it", () => {
  const some = fc.integer({ min: at("2025-01-01"), max: at("2027-01-01") });
  fc.assert(
    fc.property(some, some, some, (one, other, when) => {
      const [from, to] = one < other ? [one, other] : [other, one + 1];
      const { buckets, edges } = splitPeriod(from, to);
      const inEdges = edges.filter((edge) => edge.from <= when && when < edge.to).length;
      const [first = 0, last = -1] = buckets ?? [];
      const inBuckets = first <= bucketOf(when) && bucketOf(when) <= last ? 1 : 0;
      expect(inEdges + inBuckets).toBe(from <= when && when < to ? 1 : 0);
    }),
  );
});

test("every counted half month stands once, its year alone, and beside what must be counted now of its month", () => {
  const some = fc.integer({ min: at("2024-01-01"), max: at("2027-01-01") });
  fc.assert(
    fc.property(some, some, (one, other) => {
      const [from, to] = one < other ? [one, other] : [other, one + 1];
      const split = splitPeriod(from, to);
      const { calm, ragged } = byMonth(split);
      const all = ([first, last]: readonly [number, number]) =>
        Array.from({ length: last - first + 1 }, (_, n) => first + n);
      const [first = 0, last = -1] = split.buckets ?? [];
      expect([...calm, ...ragged.buckets].flatMap(all).sort((a, b) => a - b)).toEqual(
        all([first, last]),
      );
      expect(ragged.edges).toEqual(split.edges);
      const torn = split.edges.map((edge) => Math.floor(bucketOf(edge.from) / 2));
      for (const months of calm) {
        expect(yearOf(months[0])).toBe(yearOf(months[1]));
        expect(all(months).filter((half) => torn.includes(Math.floor(half / 2)))).toEqual([]);
      }
    }),
  );
  const [year] = yearsOf([bucketOf(at("2025-01-01")), bucketOf(at("2025-12-31"))]);
  expect(year && isWholeYear(year)).toBe(true);
  expect(isWholeYear([bucketOf(at("2025-01-15")), bucketOf(at("2025-12-31"))])).toBe(false);
  expect(yearAround(at("2025-06-07"))).toEqual({ from: at("2025-01-01"), to: at("2026-01-01") });
});

test("an airing stands under everything that it was about, once", () => {
  expect(dayOfBucket(bucketOf(at("2026-06-14", "23:59")))).toBe("2026-06-01");
  expect(dayOfBucket(bucketOf(at("2026-06-15")))).toBe("2026-06-15");
  expect(dayOfBucket(bucketOf(at("2025-12-31")))).toBe("2025-12-15");
  const body = JSON.stringify({
    parts: [{ message: "m-1", language: "vie" }, { message: "m-1" }, { kind: "pause" }],
  });
  expect(spokenIn(body)).toEqual({ messages: ["m-1", "m-1"], languages: ["vie"] });
  expect(spokenIn("{}")).toEqual({ messages: [], languages: [] });
  const airing = {
    ...{ broadcast: "b", theme: null, campaign: "18-5", messages: ["m-1", "m-1"] },
    ...{ languages: ["vie"], audiences: [] },
  };
  expect(subjectsOf(airing).map(({ kind, value }) => `${kind} ${value}`)).toEqual([
    ...["all ", "theme ", "campaign 18-5", "language vie", "message m-1", "broadcast b"],
  ]);
  expect(subjectsOf({ ...airing, campaign: null })).toHaveLength(5);
});
