import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Instant, instant } from "../../../contract/time.ts";
import type { NewOccurrence } from "../../../controller/schedule/broadcast.ts";
import {
  difference,
  unwritten,
  type Written,
  writtenOf,
} from "../../../controller/schedule/materialise.ts";

const body = (id: string, at: number, title = "A") =>
  ({
    id,
    title,
    issued: 1,
    approvedBy: ["an"],
    notBefore: at,
    notAfter: at + 10,
    placement: { kind: "at", at },
  }) as unknown as Written["body"];
const wanted = (at: number, title = "A", scope = "c-21024"): NewOccurrence =>
  ({ scope, document: "plan", clusters: ["k"], body: body(`b-${at}`, at, title) }) as never;
const written = (at: number, more: Partial<Written> & { title?: string } = {}): Written => ({
  id: `b-${at}` as never,
  scope: "c-21024",
  body: body(String(more.id ?? `b-${at}`), at, more.title),
  cancelled: false,
  begun: false,
  ...more,
});
const ids = (done: ReturnType<typeof difference>) => ({
  cancel: done.cancel,
  add: done.add.map((one) => one.body.id),
});

describe("what must be done so that an order's airings are as it says now", () => {
  test("nothing, where they are", () => {
    expect(ids(difference([written(1), written(2)], [wanted(2), wanted(1)]))).toEqual({
      cancel: [],
      add: [],
    });
  });
  test("what is not wanted any more is taken back, what is new is added", () => {
    expect(ids(difference([written(1), written(2)], [wanted(2), wanted(3)]))).toEqual({
      cancel: ["b-1"],
      add: ["b-3"],
    });
  });
  test("changed content at the same time is another airing with another name", () => {
    const done = difference([written(1)], [wanted(1, "B")]);
    expect(ids(done)).toEqual({ cancel: ["b-1"], add: ["b-1-2"] });
    expect(done.add[0]?.body.title).toBe("B");
    const back = difference(
      [written(1, { cancelled: true }), written(1, { id: "b-1-2" as never, title: "B" })],
      [wanted(1)],
    );
    expect(ids(back)).toEqual({ cancel: ["b-1-2"], add: ["b-1-3"] });
  });
  test("the same words for another commune are another airing", () => {
    expect(ids(difference([written(1)], [wanted(1, "A", "c-21025")]))).toEqual({
      cancel: ["b-1"],
      add: ["b-1-2"],
    });
  });
  test("what a board has begun is left alone, even when nobody wants it any more", () => {
    expect(ids(difference([written(1, { begun: true })], []))).toEqual({ cancel: [], add: [] });
  });
});

test("what comes into the horizon is added once, whatever has changed in its words since", () => {
  const rows = [written(1, { cancelled: true }), written(2)];
  const wish = [wanted(1), wanted(2, "B"), wanted(3), wanted(2, "A", "c-21025")];
  expect(unwritten(rows, wish)).toEqual([wish[2], wish[3]]);
});

describe("what may still be changed", () => {
  const row = (placement: object, cancelled_at: number | null = null) => ({
    id: "b-1",
    scope: "c-21024",
    cancelled_at,
    body: JSON.stringify({ ...body("b-1", 100), placement }),
  });
  const begun = (placement: object, now: number, started = false) =>
    writtenOf(row(placement), started, instant(now)).begun;
  test("a timed airing until its instant, a floating one until a board begins it or its window ends", () => {
    expect([begun({ kind: "at" }, 99), begun({ kind: "at" }, 100)]).toEqual([false, true]);
    const floating = { kind: "session", order: 0 };
    expect([begun(floating, 100), begun(floating, 100, true), begun(floating, 110)]).toEqual([
      false,
      true,
      true,
    ]);
    expect(writtenOf(row(floating, 5), false, 1 as Instant).cancelled).toBe(true);
  });
});

test("doing it twice does nothing more, and no name is used twice", () => {
  const some = fc.array(fc.tuple(fc.nat(4), fc.constantFrom("A", "B")), { maxLength: 8 });
  fc.assert(
    fc.property(some, some, some, (first, then, last) => {
      let rows: Written[] = [];
      for (const wish of [first, then, last]) {
        const airings = wish.map(([at, title]) => wanted(at, title));
        const { cancel, add } = difference(rows, airings);
        rows = rows.map((row) => (cancel.includes(row.id) ? { ...row, cancelled: true } : row));
        rows.push(
          ...add.map((one) => written(one.body.notBefore, { id: one.body.id, body: one.body })),
        );
        expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
        expect(ids(difference(rows, airings))).toEqual({ cancel: [], add: [] });
        const open = rows
          .filter((row) => !row.cancelled)
          .map((row) => `${row.body.notBefore} ${row.body.title}`);
        expect(open.sort()).toEqual(wish.map(([at, title]) => `${at} ${title}`).sort());
      }
    }),
  );
});
