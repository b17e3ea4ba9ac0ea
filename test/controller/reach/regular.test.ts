import { expect, test } from "vitest";
import { reached } from "../../../controller/reach/reach.ts";
import {
  monthNumber,
  monthsOf,
  regular,
  together,
  wholeMonths,
} from "../../../controller/reach/regular.ts";
import { servedBy } from "../../../controller/reach/served.ts";

const at = (iso: string) => Date.parse(`${iso}T00:00:00+07:00`);
const hamlets = [
  { hamlet: "dong", name: "Đông", commune: "21024", households: 100, people: 400 },
  { hamlet: "doai", name: "Đoài", commune: "21024", households: 60, people: 200 },
];
const serving = [
  { cluster: "c1", hamlet: "dong", share: 1, measurable: true },
  { cluster: "c2", hamlet: "doai", share: 1, measurable: true },
];
const served = servedBy(hamlets, serving);
const play = (cluster: string, plays: number, often = 0) => ({ cluster, plays, often, heard: 0 });

test("a month counts only when all of it lies in the period, by the station's clock", () => {
  const whole = (from: string, to: string) => {
    const span = wholeMonths(at(from), at(to));
    return span && monthsOf(span);
  };
  expect(whole("2026-01-01", "2026-03-01")).toEqual(["2026-01", "2026-02"]);
  expect(whole("2025-12-15", "2026-02-10")).toEqual(["2026-01"]);
  expect(whole("2026-01-02", "2026-01-31")).toBeUndefined();
  expect(whole("2025-12-01", "2026-01-01")).toEqual(["2025-12"]);
  expect(monthsOf([monthNumber(at("2025-12-31")), monthNumber(at("2026-01-01"))])).toEqual([
    "2025-12",
    "2026-01",
  ]);
});

test("regular is enough in every month, not enough in sum", () => {
  const plays = [play("c1", 4, 2), play("c2", 40, 1)];
  const often = reached(served, regular(plays, 2, [24_312, 24_313]), 1);
  expect(often.households).toEqual({ reached: 100, of: 160 });
  expect(often.people).toEqual({ reached: 400, of: 600 });
});

test("without a whole month the period is the month", () => {
  const of = (n: number) =>
    reached(served, regular([play("c1", 2)], n, undefined), 1).households.reached;
  expect([of(2), of(3)]).toEqual([100, 0]);
});

test("parts of a period and months by themselves become one row a cluster, with the bits of all its months", () => {
  const asked = { atLeast: 2, perMonth: 3, whole: [101, 102], from: 100 } as const;
  const one = [{ cluster: "c1", plays: 7, heard: 0b110, often: 1 }];
  expect(together([one], [], asked)).toBe(one);
  const two = [
    { cluster: "c1", plays: 3, heard: 0b1000, often: 0 },
    { cluster: "c2", plays: 1, heard: 0, often: 0 },
  ];
  const months = [
    { cluster: "c1", month: 100, plays: 3 },
    { cluster: "c2", month: 102, plays: 3 },
    { cluster: "c2", month: 103, plays: 1 },
    // Later than there are bits.
    { cluster: "c3", month: 148, plays: 9 },
  ];
  expect(together([one, two], months, asked)).toEqual([
    { cluster: "c1", plays: 13, heard: 0b1111, often: 1 },
    { cluster: "c2", plays: 5, heard: 0b100, often: 1 },
    { cluster: "c3", plays: 9, heard: 0, often: 0 },
  ]);
  expect(together([], [], asked)).toEqual([]);
});
