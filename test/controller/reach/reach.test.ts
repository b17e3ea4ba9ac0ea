import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reachCsv } from "../../../controller/reach/csv.ts";
import {
  definitionOf,
  grouped,
  type HamletFigures,
  type ProvenPlays,
  reachLine,
  rungsFrom,
  type Serving,
} from "../../../controller/reach/reach.ts";
import { figureOf } from "../../support/figure-of.ts";

const hamlet = (id: string, households: number): HamletFigures => ({
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
const play = (cluster: string, plays = 1): ProvenPlays => ({ cluster, plays });

const three = [hamlet("dong", 431), hamlet("doai", 381), hamlet("ech", 208)];

describe("reach", () => {
  test("a hamlet served by two clusters counts once, one without a cluster not at all", () => {
    const figure = figureOf(
      three,
      [serves("c1", "dong"), serves("c2", "dong"), serves("c3", "doai")],
      [play("c1"), play("c2"), play("c3")],
      "completed",
      1,
    );
    expect(figure.households).toEqual({ reached: 812, of: 1_020 });
    expect(figure.hamlets).toEqual({ reached: 2, of: 3 });
    expect(reachLine(figure)).toBe("2/3 thôn · 812/1.020 hộ · bậc: phát xong");
  });

  test("the rungs that prove at least as much as the asked one", () => {
    expect(rungsFrom("completed")).toEqual(["completed", "electric", "acoustic"]);
    expect(rungsFrom("planned")).toHaveLength(7);
  });

  test("horns behind a bridge are shown as not measurable and never counted", () => {
    const figure = figureOf(three, [serves("fm", "dong", 1, false)], [play("fm")], "completed", 1);
    expect(figure.households.reached).toBe(0);
    expect(figure.rows[0]?.unmeasurable).toBe(true);
    expect(figure.rows[1]?.unmeasurable).toBe(false);
  });

  test("plays of one cluster add up; those of a cluster with too few count nowhere", () => {
    const some = [play("c1"), play("c1", 2), play("c2")];
    const of = (n: number) =>
      figureOf(three, [serves("c1", "dong"), serves("c2", "dong", 0.5)], some, "completed", n);
    expect(of(3).hamlets.reached).toBe(1);
    expect(of(3).rows[0]?.plays).toBe(3);
    expect(of(1).rows[0]?.plays).toBe(4);
    expect(of(4).hamlets.reached).toBe(0);
  });

  test("shares are rounded down, never up", () => {
    const figure = figureOf(
      [hamlet("dong", 10)],
      [serves("c1", "dong", 0.79)],
      [play("c1")],
      "completed",
      1,
    );
    expect(figure.households.reached).toBe(7);
    const exact = figureOf(
      [hamlet("dong", 10)],
      [serves("c1", "dong", 0.7)],
      [play("c1")],
      "completed",
      1,
    );
    expect(exact.households.reached).toBe(7);
  });

  const someServing = fc.array(
    fc.record({
      cluster: fc.constantFrom("c1", "c2", "c3", "c4"),
      hamlet: fc.constantFrom("dong", "doai", "ech"),
      share: fc.double({ min: 0.01, max: 1, noNaN: true }),
      measurable: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  const somePlays = fc.array(
    fc.record({
      cluster: fc.constantFrom("c1", "c2", "c3", "c4"),
      plays: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 12 },
  );

  test("never more than there is, never less when more is proven, sums equal the rows", () => {
    fc.assert(
      fc.property(someServing, somePlays, somePlays, (serving, some, more) => {
        const less = figureOf(three, serving, some, "completed", 1);
        const all = figureOf(three, serving, [...some, ...more], "completed", 1);
        expect(all.households.reached).toBeLessThanOrEqual(all.households.of);
        expect(all.households.reached).toBeGreaterThanOrEqual(less.households.reached);
        const sum = all.rows.reduce((n, row) => n + row.reachedHouseholds, 0);
        expect(sum).toBe(all.households.reached);
      }),
    );
  });

  test("the definition names the rung and the count", () => {
    expect(definitionOf("acoustic", 3)).toContain("được micro xác nhận");
    expect(definitionOf("acoustic", 3)).toContain("3 lần");
    expect(grouped(1_234_567)).toBe("1.234.567");
  });

  test("a cell of the export can never be a formula, and quotes survive", () => {
    const csv = reachCsv({
      rows: [
        {
          ...hamlet("dong", 1),
          name: '=HYPERLINK("x")',
          share: 1,
          reachedHouseholds: 1,
          reachedPeople: 4,
          plays: 1,
          unconfirmed: 0,
          clusters: ["c1", "c2"],
          unmeasurable: false,
        },
      ],
    } as never);
    expect(csv.startsWith("\uFEFFhamlet,name,")).toBe(true);
    expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
    expect(csv).toContain(",c1 c2,false,0\r\n");
  });
});
