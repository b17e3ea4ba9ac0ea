import { expect, test } from "vitest";
import type { Receipt } from "../../../contract/receipt.ts";
import type { LinkedRow } from "../../../controller/playlog/chain.ts";
import {
  contradicts,
  faultSentence,
  needsReceipt,
  parsedReceipt,
  sourceOf,
} from "../../../controller/playlog/fault.ts";

const ended = {
  kind: "ended",
  occurrence: "occ-1",
  as: "played",
  start: 5,
  heard: 30_000,
  frames: 100,
  ofFrames: 100,
} as unknown as Receipt;
const row = {
  seq: 1,
  occurrence: "occ-1",
  outcome: "played",
  reason: null,
  started_at: 5,
  heard: 30_000,
  frames: 100,
  of_frames: 100,
  body: '{"boot":"b-1","sequence":7}',
} as unknown as LinkedRow;

test("a row that says what its receipt says does not contradict it", () => {
  expect(contradicts(row, ended)).toBe(false);
  const { start: _, ...without } = ended as unknown as { start: number };
  expect(contradicts({ ...row, started_at: 9 }, without as unknown as Receipt)).toBe(false);
  const refused = {
    kind: "refused",
    occurrence: "occ-1",
    reason: "quiet-hours",
  } as unknown as Receipt;
  expect(
    contradicts({ ...row, outcome: "refused", reason: "quiet-hours", frames: 0 }, refused),
  ).toBe(false);
});

test.for([
  ["occurrence", "occ-2"],
  ["outcome", "partial"],
  ["frames", 99],
  ["of_frames", 101],
  ["heard", 1],
  ["started_at", 6],
] as const)("a row whose %s is not the receipt's contradicts it", ([column, value]) => {
  expect(contradicts({ ...row, [column]: value }, ended)).toBe(true);
});

test("a row may repeat no figure of a simulated board", () => {
  const pretended = { ...ended, simulated: true } as unknown as Receipt;
  const honest = { ...row, outcome: "failed", frames: 0, heard: 0, started_at: null };
  expect(contradicts(honest, pretended)).toBe(false);
  expect(contradicts(row, pretended)).toBe(true);
  expect(contradicts({ ...honest, outcome: "played" }, pretended)).toBe(true);
  expect(contradicts({ ...honest, frames: 100 }, pretended)).toBe(true);
  expect(contradicts({ ...honest, heard: 30_000 }, pretended)).toBe(true);
});

test("a refusal proves no sound, and no other kind of receipt proves an end", () => {
  const refused = {
    kind: "refused",
    occurrence: "occ-1",
    reason: "quiet-hours",
  } as unknown as Receipt;
  expect(contradicts(row, refused)).toBe(true);
  expect(contradicts({ ...row, frames: 0 }, refused)).toBe(true);
  expect(contradicts({ ...row, frames: 0, occurrence: "occ-2" }, refused)).toBe(true);
  expect(contradicts(row, { kind: "armed", occurrence: "occ-1" } as unknown as Receipt)).toBe(true);
});

test("only silence and a cancel before the start stand without a receipt", () => {
  const silent = { outcome: "unreported", frames: 0, heard: 0 };
  expect(needsReceipt(silent)).toBe(false);
  expect(needsReceipt({ ...silent, outcome: "cancelled" })).toBe(false);
  expect(needsReceipt({ ...silent, outcome: "played" })).toBe(true);
  expect(needsReceipt({ ...silent, frames: 1 })).toBe(true);
  expect(needsReceipt({ ...silent, heard: 1 })).toBe(true);
});

test("what cannot be read is no source and no receipt", () => {
  expect(sourceOf(row.body)).toEqual({ boot: "b-1", sequence: 7 });
  for (const text of ["{", "null", "{}", '{"boot":"b"}', '{"boot":1,"sequence":2}'])
    expect(sourceOf(text)).toBeUndefined();
  expect(parsedReceipt("{")).toBeUndefined();
  expect(parsedReceipt('{"kind":"armed"}')).toEqual({ kind: "armed" });
});

test("a fault says in a sentence what and where", () => {
  expect(faultSentence({ where: "play-log", kind: "altered", name: "7" })).toBe(
    "Nhật ký phát, dòng 7: đã bị sửa sau khi ghi.",
  );
});
