import fc from "fast-check";
import { expect, test } from "vitest";
import { reach } from "../../../controller/reach/reach.ts";
import { monthOf, regular, wholeMonths } from "../../../controller/reach/regular.ts";

const at = (iso: string) => Date.parse(`${iso}T00:00:00+07:00`);
const hamlets = [
  { hamlet: "dong", name: "Đông", commune: "21024", households: 100, people: 400 },
  { hamlet: "doai", name: "Đoài", commune: "21024", households: 60, people: 200 },
];
const serving = [
  { cluster: "c1", hamlet: "dong", share: 1, measurable: true },
  { cluster: "c2", hamlet: "doai", share: 1, measurable: true },
];
let last = 0;
const play = (cluster: string, day: string, rung = "completed") => ({
  cluster,
  occurrence: `o${++last}`,
  rung,
  at: at(day),
});

test("a month counts only when all of it lies in the period, by the station's clock", () => {
  expect(wholeMonths(at("2026-01-01"), at("2026-03-01"))).toEqual(["2026-01", "2026-02"]);
  expect(wholeMonths(at("2025-12-15"), at("2026-02-10"))).toEqual(["2026-01"]);
  expect(wholeMonths(at("2026-01-02"), at("2026-01-31"))).toEqual([]);
  expect(wholeMonths(at("2025-12-01"), at("2026-01-01"))).toEqual(["2025-12"]);
  expect(monthOf(at("2026-02-01"))).toBe("2026-02");
});

test("regular is enough in every month, not enough in sum", () => {
  const months = ["2026-01", "2026-02"];
  const plays = [
    play("c1", "2026-01-05"),
    play("c1", "2026-01-09"),
    play("c1", "2026-02-05"),
    play("c1", "2026-02-09"),
    play("c2", "2026-01-05"),
    play("c2", "2026-01-06"),
    play("c2", "2026-01-07"),
    play("c2", "2026-01-08"),
  ];
  const of = (n: number) => regular(hamlets, serving, plays, "completed", n, months);
  expect(of(2).households).toEqual({ reached: 100, of: 160 });
  expect(of(2).people).toEqual({ reached: 400, of: 600 });
  expect(of(3).households.reached).toBe(0);
});

test("a play below the rung is none; without a whole month the period is the month", () => {
  const plays = [play("c1", "2026-01-05"), play("c1", "2026-01-06", "started")];
  expect(regular(hamlets, serving, plays, "completed", 1, []).households.reached).toBe(100);
  expect(regular(hamlets, serving, plays, "completed", 2, []).households.reached).toBe(0);
});

test("regular access is never more than reach once", () => {
  const day = fc.constantFrom("2026-01-05", "2026-01-20", "2026-02-05", "2026-02-20");
  const some = fc.array(fc.tuple(fc.constantFrom("c1", "c2"), day), { maxLength: 12 });
  fc.assert(
    fc.property(some, fc.integer({ min: 1, max: 3 }), (wished, n) => {
      const plays = wished.map(([cluster, when]) => play(cluster, when));
      const often = regular(hamlets, serving, plays, "completed", n, ["2026-01", "2026-02"]);
      const once = reach(hamlets, serving, plays, "completed", 1);
      expect(often.households.reached).toBeLessThanOrEqual(once.households.reached);
    }),
  );
});
