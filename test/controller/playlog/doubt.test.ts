import { describe, expect, test } from "vitest";
import { doubtText, forked, impossible } from "../../../controller/playlog/doubt.ts";

const NOW = 1_000_000_000;
let sequence = 0;
const fresh = (kind: string, more: object = {}) => {
  sequence += 1;
  const clock = { source: "controller", offset: 0, uncertainty: 10 };
  const base = { kind, sequence, at: NOW, monotonic: sequence * 10_000, clock };
  return { agent: "a", boot: "b", receipt: { ...base, ...more } } as never;
};
const end = (occurrence: string, heard: number, more: object = {}) =>
  fresh("ended", { occurrence, heard, frames: heard * 48, ofFrames: heard * 48, ...more });
const begin = (occurrence: string, more: object = {}) =>
  fresh("started", { occurrence, resumed: false, ...more });
const why = (...all: never[]) => impossible(all, new Map(), NOW).map((one) => one.why);

describe("what cannot be", () => {
  test("nothing of it is in an ordinary play", () =>
    expect(why(begin("o"), end("o", 9_000), begin("p"), end("p", 10_000))).toEqual([]));
  test("sound longer than the steady clock", () =>
    expect(why(begin("o"), end("o", 13_000))).toEqual(["inflated"]));
  test("a play that went on after a crash began before this boot", () =>
    expect(why(begin("o", { resumed: true }), end("o", 60_000))).toEqual([]));
  test("frames that the seconds do not hold", () =>
    expect(why(end("o", 1_000, { frames: 48_000_000 }))).toEqual(["inflated"]));
  test("plays side by side", () =>
    expect(why(begin("o"), begin("p"), end("o", 19_000), end("p", 19_000))).toEqual(["inflated"]));
  test("a beginning that comes later says nothing of an end before it", () =>
    expect(why(begin("o", { monotonic: 9_000_000 }), end("o", 60_000))).toEqual([]));
  test("a time that has not come, by a clock that was set from here; a board's own clock may be wrong", () => {
    expect(why(fresh("armed", { at: NOW + 400_000 }))).toEqual(["from-the-future"]);
    const clock = { source: "system", offset: 0, uncertainty: 10 };
    expect(why(fresh("armed", { at: NOW + 400_000, clock }))).toEqual([]);
  });
});

describe("a board's past", () => {
  const boot = (previous?: object) => fresh("boot", previous ? { previous } : {});
  const left = { boot: "x", sequence: 4, link: "l" };
  const other = (name: string, highest: number, previous?: string) => ({
    boot: name,
    highest,
    previous,
  });
  test("the first boot, and one that follows where the last one ended", () => {
    expect(forked(boot(), [])).toBeUndefined();
    expect(forked(boot(left), [other("x", 4), other("b", 1, "x")])).toBeUndefined();
    expect(forked(fresh("armed"), [])).toBeUndefined();
  });
  test("two that follow the same, and one that forgot", () => {
    expect(forked(boot(left), [other("c", 9, "x")])).toMatchObject({ why: "cloned" });
    expect(forked(boot(left), [other("x", 5)])).toMatchObject({ why: "cloned" });
  });
});

test("each doubt has a sentence; an unknown word stands for itself", () => {
  expect(doubtText("cloned")).toContain("khoá");
  expect(doubtText("other")).toBe("other");
});
