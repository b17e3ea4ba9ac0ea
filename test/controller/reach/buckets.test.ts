import fc from "fast-check";
import { expect, test } from "vitest";
import { halfMonthOf, splitPeriod } from "../../../controller/reach/buckets.ts";
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
