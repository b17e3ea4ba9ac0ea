import { expect, test } from "vitest";
import { namedIn } from "../../../controller/playlog/case.ts";
import { readHead } from "../../../controller/playlog/head.ts";
import { outsideOf, verificationLines } from "../../../controller/playlog/verify-text.ts";

test("only a head is read as a head", () => {
  const head = { kind: "play-log-head", seq: 3, link: "a" };
  expect(readHead(JSON.stringify(head))).toEqual(head);
  for (const text of [
    "{",
    '{"kind":"case"}',
    '{"kind":"play-log-head","seq":1.5,"link":"a"}',
    '{"kind":"play-log-head","seq":1}',
  ])
    expect(readHead(text)).toBeUndefined();
});

test("a head that somebody kept is read however it was written down", () => {
  expect(outsideOf(" aa.bb.cc\n")).toEqual({ jws: "aa.bb.cc" });
  expect(outsideOf('{"jws":"a.b.c"}')).toEqual({ jws: "a.b.c" });
  expect(outsideOf('{"ok":true,"signedHead":"a.b.c"}')).toEqual({ jws: "a.b.c" });
  expect(outsideOf('{"seq":4,"link":"ff"}')).toEqual({ seq: 4, link: "ff" });
  for (const text of ["", "null", '{"seq":4}', '{"link":"ff"}', "không"])
    expect(outsideOf(text)).toBeUndefined();
});

test("an occurrence names its messages and its sounds, each once", () => {
  const sha256 = "ab".repeat(32);
  expect(
    namedIn(
      JSON.stringify({
        parts: [
          { message: "m-1", audio: { sha256 } },
          { message: "m-1", audio: { sha256 } },
        ],
      }),
    ),
  ).toEqual({ messages: ["m-1"], audio: [sha256] });
});

test("a hole in a board's receipts is told beside the faults", () => {
  const lines = verificationLines({
    ok: true,
    rows: 0,
    head: { seq: 0, link: "a" as never },
    faults: [],
    gaps: [{ agent: "ag-1" as never, boot: "b-1" as never, through: 3, highest: 9 }],
    receipts: { count: 8, signed: 8 },
    heads: { count: 0 },
    audit: { rows: 0 },
  });
  expect(lines).toContain("Thiếu biên nhận của ag-1, lần khởi động b-1: có đến 3, đã thấy tới 9.");
  expect(lines.at(-1)).toContain("ĐÚNG");
});
