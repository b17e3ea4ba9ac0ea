import { expect, test } from "vitest";
import type { ReceiptBatch } from "../../../contract/receipt.ts";
import type { Instant } from "../../../contract/time.ts";
import type { Committed } from "../../../controller/playlog/committing.ts";
import { doneOf, sealedOf } from "../../../controller/playlog/turn.ts";

const batch = {
  ...{ kind: "receipts", agent: "board-1", boot: "b-1", first: 4, previous: "ab" },
  receipts: [{ sequence: 4, at: 1 as Instant, kind: "alarm", alarm: "disk-full" }],
} as unknown as ReceiptBatch;

test("a batch keeps the signature that it came with, and none where none is known", () => {
  expect(sealedOf({ batch, jws: "head.body.signature" })).toEqual({
    ...batch,
    seal: "head..signature",
  });
  expect(sealedOf({ batch })).toBe(batch);
});

test("what is told of a turn is its sums, its acks, what was refused and what people hear of", () => {
  const [receipt] = batch.receipts;
  const { agent, boot } = batch;
  const done = doneOf({
    acks: [{ agent, boot, through: 4 }],
    refused: [{ batch, code: "broken-chain" }],
    fresh: [{ agent, boot, receipt, text: "", link: "" }],
    boards: new Map([[agent, { agent, cluster: "k-1", place: "c-1", quarantined: false }]]),
    judged: { rows: [], strange: [] },
    doubts: [],
  } as unknown as Committed);
  expect(done).toMatchObject({
    committed: 1,
    acks: [{ agent, boot, through: 4 }],
    refused: [{ agent, boot, first: 4, code: "broken-chain" }],
  });
  expect(done.told.map(({ body }) => body["alarm"])).toEqual([
    "disk-full",
    "receipts-broken-chain",
  ]);
  // It goes from one thread to another: nothing in it that cannot be copied.
  expect(structuredClone(done)).toEqual(done);
});
