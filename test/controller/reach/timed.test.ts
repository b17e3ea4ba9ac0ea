import { expect, test } from "vitest";
import { reach } from "../../../controller/reach/reach.ts";
import { servedBy } from "../../../controller/reach/served.ts";
import { timedLine, timedOf } from "../../../controller/reach/timed.ts";

const hamlet = (id: string) => {
  return { hamlet: id, name: id, commune: "21024", households: 10, people: 40 };
};
const link = (cluster: string, of: string, measurable = true) => {
  return { cluster, hamlet: of, share: 1, measurable };
};
const served = servedBy(
  [hamlet("a"), hamlet("b")],
  [link("k", "a"), link("k", "b"), link("few", "b"), link("fm", "a", false)],
);
const plays = [
  { cluster: "k", plays: 5 },
  { cluster: "k", plays: 1 },
  { cluster: "few", plays: 1 },
  { cluster: "fm", plays: 9 },
  { cluster: "elsewhere", plays: 9 },
];
const unconfirmed = plays.map((one) => ({ ...one, plays: 1 }));

test("what is counted is told once a cluster, also one that serves two hamlets; what does not count is not told", () => {
  expect(timedOf(served, plays, unconfirmed, 2)).toEqual({ plays: 6, unconfirmed: 2 });
  expect(timedOf(served, plays, unconfirmed, 1)).toEqual({ plays: 7, unconfirmed: 3 });
  const { rows } = reach(served, plays, "completed", 2, unconfirmed);
  expect(rows.map((row) => [row.plays, row.unconfirmed])).toEqual([
    [6, 2],
    [6, 2],
  ]);
});

test("the sentence says number and share, is not there where there is nothing to say, and never says 0,0 %", () => {
  expect(timedLine({ plays: 10, unconfirmed: 0 })).toBeNull();
  expect(timedLine({ plays: 1_234, unconfirmed: 12 })).toContain(
    "Trong 1.234 lượt phát được tính có 12 lượt (0,9\u00a0%) theo giờ chưa được xác nhận",
  );
  expect(timedLine({ plays: 5_000, unconfirmed: 1 })).toContain("1 lượt (dưới 0,1\u00a0%)");
});
