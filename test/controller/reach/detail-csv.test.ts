import fc from "fast-check";
import { expect, test } from "vitest";
import { detailCsv } from "../../../controller/reach/detail-csv.ts";
import { reach, rungs } from "../../../controller/reach/reach.ts";

/** The figure from nothing but the text: what a person with a spreadsheet would do. */
function again(csv: string, atLeast: number): { reached: number; of: number } {
  const households = new Map<string, number>();
  const shares = new Map<string, number>();
  for (const line of csv.trim().split("\r\n").slice(1)) {
    const [hamlet = "", , count, , , share, measurable, plays] = line.split(",");
    households.set(hamlet, Number(count));
    const counts = measurable === "1" && Number(plays) >= atLeast;
    shares.set(hamlet, (shares.get(hamlet) ?? 0) + (counts ? Number(share) : 0));
  }
  let [reached, of] = [0, 0];
  for (const [hamlet, count] of households) {
    of += count;
    reached += Math.floor(count * Math.min(1, shares.get(hamlet) ?? 0) + 1e-6);
  }
  return { reached, of };
}

const ids = ["c1", "c2", "c3", "c4"];
const someHamlets = fc.uniqueArray(
  fc.record({
    hamlet: fc.constantFrom("a", "b", "c", "d", "e"),
    name: fc.string(),
    commune: fc.constantFrom("21024", "21025"),
    households: fc.nat(500),
    people: fc.nat(2_000),
  }),
  { selector: ({ hamlet }) => hamlet },
);
const someServing = fc.uniqueArray(
  fc.record({
    cluster: fc.constantFrom(...ids),
    hamlet: fc.constantFrom("a", "b", "c", "d", "e"),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
    measurable: fc.boolean(),
  }),
  { maxLength: 10, selector: ({ cluster, hamlet }) => `${cluster} ${hamlet}` },
);
const somePlays = fc.array(
  fc.record({
    cluster: fc.constantFrom(...ids),
    occurrence: fc.constantFrom("o1", "o2", "o3", "o4"),
    rung: fc.constantFrom(...rungs),
  }),
  { maxLength: 20 },
);

test("from the export anybody computes the same figure, in 200 worlds", () => {
  fc.assert(
    fc.property(
      someHamlets,
      someServing,
      somePlays,
      fc.constantFrom(...rungs),
      fc.integer({ min: 1, max: 3 }),
      (hamlets, serving, plays, rung, atLeast) => {
        const csv = detailCsv(hamlets, serving, plays, rung);
        const figure = reach(hamlets, serving, plays, rung, atLeast);
        expect(again(csv, atLeast)).toEqual(figure.households);
      },
    ),
    { numRuns: 200 },
  );
});
