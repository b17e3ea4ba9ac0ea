import fc from "fast-check";
import { expect, test } from "vitest";
import type { Authority, Level, Occurrence, OnCut } from "../../contract/plan.ts";
import { byAuthority, byIssue, compareText, cutsIn, ruleOnCut } from "../../contract/precedence.ts";

const some = fc
  .record({
    id: fc.constantFrom("a", "b", "c"),
    issued: fc.integer({ min: 0, max: 2 }),
    level: fc.constantFrom<Level>("normal", "priority", "emergency"),
    authority: fc.constantFrom<Authority>("centre", "province", "commune"),
    onCut: fc.constantFrom<OnCut>("resume", "restart", "rejoin", "drop"),
  })
  .map((one) => one as unknown as Occurrence);
const one = (level: string, authority: string, issued = 0, id = "a") =>
  ({ id, level, authority, issued, onCut: "drop" }) as unknown as Occurrence;

test("centre before province before commune, then who was ordered first, then the id", () => {
  const sorted = [
    one("emergency", "commune", 0),
    one("emergency", "province", 5, "b"),
    one("emergency", "province", 5, "a"),
    one("emergency", "centre", 9),
    one("emergency", "province", 1, "c"),
  ].sort(byAuthority);
  expect(sorted.map(({ authority, id }) => `${authority} ${id}`)).toEqual([
    "centre a",
    "province c",
    "province a",
    "province b",
    "commune a",
  ]);
});

test("only an emergency cuts in, and another emergency only by higher authority", () => {
  expect(cutsIn(one("emergency", "commune"), one("normal", "centre"))).toBe(true);
  expect(cutsIn(one("emergency", "commune"), one("priority", "centre"))).toBe(true);
  expect(cutsIn(one("emergency", "centre"), one("emergency", "province"))).toBe(true);
  expect(cutsIn(one("emergency", "province"), one("emergency", "province", 9))).toBe(false);
  expect(cutsIn(one("emergency", "commune"), one("emergency", "province"))).toBe(false);
  expect(cutsIn(one("priority", "centre"), one("normal", "commune"))).toBe(false);
});

test("nothing cuts itself, and two never cut each other", () => {
  fc.assert(
    fc.property(some, some, (here, there) => {
      expect(cutsIn(here, there) && cutsIn(there, here)).toBe(false);
      expect(cutsIn(here, { ...here }) && here.level === "emergency").toBe(false);
    }),
  );
});

test("the order is total: it never depends on who was compared with whom first", () => {
  fc.assert(
    fc.property(some, some, some, (a, b, c) => {
      for (const order of [byAuthority, byIssue]) {
        expect(Math.sign(order(a, b))).toBe(0 - Math.sign(order(b, a)));
        if (order(a, b) <= 0 && order(b, c) <= 0) expect(order(a, c)).toBeLessThanOrEqual(0);
      }
    }),
  );
});

test("an emergency that is to be dropped when cut is resumed instead", () => {
  expect(ruleOnCut(one("emergency", "commune"))).toBe("resume");
  expect(ruleOnCut(one("normal", "commune"))).toBe("drop");
  expect(ruleOnCut({ ...one("emergency", "commune"), onCut: "restart" })).toBe("restart");
});

test("texts are compared by code unit, not by the language of the machine", () => {
  expect(["đ", "b", "a", "B"].sort(compareText)).toEqual(["B", "a", "b", "đ"]);
  expect(compareText("a", "a")).toBe(0);
});
