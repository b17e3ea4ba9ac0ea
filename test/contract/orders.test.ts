import { expect, test } from "vitest";
import { ordersFor } from "../../contract/orders.ts";
import type { Document } from "../../contract/plan.ts";
import { minutes } from "../../contract/time.ts";
import { aCluster, after, anOccurrence, anUrgent, aPlan } from "../support/orders.ts";

const cluster = aCluster();
const found = (...documents: Document[]) => {
  const turned = ordersFor([...documents].reverse(), cluster).ordered;
  const { ordered } = ordersFor(documents, cluster);
  expect(turned).toEqual(ordered);
  return Object.fromEntries(ordered.map((one) => [one.occurrence.id, one]));
};
const titles = (...documents: Document[]) =>
  Object.values(found(...documents)).map(({ occurrence }) => occurrence.title);

test("of a scope and kind only the highest epoch and revision counts, whole", () => {
  const old = aPlan([anOccurrence("a"), anOccurrence("b")], { revision: 7 });
  const fresh = aPlan([anOccurrence("a", { title: "new" })], { epoch: 2, revision: 1 });
  expect(titles(old, fresh)).toEqual(["new"]);
  expect(titles(old, aPlan([], { revision: 8 }))).toEqual([]);
});

test("a plan that refers to its content yields to that content", () => {
  const stub = aPlan([], { ref: { sha256: "0".repeat(64), bytes: 9 } });
  expect(titles(stub, aPlan([anOccurrence("a")]))).toEqual(["a"]);
});

test("two documents of one revision that differ are decided the same way by everybody", () => {
  const one = aPlan([anOccurrence("a", { title: "one" })]);
  const other = aPlan([anOccurrence("a", { title: "other" })]);
  expect(titles(one, other)).toHaveLength(1);
  expect(titles(one, structuredClone(one))).toEqual(["one"]);
});

test("documents of other places are not looked at, not even their cancels", () => {
  const elsewhere = aPlan([anOccurrence("b")], {
    scope: "c-21002",
    tombstones: [{ occurrence: "a", at: after(minutes(0)), until: after(minutes(60)) }],
  });
  const { a, b } = found(aPlan([anOccurrence("a")]), elsewhere, aPlan([], { scope: "nowhere" }));
  expect(a?.stopAt).toBeUndefined();
  expect(b).toBeUndefined();
});

test("what the cluster's documents order for others is known but not ordered here", () => {
  const { ordered, known } = ordersFor(
    [aPlan([anOccurrence("a", { target: { hamlets: ["h9"] } })])],
    cluster,
  );
  expect(ordered).toEqual([]);
  expect([...known.keys()]).toEqual(["a"]);
});

test("a commune cannot take the place of a province's occurrence by repeating its id", () => {
  const province = aPlan([anOccurrence("a", { title: "province" })], { scope: "p-51" });
  const commune = aPlan([anOccurrence("a", { title: "commune" })], { epoch: 9, revision: 9 });
  expect(titles(commune, province)).toEqual(["province"]);
});

test("inside a scope the newer document, then the urgent one, has the occurrence", () => {
  const plan = aPlan([anOccurrence("a", { title: "plan" })], { revision: 3 });
  expect(titles(plan, anUrgent([anOccurrence("a", { title: "urgent" })], { revision: 4 }))).toEqual(
    ["urgent"],
  );
  expect(titles(plan, anUrgent([anOccurrence("a", { title: "urgent" })], { revision: 2 }))).toEqual(
    ["plan"],
  );
  expect(titles(plan, anUrgent([anOccurrence("a", { title: "urgent" })], { revision: 3 }))).toEqual(
    ["urgent"],
  );
});

test("a tombstone holds whatever its `until`, the earliest stop counts", () => {
  const cancel = (at: number) => ({
    occurrence: "a",
    at: after(minutes(at)),
    until: after(minutes(at)),
  });
  const { a, b } = found(
    aPlan([anOccurrence("a"), anOccurrence("b")], {
      tombstones: [cancel(5), cancel(3), cancel(4)],
    }),
  );
  expect(a?.stopAt).toBe(after(minutes(3)));
  expect(b?.stopAt).toBeUndefined();
});

test("a stop covers windows that open before its end, a stop without a name what was issued before it", () => {
  const stop = (more: object) => ({ at: after(minutes(1)), until: after(minutes(10)), ...more });
  const late = { notBefore: after(minutes(10)), notAfter: after(minutes(40)) };
  const orders = aPlan([
    anOccurrence("a"),
    anOccurrence("later", late),
    anOccurrence("newer", { issued: after(minutes(1)) }),
  ]);
  const named = ["a", "later"].map((occurrence) => stop({ occurrence }));
  const one = found(orders, anUrgent([], { stops: named }));
  expect(one["a"]?.stopAt).toBe(after(minutes(1)));
  expect(one["later"]?.stopAt).toBeUndefined();
  const all = found(orders, anUrgent([], { stops: [stop({})] }));
  expect(all["a"]?.stopAt).toBe(after(minutes(1)));
  expect(all["newer"]?.stopAt).toBeUndefined();
});

test("a stop reaches its own scope and what is below it, never what is above", () => {
  const stops = [{ at: after(minutes(1)), until: after(minutes(10)) }];
  const orders = [
    aPlan([anOccurrence("n")], { scope: "centre" }),
    aPlan([anOccurrence("p")], { scope: "p-51" }),
    aPlan([anOccurrence("c")]),
    aPlan([anOccurrence("a")], { scope: "a-b1" }),
  ];
  const stopped = (scope: string) =>
    Object.entries(found(...orders, anUrgent([], { scope, stops })))
      .filter(([, one]) => one.stopAt !== undefined)
      .map(([id]) => id)
      .sort();
  expect(stopped("a-b1")).toEqual(["a"]);
  expect(stopped("c-21001")).toEqual(["a", "c"]);
  expect(stopped("p-51")).toEqual(["a", "c", "p"]);
  expect(stopped("centre")).toEqual(["a", "c", "n", "p"]);
});

test("the commune's own plan says who goes first among priority items, and nobody else's", () => {
  const priority = (id: string) => anOccurrence(id, { level: "priority" });
  const theirs = aPlan([priority("p"), priority("q")], {
    scope: "p-51",
    priorityOrder: ["q", "p"],
  });
  const turns = (...documents: Document[]) =>
    Object.values(found(...documents)).map(({ occurrence, turn }) => [occurrence.id, turn]);
  expect(turns(theirs, aPlan([priority("r")]))).toEqual([
    ["p", undefined],
    ["q", undefined],
    ["r", undefined],
  ]);
  expect(turns(theirs, aPlan([priority("r")], { priorityOrder: ["r", "p", "r", "gone"] }))).toEqual(
    [
      ["p", -2],
      ["q", undefined],
      ["r", -3],
    ],
  );
});
