import { expect, test } from "vitest";
import { instant } from "../../../contract/time.ts";
import type { LogEntry, LogFilter } from "../../../controller/playlog/ports.ts";
import { createPrintedLogs } from "../../../controller/report/log.service.ts";

const entry = (seq: number) =>
  ({
    seq,
    outcome: "played",
    rung: "completed",
    at: 0,
    heard: 0,
    body: "{}",
    link: "",
  }) as LogEntry;

/** A log of so many rows, and one more that is written each time that somebody reads. */
function growing(many: number) {
  let length = many;
  return {
    head: async () => ({ seq: length, link: "ab" as never }),
    list: async ({ before = Number.POSITIVE_INFINITY }: LogFilter, limit: number) => {
      length += 1;
      const first = Math.min(before - 1, length);
      return Array.from({ length: Math.min(limit, first) }, (_, n) => entry(first - n));
    },
  };
}
const printed = (many: number, breathe = async () => {}) =>
  createPrintedLogs({
    clock: { now: () => instant(0), monotonic: () => 0 as never },
    log: growing(many),
    breathe,
    store: { nameOf: async () => undefined, messageTitle: async () => undefined },
    campaigns: async () => [],
  });

test.for([
  ["pdf", 2_000],
  ["xlsx", 20_000],
] as const)("%s: %i rows are drawn, one more is refused", async ([format, most]) => {
  const whole = await printed(most).content(format, {}, []);
  expect(whole.ok && whole.value.table.rows.length).toBe(most);
  expect(await printed(most + 1).content(format, {}, [])).toMatchObject({ code: "log-too-long" });
});

test("what is written meanwhile is not in it: every row lies under the head that is printed", async () => {
  let breaths = 0;
  const made = await printed(1_203, async () => {
    breaths += 1;
  }).content("xlsx", {}, ["p-51" as never]);
  const numbers = made.ok ? made.value.table.rows.map(([seq]) => seq) : [];
  expect(numbers).toEqual(Array.from({ length: 1_203 }, (_, n) => 1_203 - n));
  expect(breaths).toBe(2);
  expect(made).toMatchObject({ value: { unit: "Đơn vị: 51" } });
});
