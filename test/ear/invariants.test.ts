import { describe, expect, test } from "vitest";
import { type Pair, type Run, type Sound, violations } from "../support/invariants.ts";

const pair: Pair = {
  occurrence: "o1",
  cluster: "c1",
  level: "normal",
  notBefore: 1_000,
  notAfter: 60_000,
  signed: true,
  items: [{ item: "a", seconds: 10 }],
};
const sound: Sound = {
  cluster: "c1",
  occurrence: "o1",
  item: "a",
  start: 2_000,
  end: 12_000,
  offset: 0,
  first: true,
};
const good: Run = {
  pairs: [pair],
  sounds: [sound],
  rows: [{ occurrence: "o1", cluster: "c1", outcome: "played", late: false }],
  receipts: [{ agent: "b1", boot: "x", sequences: [1, 2, 3], written: 3 }],
  backlogIn: true,
  logVerifies: true,
  amplifier: [{ cluster: "c1", on: 1_500, off: 12_500 }],
  report: { total: 3, rows: [1, 2] },
};
const row = good.rows[0] as Run["rows"][number];
const rules = (more: Partial<Run>) => [
  ...new Set(violations({ ...good, ...more }).map((one) => one.rule)),
];

describe("the checker", () => {
  test("finds nothing in a good run", () => expect(violations(good)).toEqual([]));

  // Green means nothing unless every planted fault is found.
  test.each<[string, string, Partial<Run>]>([
    ["I1", "a pair without an outcome", { rows: [] }],
    ["I1", "a pair with two", { rows: [row, { ...row, outcome: "failed" }] }],
    ["I2", "a sound that nobody signed", { pairs: [{ ...pair, signed: false }] }],
    [
      "I2",
      "a sound of nobody's",
      { sounds: [sound, { ...sound, occurrence: undefined, start: 20_000, end: 21_000 }] },
    ],
    ["I2", "a start before its window", { pairs: [{ ...pair, notBefore: 2_500 }] }],
    ["I2", "an end after its window", { pairs: [{ ...pair, notAfter: 11_000 }] }],
    ["I3", "a doubled play", { sounds: [sound, { ...sound, start: 20_000, end: 30_000 }] }],
    ["I4", "played, but not heard", { sounds: [{ ...sound, end: 11_000 }] }],
    ["I5", "heard, but not played", { rows: [{ ...row, outcome: "unreported" }] }],
    [
      "I6",
      "sound after an acknowledged cancel",
      { pairs: [{ ...pair, cancelAcknowledged: 5_000 }] },
    ],
    ["I7", "a late start", { sounds: [{ ...sound, start: 61_000, end: 71_000 }] }],
    [
      "I8",
      "a dropped receipt",
      { receipts: [{ agent: "b1", boot: "x", sequences: [1, 3], written: 3 }] },
    ],
    [
      "I8",
      "a lost tail",
      { receipts: [{ agent: "b1", boot: "x", sequences: [1, 2], written: 3 }] },
    ],
    [
      "I8",
      "a receipt stored twice",
      { receipts: [{ agent: "b1", boot: "x", sequences: [1, 2, 2, 3], written: 3 }] },
    ],
    ["I9", "a cut log", { logVerifies: false }],
    ["I10", "an amplifier left on", { amplifier: [{ cluster: "c1", on: 20_000, off: 40_000 }] }],
    [
      "I11",
      "two items at once",
      { sounds: [sound, { ...sound, item: "b", first: false, start: 5_000, end: 6_000 }] },
    ],
    ["I12", "a sum that is not that of its rows", { report: { total: 4, rows: [1, 2] } }],
  ])("%s: %s", (rule, _what, fault) => {
    expect(rules(fault)).toContain(rule);
  });

  test("late truth beside `unreported` is one outcome, an emergency may sound twice", () => {
    expect(
      rules({
        rows: [
          { ...row, outcome: "unreported" },
          { ...row, late: true },
        ],
      }),
    ).toEqual([]);
    const twice = [sound, { ...sound, start: 20_000, end: 30_000 }];
    expect(rules({ pairs: [{ ...pair, level: "emergency" }], sounds: twice })).toEqual([]);
  });
});
