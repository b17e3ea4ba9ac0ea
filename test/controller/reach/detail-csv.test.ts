import fc from "fast-check";
import { expect, test } from "vitest";
import { rungs } from "../../../controller/playlog/outcome.ts";
import { detailCsv } from "../../../controller/reach/detail-csv.ts";
import { reach } from "../../../controller/reach/reach.ts";
import { servedBy } from "../../../controller/reach/served.ts";
import { reachWorld, value } from "../../support/reach-world.ts";

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
    plays: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 20 },
);

test("from the export anybody computes the same figure, in 200 worlds", () => {
  fc.assert(
    fc.property(
      someHamlets,
      someServing,
      somePlays,
      fc.integer({ min: 1, max: 3 }),
      (hamlets, serving, plays, atLeast) => {
        const served = servedBy(hamlets, serving);
        const csv = detailCsv(served, plays);
        const figure = reach(served, plays, "completed", atLeast);
        expect(again(csv, atLeast)).toEqual(figure.households);
      },
    ),
    { numRuns: 200 },
  );
});

test("and so it does from the export of a real log, in 200 worlds", async () => {
  const places = fc.array(
    fc.tuple(
      fc.constantFrom("a", "b", "c"),
      fc.constantFrom("c1", "c2", "c3"),
      fc.constantFrom(0.3, 0.5, 0.79, 1),
    ),
    { maxLength: 5 },
  );
  const airings = fc.array(
    fc.tuple(
      fc.constantFrom("2026-04-10", "2026-04-20", "2026-05-03"),
      fc.constantFrom("c1", "c2", "c3"),
      fc.constantFrom(...rungs),
    ),
    { maxLength: 8 },
  );
  const bridges = fc.subarray(["c1", "c2", "c3"]);
  await fc.assert(
    fc.asyncProperty(places, bridges, airings, async (served, fm, aired) => {
      const world = await reachWorld();
      const seen = new Set<string>();
      for (const [hamlet, cluster, share] of served) {
        if (seen.has(`${hamlet} ${cluster}`)) continue;
        seen.add(`${hamlet} ${cluster}`);
        const households = 97 + hamlet.charCodeAt(0);
        const kind = fm.includes(cluster) ? "fm-bridge" : "ip";
        await world.place(hamlet, { cluster, share, households, kind });
      }
      for (const [day, cluster, rung] of aired) await world.air({ cluster, day, rung });
      const period = { from: "2026-04-12", to: "2026-05-31" };
      const csv = await value(world.reach.detail(period));
      const { reached, of } = (await value(world.reach.figure(period))).households;
      expect(again(csv, 1)).toEqual({ reached, of });
      await world.close();
    }),
    { numRuns: 200 },
  );
}, 60_000);
