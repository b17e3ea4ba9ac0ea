// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { expect, test } from "vitest";
import { bestLine } from "../../../edge-agent/evidence/lines.ts";
import { type BlockRow, blockFilter } from "../../../edge-agent/evidence/matched-filter.ts";
import { prepareCapture, prepareReference } from "../../../edge-agent/evidence/prepare.ts";
import { dice } from "../../support/dice.ts";
import { addAt, filtered } from "../../support/filters.ts";

const BLOCK = 8_000;
const REACH = 2_000;
const hiss = (seed: number, length: number): Float32Array =>
  Float32Array.from({ length }, dice(seed).gauss);
const peakOf = (row: BlockRow): number => row.z2.indexOf(Math.max(...row.z2)) - REACH;

test("the peak stands at the lag, early or late, under noise of ten times the power", () => {
  const message = filtered(hiss(1, 40_000), 8_000, "band", 1_200, 1);
  for (const lag of [0, 137, -1_512]) {
    const street = filtered(hiss(2, 44_000), 8_000, "band", 900, 0.5).map((x) => 2 * x);
    addAt(street, message, lag);
    const row = blockFilter(BLOCK, REACH).row(
      prepareReference(message),
      prepareCapture(street),
      16_000,
      0,
    );
    expect(peakOf(row)).toBe(lag);
    expect(row.z2[REACH + lag]!).toBeGreaterThan(30);
  }
});

test("the search stands around its centre", () => {
  const message = hiss(3, 60_000);
  const street = new Float32Array(70_000);
  addAt(street, message, 9_000);
  const row = blockFilter(BLOCK, REACH).row(
    prepareReference(message),
    prepareCapture(street),
    24_000,
    8_500,
  );
  expect(peakOf(row)).toBe(500);
});

test("noise alone has a mean score of about one and no peak to speak of", () => {
  const row = blockFilter(BLOCK, REACH).row(
    prepareReference(hiss(4, 40_000)),
    prepareCapture(hiss(5, 40_000)),
    8_000,
    0,
  );
  expect(row.z2.reduce((a, b) => a + b, 0) / row.z2.length).toBeCloseTo(1, 1);
  expect(Math.max(...row.z2)).toBeLessThan(25);
});

test("where the message is silent there is nothing to score", () => {
  const message = hiss(6, 40_000);
  message.fill(0, 8_000);
  const row = blockFilter(BLOCK, REACH).row(
    prepareReference(message),
    prepareCapture(hiss(7, 40_000)),
    30_000,
    0,
  );
  expect(row.loudest).toBeLessThan(1e-3);
  const outside = blockFilter(BLOCK, REACH).row(
    prepareReference(message),
    prepareCapture(hiss(7, 40_000)),
    30_000,
    -30_000,
  );
  expect(outside.loudest).toBe(0);
  expect(outside.z2.every((z2) => z2 === 0)).toBe(true);
});

test("a microphone that records nothing scores nothing", () => {
  const row = blockFilter(BLOCK, REACH).row(
    prepareReference(hiss(8, 40_000)),
    prepareCapture(new Float32Array(40_000)),
    8_000,
    0,
  );
  expect(row.z2.every((z2) => z2 === 0)).toBe(true);
});

test("after the end of the capture there is nothing to score", () => {
  const [message, street] = [prepareReference(hiss(9, 40_000)), prepareCapture(hiss(10, 40_000))];
  const row = blockFilter(BLOCK, REACH).row(message, street, 60_000, 40_000);
  expect(row.loudest).toBeGreaterThan(0);
  expect(row.z2.every((z2) => z2 === 0)).toBe(true);
});

/** A row of ones with one higher score. */
const rowWith = (lag: number, z2: number): BlockRow => {
  const row = new Float32Array(201).fill(1);
  row[100 + lag] = z2;
  return { z2: row, loudest: 1 };
};

test("a line finds lag and drift that no block shows alone", () => {
  const rows = [-8, -4, 0, 4, 8].map((bend) => rowWith(30 + bend, 12));
  expect(bestLine(rows, 20)).toEqual({ score: 12, lag: 30, drift: 16 });
  expect(bestLine(rows, 4).score).toBeLessThan(7);
});

test("one block cannot decide: its score counts up to a cap", () => {
  const rows = [rowWith(5, 400), ...[1, 2, 3, 4].map(() => rowWith(0, 1))];
  expect(bestLine(rows, 0).score).toBeCloseTo((30 + 4) / 5, 6);
});

test("blocks that are not live are left out of the mean", () => {
  const rows = [rowWith(7, 20), undefined, rowWith(7, 20), undefined];
  expect(bestLine(rows, 2)).toMatchObject({ score: 20, lag: 7 });
  expect(bestLine([undefined], 2)).toMatchObject({ score: 0 });
  expect(bestLine([rowWith(3, 9)], 0)).toEqual({ score: 9, lag: 3, drift: 0 });
});

/** Every line on its own, without a thought for speed. */
function plainBest(rows: readonly (BlockRow | undefined)[], drifts: number): number {
  const live = rows.filter((row) => row !== undefined).length;
  let best = 0;
  for (let drift = -drifts; drift <= drifts; drift += rows.length > 5 ? 2 : 1) {
    for (let lag = 0; lag < 201; lag++) {
      const sum = rows.reduce((all, row, k) => {
        const turn = (drift * (k - (rows.length - 1) / 2)) / Math.max(1, rows.length - 1);
        return all + Math.min(30, row?.z2[lag + Math.round(turn)] ?? 0);
      }, 0);
      best = Math.max(best, sum);
    }
  }
  return live > 0 ? best / live : 0;
}

test("no line scores more than the one that is found, however many blocks there are", () => {
  const d = dice(11);
  for (let count = 1; count <= 15; count++) {
    const rows = Array.from({ length: count }, () =>
      d.unit() < 0.2
        ? undefined
        : { z2: Float32Array.from({ length: 201 }, () => d.gauss() ** 2 * 8), loudest: 1 },
    );
    const found = bestLine(rows, 2 * count);
    expect(found.score).toBeCloseTo(plainBest(rows, 2 * count), 9);
  }
});
