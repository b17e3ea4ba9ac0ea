import fc from "fast-check";
import { expect, test } from "vitest";
import type { ReceiptBatch } from "../../../contract/receipt.ts";
import { openSeal, payloadOf, sealOf } from "../../../controller/playlog/seal.ts";

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");
const batchOf = (first: number, texts: readonly string[], more: object = {}): ReceiptBatch =>
  ({
    kind: "receipts",
    agent: "ag-1",
    boot: "b-1",
    first,
    previous: "0".repeat(64),
    receipts: texts.map((detail, at) => ({ kind: "alarm", sequence: first + at, detail })),
    ...more,
  }) as unknown as ReceiptBatch;
const jwsOf = (batch: ReceiptBatch): string =>
  `aGVhZA.${base64(new TextEncoder().encode(JSON.stringify(batch)))}.c2ln`;
const opened = (batch: ReceiptBatch, seal: string): string =>
  openSeal(
    seal,
    payloadOf(
      batch,
      batch.receipts.map((one) => JSON.stringify(one)),
    ),
    base64,
  );

test("the signed text comes back to the byte from the stored receipts, and costs no second copy", () => {
  fc.assert(
    fc.property(
      fc.nat(9_999),
      fc.array(fc.string(), { minLength: 1, maxLength: 5 }),
      (first, texts) => {
        const batch = batchOf(first, texts);
        const seal = sealOf(batch, jwsOf(batch));
        expect(seal).toBe("aGVhZA..c2ln");
        expect(opened(batch, seal)).toBe(jwsOf(batch));
      },
    ),
  );
});

test("a batch with a field that we do not know is kept whole", () => {
  const batch = batchOf(1, ["a"], { later: true });
  expect(sealOf(batch, jwsOf(batch))).toBe(jwsOf(batch));
  expect(opened(batch, jwsOf(batch))).toBe(jwsOf(batch));
});
