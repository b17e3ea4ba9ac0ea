import { expect, test } from "vitest";
import type { Committed } from "../../../controller/playlog/committing.ts";
import { newsOf, outcomeNews } from "../../../controller/playlog/news.ts";

const board = { agent: "a-1", cluster: "cum-1", place: "c-21024" };
const nothing = {
  acks: [],
  fresh: [],
  refused: [],
  doubts: [],
  judged: { rows: [], strange: [] },
};
const news = (more: object) =>
  newsOf({ ...nothing, boards: new Map([["a-1", board]]), ...more } as unknown as Committed);
const row = (cluster: string) =>
  ({
    broadcast: "b",
    occurrence: "o",
    cluster,
    outcome: "played",
    rung: "completed",
    late: 1,
  }) as never;

test("the clusters of one occurrence are one event, an alarm is its own", () => {
  const receipt = (kind: string) => ({
    agent: "a-1",
    boot: "x",
    receipt: { kind, occurrence: "o" },
  });
  const told = news({
    fresh: [
      receipt("started"),
      receipt("delivered"),
      { agent: "a-1", boot: "x", receipt: { kind: "alarm", alarm: "clock", detail: "d" } },
      { ...receipt("started"), agent: "nobody" },
    ],
  });
  expect(told).toEqual([
    {
      kind: "occurrence",
      place: "c-21024",
      body: { occurrence: "o", state: "playing", clusters: ["cum-1"] },
    },
    {
      kind: "alarm",
      place: "c-21024",
      body: { alarm: "clock", agent: "a-1", cluster: "cum-1", detail: "d" },
    },
  ]);
});

test("a refused batch is told where its board is known, and nowhere else", () => {
  const batch = (agent: string) => ({ batch: { agent, boot: "x", first: 3 }, code: "gap" });
  expect(news({ refused: [batch("a-1"), batch("nobody")] }).map(({ body }) => body)).toEqual([
    { alarm: "receipts-gap", agent: "a-1", cluster: "cum-1", boot: "x", first: 3 },
  ]);
});

test("outcomes are told to the place of their cluster; a cluster that is nowhere is told to nobody", () => {
  const places = new Map([["cum-1", "c-21024" as never]]);
  expect(outcomeNews([row("cum-1"), row("cum-9")], places)).toHaveLength(1);
  expect(outcomeNews([row("cum-9")], places)).toEqual([]);
});

test("a board that is not believed any more is an alarm of its place; one that nobody knows is none", () => {
  const doubt = (agent: string) => ({ agent, why: "cloned", detail: "x" });
  expect(news({ doubts: [doubt("a-1"), doubt("a-gone")] })).toEqual([
    {
      kind: "alarm",
      place: "c-21024",
      body: { alarm: "quarantined", agent: "a-1", cluster: "cum-1", why: "cloned", detail: "x" },
    },
  ]);
});
