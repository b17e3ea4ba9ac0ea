import { describe, expect, test } from "vitest";
import { communeCode } from "../../../contract/ids.ts";
import { instant } from "../../../contract/time.ts";
import { acceptedOrder, chosen, inboxItem, offersTo } from "../../../controller/schedule/inbox.ts";
import { inTurn, priorityItem, strangers } from "../../../controller/schedule/priority.ts";
import { type Kept, messagesOf } from "../../../controller/schedule/series.ts";
import type { Place } from "../../../controller/schedule/where.ts";

const offer = (where: object, more: object = {}): Kept =>
  ({
    level: "normal",
    messageIds: ["m1"],
    where,
    when: { now: true },
    within: ["p-51"],
    ...more,
  }) as never;
const here = { commune: communeCode("21024"), clusters: ["k1", "k2"] as never[] };
const iso = (at: number) => `t${at}`;

test("an offer lies once in each commune that it means, with the number of clusters", () => {
  const places = ["21024", "21025", "21024"].map((commune) => ({ commune }) as Place);
  const rows = offersTo(places, "b-1", instant(5));
  expect(rows.map((row) => [row.commune, row.clusters, row.state])).toEqual([
    ["21024", 2, "waiting"],
    ["21025", 1, "waiting"],
  ]);
});

describe("the commune's own order of what was offered", () => {
  const accepted = (where: object, more: object = {}, given: object = {}) =>
    acceptedOrder(offer(where, more), here, { when: { at: "t" }, ...given } as never);
  test("is for its own clusters among those that were meant", () => {
    expect(accepted({ all: true }).where).toEqual({ communes: ["21024"] });
    expect(accepted({ communes: ["21024", "21025"], tags: ["cho"] }).where).toEqual({
      communes: ["21024"],
      tags: ["cho"],
    });
    expect(accepted({ languages: ["hre"] }).where).toEqual({
      communes: ["21024"],
      languages: ["hre"],
    });
    expect(accepted({ hamlets: ["h1"], communes: ["21025"] }).where).toEqual({
      clusters: ["k1", "k2"],
    });
    expect(accepted({ clusters: ["k1"] }).where).toEqual({ clusters: ["k1", "k2"] });
  });
  test("at its own time, at the latest when the offer ends", () => {
    expect(accepted({ all: true }, { offer: true })).toEqual({
      level: "normal",
      messageIds: ["m1"],
      within: ["c-21024"],
      where: { communes: ["21024"] },
      when: { at: "t" },
    });
    expect(accepted({ all: true }, { notAfter: "end" }).notAfter).toBe("end");
    expect(accepted({ all: true }, { notAfter: "end" }, { notAfter: "sooner" }).notAfter).toBe(
      "sooner",
    );
  });
});

test("who has one such item need not say which; who has several must", () => {
  const rows = [{ commune: "21024" }, { commune: "21025" }];
  expect(chosen(rows, undefined)).toBe("commune-needed");
  expect(chosen(rows, "21025")).toBe(rows[1]);
  expect(chosen(rows.slice(0, 1), undefined)).toBe(rows[0]);
  expect(chosen(rows, "30001")).toBe("not-in-inbox");
  expect(chosen([], undefined)).toBe("not-in-inbox");
});

test("an item says what it is, until when, and what became of it", () => {
  const row = {
    ...(offersTo([{ commune: "21024" } as Place], "b-1", instant(5))[0] as object),
    title: "T",
    theme: null,
    place: "p-51",
  };
  const parts = [
    { kind: "tune", id: "t1" },
    { kind: "relay", sources: ["https://vov.example/"], seconds: 60, fallback: "m2" },
    { kind: "relay", sources: ["https://vov.example/"], seconds: 60 },
    { kind: "pause", seconds: 1 },
    { kind: "message", id: "t1" },
  ];
  const waiting = inboxItem(
    {
      ...row,
      spec: JSON.stringify(offer({ all: true }, { parts, messageIds: undefined })),
    } as never,
    90,
    iso,
  );
  expect(waiting).toMatchObject({
    seconds: 90,
    decidedAt: null,
    validTo: null,
    messages: ["t1", "m2"],
  });
  const spec = JSON.stringify(offer({ all: true }, { notAfter: "end" }));
  const decided = inboxItem({ ...row, spec, decided_at: 7 } as never, 0, iso);
  expect(decided).toMatchObject({ decidedAt: "t7", validTo: "end", messages: ["m1"] });
  expect(messagesOf({})).toEqual([]);
});

describe("priority items", () => {
  const item = (id: string, more: object = {}) => ({
    from: "p-51",
    body: {
      id,
      broadcast: "b",
      title: id,
      issued: 1,
      notBefore: 1,
      notAfter: 9,
      placement: { kind: "session", order: 5 },
      parts: [{ kind: "pause", length: 1_500 }],
      ...more,
    } as never,
  });
  const ids = (waiting: ReturnType<typeof item>[], order: string[]) =>
    inTurn(waiting, order).map((one) => (one.body as { id: string }).id);
  test("go as the commune placed them, then as they were ordered", () => {
    const timed = item("a", { placement: { kind: "at", at: 1 } });
    const all = [item("d"), item("c"), item("b", { issued: 0 }), timed];
    expect(ids(all, [])).toEqual(["a", "b", "c", "d"]);
    expect(ids(all, ["d", "b"])).toEqual(["d", "b", "a", "c"]);
  });
  test("say when they must have been played, and whether they have their place", () => {
    expect(priorityItem(item("a"), ["a"], iso)).toMatchObject({
      deadline: "t9",
      seconds: 1.5,
      placed: true,
    });
    expect(priorityItem(item("a"), [], iso).placed).toBe(false);
    expect(strangers([item("a")], ["a", "b"] as never[])).toEqual(["b"]);
  });
});
