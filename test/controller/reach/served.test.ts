import fc from "fast-check";
import { expect, test } from "vitest";
import { countingOf, servedBy, sharesOf } from "../../../controller/reach/served.ts";

const ids = ["a", "b", "c"];
const hamlets = ids.map((hamlet) => ({
  ...{ hamlet, name: hamlet, commune: "21024", households: 10, people: 40 },
}));
const someServing = fc.array(
  fc.record({
    cluster: fc.constantFrom("k1", "k2", "k3"),
    hamlet: fc.constantFrom(...ids, "elsewhere"),
    share: fc.double({ min: 0.01, max: 1, noNaN: true }),
    measurable: fc.boolean(),
  }),
  { maxLength: 12 },
);
const somePlays = fc.array(
  fc.record({ cluster: fc.constantFrom("k1", "k2", "k3", "k4"), plays: fc.nat(3) }),
  { maxLength: 8 },
);

test("the part of each hamlet is what its own links add up to, whatever else there is", () => {
  fc.assert(
    fc.property(someServing, somePlays, fc.integer({ min: 1, max: 4 }), (serving, plays, least) => {
      const served = servedBy(hamlets, serving);
      const found = sharesOf(served, countingOf(served, plays, least));
      const counts = (cluster: string) =>
        plays.reduce((sum, one) => sum + (one.cluster === cluster ? one.plays : 0), 0) >= least;
      const expected = ids.map((id) =>
        serving
          .filter((one) => one.hamlet === id && one.measurable && counts(one.cluster))
          .reduce((sum, { share }) => sum + share, 0),
      );
      expect([...found]).toEqual(expected.map((share) => Math.min(1, share)));
    }),
  );
});
