import { expect, test } from "vitest";
import type { Occurrence } from "../../../contract/plan.ts";
import type { Instant } from "../../../contract/time.ts";
import type { Row } from "../../../edge-agent/outbox/rows.ts";
import { factsOf, type Life, learn, lifeOf } from "../../../edge-agent/plan/history.ts";

const receipt = (fields: object): Row =>
  ({
    k: "receipt",
    boot: "b",
    link: "l",
    receipt: { sequence: 1, at: 500, clock: { source: "controller" }, ...fields },
  }) as unknown as Row;
const after = (...rows: Row[]) => {
  const lives = new Map<string, Life>();
  for (const row of rows) learn(lives, row);
  return lives;
};
const about = (kind: string, fields: object = {}) => receipt({ kind, occurrence: "o1", ...fields });
const part = { part: 0, offset: 0, frames: 48_000, start: 1_000 };

test("the first armed counts, a begin has its moment, a start its count", () => {
  const lives = after(
    about("armed", { at: 10 }),
    about("armed", { at: 20 }),
    { k: "begin", occurrence: "o1", at: 90 } as unknown as Row,
    about("started", { start: 100, resumed: false }),
  );
  expect(lifeOf(lives, "o1")).toEqual({ armed: 10, intended: 90, begun: 1, start: 100, parts: [] });
  expect(lifeOf(lives, "o2")).toEqual({ begun: 0, parts: [] });
});

test("a resumed start keeps what sounded, a new one begins again", () => {
  const heard: Row = { k: "heard", occurrence: "o1", parts: [part] } as unknown as Row;
  const first = about("started", { start: 100, resumed: false });
  expect(
    lifeOf(after(first, heard, about("started", { start: 200, resumed: true })), "o1"),
  ).toMatchObject({ begun: 1, start: 100, parts: [part] });
  expect(
    lifeOf(after(first, heard, about("started", { start: 200, resumed: false })), "o1"),
  ).toMatchObject({ begun: 2, start: 200, parts: [] });
});

test("one beginning by a clock that nothing had confirmed is not forgotten", () => {
  const begin = (source: string, resumed = false) =>
    about("started", { start: 100, resumed, clock: { source } });
  const told = (...rows: Row[]) => lifeOf(after(...rows), "o1").unconfirmed;
  expect(told(begin("controller"), begin("ntp", true))).toBeUndefined();
  expect(told(begin("system"), begin("controller", true))).toBe(true);
  expect(told(begin("controller"), begin("none", true))).toBe(true);
});

test("ends and refusals are kept with their reason, other rows change nothing", () => {
  const lives = after(
    about("ended", { as: "played", parts: [part] }),
    receipt({ kind: "refused", occurrence: "o2", reason: "displaced" }),
    receipt({ kind: "ended", occurrence: "o3", as: "failed", reason: "device-busy", parts: [] }),
    receipt({ kind: "boot" }),
    { k: "ack", boot: "b", through: 3 } as unknown as Row,
  );
  expect(lifeOf(lives, "o1").ended).toEqual({ as: "played", at: 500 });
  expect(lifeOf(lives, "o2").ended).toEqual({ as: "refused", reason: "displaced", at: 500 });
  expect(lifeOf(lives, "o3").ended).toEqual({ as: "failed", reason: "device-busy", at: 500 });
  expect(lives.size).toBe(3);
});

test("facts: what is not armed is released at its end only, stretches are spans, what sounds is open", () => {
  const lives = after(
    about("armed", { at: 10 }),
    about("ended", { as: "played", parts: [part, { ...part, start: undefined }] }),
  );
  const wanted = [
    { id: "o1", notAfter: 9_000 },
    { id: "o2", notAfter: 8_000 },
  ] as unknown as Occurrence[];
  const open = { occurrence: "o2", part: 0, offset: 0, start: 2_500 } as never;
  expect(factsOf(lives, wanted, [open], 3_000 as Instant, "sure")).toEqual({
    now: 3_000,
    released: { o1: 10, o2: 8_000 },
    ended: { o1: { as: "played", at: 500 } },
    sounded: [{ occurrence: "o1", part: 0, offset: 0, start: 1_000, end: 2_000 }, open],
    clock: "sure",
  });
});

test("an end that waits for its proof counts as an end, until it is told", () => {
  const end = { kind: "ended", occurrence: "o1", as: "played", parts: [part] };
  const over = (fields: object = {}): Row =>
    ({ k: "over", occurrence: "o1", at: 900, end: { ...end, ...fields } }) as unknown as Row;
  expect(lifeOf(after(over()), "o1")).toMatchObject({
    parts: [part],
    ended: { as: "played", at: 900 },
    owed: end,
  });
  const partial = over({ as: "partial", reason: "undecodable" });
  expect(lifeOf(after(partial), "o1").ended).toEqual({
    as: "partial",
    at: 900,
    reason: "undecodable",
  });
  const told = after(over(), about("ended", { as: "played", parts: [part] }));
  expect(lifeOf(told, "o1")).not.toHaveProperty("owed");
});
