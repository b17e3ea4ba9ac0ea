import fc from "fast-check";
import { expect, test } from "vitest";
import type { Receipt } from "../../../contract/receipt.ts";
import { delays } from "../../../edge-agent/fleet-sim/delays.ts";
import { fleetTally } from "../../../edge-agent/fleet-sim/tally.ts";
import { quantile } from "../../support/spread.ts";

const receipt = (sequence: number, fields: object): Receipt =>
  ({ sequence, at: 0, monotonic: 0, ...fields }) as unknown as Receipt;

test("a quantile of delays is right within five hundredths, however many there are", () => {
  expect(delays().spread()).toBeNull();
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 600_000 }), { minLength: 1 }), (all) => {
      const kept = delays();
      for (const one of all) kept.add(one);
      const exact = all.map((one) => Math.max(0, one));
      const { n, p50, p99, max } = kept.spread() as NonNullable<ReturnType<typeof kept.spread>>;
      expect([n, max]).toEqual([all.length, Math.max(...exact)]);
      for (const [found, share] of [
        [p50, 0.5],
        [p99, 0.99],
      ] as const) {
        const right = quantile(exact, share, 1);
        expect(found).toBeGreaterThanOrEqual(right - 1);
        expect(found).toBeLessThanOrEqual(right * 1.05 + 1);
      }
    }),
  );
});

test("what boards made, sent, sent again and were acknowledged is counted, with the delays", () => {
  const tally = fleetTally();
  const board = tally.board("b1");
  tally.enrolled();
  board.linked(true);
  board.linked(true);
  board.made(receipt(1, { kind: "boot" }), 1_000);
  board.made(receipt(2, { kind: "delivered" }), 1_000);
  board.made(receipt(3, { kind: "started", planned: 500, start: 540, resumed: false }), 1_000);
  board.sent("b1", 1, 2);
  board.sent("b1", 1, 3);
  board.sent("b0", 1, 5);
  board.acked("b0", 5, 1_200);
  board.acked("b1", 2, 1_200);
  const { receipts, agents, delays: took } = tally.summary(2);
  expect(receipts).toEqual({ made: 3, sent: 10, acked: 2, resent: 2, owed: 1 });
  expect(agents).toEqual({ asked: 2, enrolled: 1, connected: 1, connectedNow: 1, reconnects: 0 });
  expect(took.receiptToAck).toMatchObject({ n: 2, max: 200 });
  expect(took.startLateness).toMatchObject({ n: 1, max: 40 });
});

test("plays are counted by their word, documents by their fate, faults by their code", () => {
  const tally = fleetTally();
  const board = tally.board("b1");
  board.made(receipt(1, { kind: "armed" }), 0);
  board.made(receipt(2, { kind: "started", planned: 0, start: 9, resumed: true }), 0);
  board.made(receipt(3, { kind: "ended", as: "played" }), 0);
  board.made(receipt(4, { kind: "ended", as: "cancelled" }), 0);
  board.made(receipt(5, { kind: "refused" }), 0);
  board.made(receipt(6, { kind: "document-refused" }), 0);
  board.made(receipt(7, { kind: "alarm", alarm: "clock-step" }), 0);
  tally.error("start");
  tally.error("start");
  const { plays, documents, errors, delays: took } = tally.summary(1);
  expect(plays).toEqual({ armed: 1, started: 1, played: 1, cancelled: 1, refused: 1 });
  expect(documents).toEqual({ applied: 0, refused: 1 });
  expect(errors).toEqual({ "alarm:clock-step": 1, start: 2 });
  expect(took).toEqual({ receiptToAck: null, startLateness: null });
});

test("a board that comes back is connected once and reconnected as often", () => {
  const tally = fleetTally();
  const board = tally.board("b1");
  for (const up of [true, false, true, false]) board.linked(up);
  expect(tally.summary(1).agents).toMatchObject({ connected: 1, connectedNow: 0, reconnects: 1 });
});
