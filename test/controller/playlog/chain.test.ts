import fc from "fast-check";
import { expect, test } from "vitest";
import {
  beforeFirst,
  type ChainedRow,
  checkChain,
  type LinkedRow,
  linked,
} from "../../../controller/playlog/chain.ts";
import { sha256Of } from "../../../controller/sha256.adapter.ts";

const row = (n: number): ChainedRow => ({
  occurrence: `occ-${n}`,
  cluster: "cum-1",
  agent: n % 2 ? "ag-1" : null,
  outcome: "played",
  reason: null,
  rung: "completed",
  started_at: n % 3 ? 1_000 + n : null,
  heard: 30_000,
  frames: 1_440_000,
  of_frames: 1_440_000,
  late: 0,
  at: 5_000 + n,
  body: "{}",
});
const log = (length: number): LinkedRow[] =>
  linked(
    sha256Of,
    beforeFirst(sha256Of),
    Array.from({ length }, (_, n) => row(n + 1)),
  );
const verify = (rows: readonly LinkedRow[], outside?: { seq: number; link: string }) => {
  const check = checkChain(sha256Of, outside);
  for (const one of rows) check.add(one);
  return check.result();
};
const columns = Object.keys(row(1)) as (keyof ChainedRow)[];
const numbers: readonly string[] = ["started_at", "heard", "frames", "of_frames", "late", "at"];

test("an untouched log verifies, alone and against a head that was kept outside", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), fc.nat(29), (length, at) => {
      const rows = log(length);
      expect(verify(rows).fault).toBeUndefined();
      const kept = rows[at % Math.max(1, length)];
      if (kept) expect(verify(rows, kept).fault).toBeUndefined();
      expect(verify(rows).head.seq).toBe(length);
    }),
    { numRuns: 60 },
  );
});

test("any changed column of any row is found, and the row is named", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.constantFrom(...columns), (at, column) => {
      const rows = log(12);
      const changed = numbers.includes(column) ? 99 : "other";
      rows[at - 1] = { ...(rows[at - 1] as LinkedRow), [column]: changed };
      expect(verify(rows).fault).toEqual({ kind: "altered", seq: at });
    }),
    { numRuns: 200 },
  );
});

test("a row taken out, two exchanged, one put in: each is found", () => {
  const rows = log(10);
  expect(verify([...rows.slice(0, 4), ...rows.slice(5)]).fault).toEqual({
    kind: "missing",
    seq: 5,
  });
  expect(
    verify([...rows.slice(0, 4), rows[5] as LinkedRow, rows[4] as LinkedRow, ...rows.slice(6)])
      .fault,
  ).toEqual({ kind: "missing", seq: 5 });
  const put = { ...row(50), seq: 11, link: "0".repeat(64) } as LinkedRow;
  expect(verify([...rows, put]).fault).toEqual({ kind: "altered", seq: 11 });
});

test("a tail that was cut, or a history written anew, shows only against a head kept outside", () => {
  const rows = log(10);
  const kept = rows[9] as LinkedRow;
  expect(verify(rows.slice(0, 8)).fault).toBeUndefined();
  expect(verify(rows.slice(0, 8), kept).fault).toEqual({ kind: "cut", seq: 9 });
  const anew = linked(
    sha256Of,
    beforeFirst(sha256Of),
    Array.from({ length: 12 }, (_, n) => ({ ...row(n + 1), heard: 1 })),
  );
  expect(verify(anew).fault).toBeUndefined();
  expect(verify(anew, kept).fault).toEqual({ kind: "other-history", seq: 10 });
});

test("of very many faults the first hundred are named", () => {
  const rows = log(130).map((one) => ({ ...one, heard: 1 }));
  const found = verify(rows);
  expect(found.faults).toHaveLength(100);
  expect(found.fault).toEqual({ kind: "altered", seq: 1 });
});
