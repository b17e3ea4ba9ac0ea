import { expect, test } from "vitest";
import { dayOfDate } from "../../contract/station-time.ts";
import { dayNote, overbooked, refusalsOf, swapped } from "../../controller/web/calendar-notes.ts";

const refusal = (occurrence: string, reason: string) => ({
  occurrence,
  broadcast: "b-1",
  title: "Tin",
  level: "normal",
  reason,
  reasonText: `vì ${reason}`,
  at: "2026-11-26T05:00:00+07:00",
});
const line = { refusals: [refusal("o-1", "no-session"), refusal("o-2", "quiet-hours")] };
const item = (occurrence: string, plannedAt: string) => ({ occurrence, plannedAt, seconds: 90 });
const day = dayOfDate("2026-11-26") as number;

test("a block says why its occurrence does not sound on the cluster that is looked at", () => {
  expect(refusalsOf(line).get("o-2")).toBe("vì quiet-hours");
  expect(refusalsOf(undefined).size).toBe(0);
});

test("minutes without room are those of the day, and only those that found no room", () => {
  const items = [
    item("o-1", "2026-11-26T05:00:00+07:00"),
    item("o-2", "2026-11-26T05:00:00+07:00"),
    item("o-1", "2026-11-27T05:00:00+07:00"),
  ];
  expect(overbooked(line, items, day)).toBe(2);
  expect(overbooked(undefined, items, day)).toBe(0);
});

test("a day has its lunar date and the names of its holidays", () => {
  const lunar = { day: 18, month: 10, leap: false, year: 2026, text: "18/10" };
  const known = {
    items: [{ date: "2026-11-26", name: "Giỗ tổ", kind: "off", origin: "own", id: null }],
    days: [{ date: "2026-11-26", off: true, lunar }],
  } as Parameters<typeof dayNote>[0];
  const note = { lunar: "18/10", names: ["Giỗ tổ"], off: true, over: 3 };
  expect(dayNote(known, "2026-11-26", 3)).toEqual(note);
  expect(dayNote(undefined, "2026-11-26", 0)).toEqual({
    lunar: "",
    names: [],
    off: false,
    over: 0,
  });
});

test("a line of a list goes a place up or down", () => {
  expect(swapped(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(swapped(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(swapped([], 0, 1)).toEqual([]);
});
