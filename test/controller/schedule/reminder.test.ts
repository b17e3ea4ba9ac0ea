import { afterEach, beforeEach, expect, test } from "vitest";
import type { ScopeId } from "../../../contract/ids.ts";
import { dayOfDate, startOfDay } from "../../../contract/station-time.ts";
import type { Instant } from "../../../contract/time.ts";
import { calendarStore } from "../../../controller/schedule/calendar.store.ts";
import { deadlinesIn } from "../../../controller/schedule/deadline.ts";
import { createReminders, type Reminders } from "../../../controller/schedule/reminder.service.ts";
import { reminderStore } from "../../../controller/schedule/reminder.store.ts";
import { remindersOn, reminderText } from "../../../controller/schedule/reminder.ts";
import { openStore, type Store } from "../../../controller/store/sqlite.adapter.ts";

const day = (text: string): number => dayOfDate(text) as number;
const rule = {
  ...{ id: "r", name: "Báo cáo 6 tháng", who: "Xã", to: "Sở", source: "", days: ["06-20"] },
  ...{ before: false, cutoffs: [], place: "centre" },
};
const due = deadlinesIn([rule], day("2025-06-01"), day("2025-07-01"), () => false);

test("14, 7 and 1 days before; who was away is told what holds now; afterwards nothing", () => {
  const on = (text: string) => remindersOn(due, day(text)).map((one) => [one.before, one.daysLeft]);
  expect(on("2025-06-05")).toEqual([]);
  expect(on("2025-06-06")).toEqual([[14, 14]]);
  expect(on("2025-06-08")).toEqual([[14, 12]]);
  expect(on("2025-06-13")).toEqual([[7, 7]]);
  expect(on("2025-06-19")).toEqual([[1, 1]]);
  expect(on("2025-06-20")).toEqual([[1, 0]]);
  expect(on("2025-06-21")).toEqual([]);
  const text = (when: string) => remindersOn(due, day(when)).map(reminderText);
  expect(text("2025-06-13")).toEqual(["Báo cáo 6 tháng: còn 7 ngày, hạn 20/6/2025, gửi Sở."]);
  expect(text("2025-06-20")).toEqual(["Báo cáo 6 tháng: hôm nay, hạn 20/6/2025, gửi Sở."]);
});

let store: Store;
let told: { place: string; rule: string; text: string }[];
let now: number;
let reminders: Reminders;
beforeEach(async () => {
  store = await openStore({ file: ":memory:" });
  told = [];
  const scopes = ["centre", "p-51", "c-21024", "c-21025"] as ScopeId[];
  const covers = (above: ScopeId, place: ScopeId) =>
    above === place || above === "centre" || (above === "p-51" && place.startsWith("c-"));
  reminders = createReminders({
    clock: { now: () => now as Instant, monotonic: () => 0 as never },
    store: calendarStore(store.db),
    audit: { record: async () => undefined } as never,
    newId: (prefix) => prefix,
    lunarOf: async () => [],
    holidaysIn: async () => [],
    covers,
    told: reminderStore(store.db),
    events: {
      emit: async (_, place, body) =>
        void told.push({ place, ...(body as { rule: string; text: string }) }),
    },
    within: (place) => scopes.filter((one) => covers(place, one)),
  });
  await calendarStore(store.db).addDeadline({
    ...{ id: "xa", place: "c-21024", name: "Báo cáo của xã", who: "Xã", recipient: "Sở" },
    ...{ source: "", days: '["06-17"]', strictly_before: 0, cutoffs: "[]" },
  });
});
afterEach(() => store.close());

/** Each morning from a day to another, as the tick would. */
async function mornings(from: string, to: string): Promise<void> {
  for (let at = day(from); at <= day(to); at += 1) {
    now = startOfDay(at) + 30 * 60_000;
    await reminders.tell();
  }
}

test("each place hears of its deadline on three days, once each, also after a restart", async () => {
  await mornings("2026-05-25", "2026-06-18");
  const mine = told.filter((one) => one.rule === "xa");
  expect(mine.map(({ place, text }) => [place, text])).toEqual([
    ["c-21024", "Báo cáo của xã: còn 14 ngày, hạn 17/6/2026, gửi Sở."],
    ["c-21024", "Báo cáo của xã: còn 7 ngày, hạn 17/6/2026, gửi Sở."],
    ["c-21024", "Báo cáo của xã: còn 1 ngày, hạn 17/6/2026, gửi Sở."],
  ]);
  const before = told.length;
  await mornings("2026-06-16", "2026-06-17");
  expect(told).toHaveLength(before);
});

test("what the country asks for is told to every place; a list shows the nearest word until it is over", async () => {
  await mornings("2026-05-20", "2026-06-10");
  const national = told.filter((one) => one.rule === "tinh-bo-khcn");
  expect(new Set(national.map(({ place }) => place)).size).toBe(4);
  const rules = async (...scopes: string[]) =>
    (await reminders.list(scopes as ScopeId[])).items.map(({ rule: id, before }) => [id, before]);
  expect(await rules("c-21024")).toContainEqual(["xa", 7]);
  expect(await rules("c-21024")).toContainEqual(["tinh-bo-khcn", 14]);
  expect((await rules("c-21025")).map(([id]) => id)).not.toContain("xa");
  await mornings("2026-06-18", "2026-06-18");
  expect((await rules("c-21024")).map(([id]) => id)).not.toContain("xa");
});
