import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Segment } from "../../../contract/facts.ts";
import type { Occurrence } from "../../../contract/plan.ts";
import { type Instant, instant } from "../../../contract/time.ts";
import { isoOf } from "../../../controller/iso.ts";
import { type ClusterTimeline, eventsOf } from "../../../controller/schedule/feed.ts";
import { readCalendar, writeCalendar } from "../../../controller/schedule/ical.adapter.ts";
import type { FeedEvent } from "../../../controller/schedule/ical.ts";
import { orderOf, readWish } from "../../../controller/schedule/import-events.ts";

const five = instant(Date.UTC(2026, 4, 17, 22));
const at = (seconds: number): Instant => instant(five + seconds * 1_000);
const occurrence = (id: string, more: Partial<Occurrence> = {}): Occurrence =>
  ({ id, title: `Tin ${id}`, level: "normal", status: "actual", ...more }) as Occurrence;

function cluster(
  name: string,
  segments: readonly [id: string, start: number, end: number][],
  ...orders: Occurrence[]
): ClusterTimeline {
  const made = segments.map(
    ([id, start, end]) => ({ occurrence: id, start: at(start), end: at(end) }) as Segment,
  );
  return {
    cluster: name,
    timeline: { window: { from: at(0), to: at(9_999) }, segments: made, refusals: [] },
    occurrences: new Map(orders.map((one) => [one.id as string, one])),
  };
}

describe("segments to events", () => {
  test("parts that follow one another are one event, on however many clusters", () => {
    const tin = occurrence("o1", { theme: "ky-nang-so" });
    const clusters = ["k1", "k2"].map((name) =>
      cluster(
        name,
        [
          ["o1", 0, 10],
          ["o1", 10, 70],
        ],
        tin,
      ),
    );
    expect(eventsOf(clusters, "Xã Trà Sơn")).toEqual([
      {
        uid: "o1-0@vangxa",
        start: "2026-05-17T22:00:00Z",
        end: "2026-05-17T22:01:10Z",
        summary: "Tin o1",
        description: "2 cụm loa: k1, k2",
        location: "Xã Trà Sơn",
        categories: ["Bình dân học vụ số"],
        priority: 9,
      },
    ]);
  });

  test("what an emergency cuts is two events with the emergency between", () => {
    const events = eventsOf(
      [
        cluster(
          "k1",
          [
            ["o1", 0, 30],
            ["o2", 30, 60],
            ["o1", 60, 90],
          ],
          occurrence("o1", { level: "priority" }),
          occurrence("o2", { level: "emergency", status: "exercise" }),
        ),
      ],
      "Xã",
    );
    expect(events.map((one) => [one.summary, one.priority])).toEqual([
      ["Tin o1", 5],
      ["[DIỄN TẬP] Tin o2", 1],
      ["Tin o1", 5],
    ]);
    expect(new Set(events.map((one) => one.uid)).size).toBe(3);
    expect(events[0]?.categories).toEqual([]);
  });

  test("no event is empty, and each is in order of its start", () => {
    const events = eventsOf(
      [
        cluster("k1", [["o2", 50, 50.2]], occurrence("o2")),
        cluster("k2", [["o1", 0, 9]], occurrence("o1")),
      ],
      "Xã",
    );
    expect(events.map((one) => [one.summary, one.start, one.end])).toEqual([
      ["Tin o1", "2026-05-17T22:00:00Z", "2026-05-17T22:00:09Z"],
      ["Tin o2", "2026-05-17T22:00:50Z", "2026-05-17T22:00:51Z"],
    ]);
  });
});

describe("an iCalendar file", () => {
  const event = (more: Partial<FeedEvent> = {}): FeedEvent => ({
    uid: "o1@vangxa",
    start: "2026-05-17T22:00:00Z",
    end: "2026-05-17T22:10:00Z",
    summary: "Tin",
    description: "1 cụm loa: k1",
    location: "Xã Trà Sơn",
    categories: ["Khẩn cấp"],
    priority: 9,
    ...more,
  });
  const write = (...events: FeedEvent[]) =>
    writeCalendar({ name: "Lịch phát", stamp: "2026-05-17T00:00:00Z", events });
  const value = (text: string, name: string) =>
    readCalendar(text)?.[0]?.find((one) => one.name === name)?.values;

  test("is read back as it was written, whatever the letters; no line is over 75 octets", () => {
    const words = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 200 })
      .filter((one) => !/\p{Cc}|\p{Cs}/u.test(one));
    // The library's reader takes an escaped backslash before a comma for an escaped comma; no theme has one.
    const theme = words.map((one) => one.replaceAll("\\", "/"));
    fc.assert(
      fc.property(words, theme, (summary, category) => {
        const text = write(event({ summary, categories: [category, "b"] }));
        expect(value(text, "summary")).toEqual([summary]);
        expect(value(text, "categories")).toEqual([category, "b"]);
        for (const line of text.split("\r\n"))
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      }),
      { numRuns: 100 },
    );
  });

  test("a line break stays inside its value, so a title cannot add a property", () => {
    const text = write(event({ summary: "A\r\nATTENDEE:x", categories: [] }));
    expect(text).not.toMatch(/^ATTENDEE/m);
    expect(text).not.toContain("CATEGORIES");
    expect(text).toContain("DTSTART:20260517T220000Z\r\n");
    expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
  });

  test("two calendars in one file are read, what is none is not", () => {
    expect(readCalendar(write(event()) + write(event()))).toHaveLength(2);
    for (const text of ["", "x", "BEGIN:VCARD\nEND:VCARD", "BEGIN:VCALENDAR\nBEGIN:VEVENT"])
      expect(readCalendar(text)).toBeUndefined();
  });

  test("random damage is read or refused, never thrown", () => {
    const good = write(event());
    const cut = fc.integer({ min: 0, max: good.length });
    fc.assert(
      fc.property(cut, cut, fc.string({ maxLength: 5 }), (from, to, put) => {
        const text = `${good.slice(0, Math.min(from, to))}${put}${good.slice(Math.max(from, to))}`;
        for (const one of readCalendar(text) ?? []) expect(typeof readWish(one).ok).toBe("boolean");
      }),
      { numRuns: 200 },
    );
  });
});

describe("an event becomes a wish", () => {
  const wish = (...lines: string[]) => {
    const text = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", ...lines, "END:VEVENT", "END:VCALENDAR"];
    const [event] = readCalendar(text.join("\r\n")) ?? [];
    if (!event) throw new Error("no event");
    return readWish(event);
  };
  const start = "DTSTART;TZID=Asia/Ho_Chi_Minh:20260518T050000";

  test("with its time at the station, its rule and the days that it leaves out", () => {
    const read = wish(
      "UID:a@b",
      "SUMMARY:Bình dân học vụ số\\, bài 1",
      start,
      "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4",
      "EXDATE;TZID=Asia/Saigon:20260520T050000,20260525T050000",
      "LOCATION:Thôn Đông",
      "PRIORITY:5",
      "X-VANGXA-MESSAGE:m-1",
    );
    expect(read).toEqual({
      ok: true,
      wish: {
        uid: "a@b",
        title: "Bình dân học vụ số, bài 1",
        message: "m-1",
        place: "Thôn Đông",
        level: "priority",
        start: five,
        rrule: "FREQ=WEEKLY;COUNT=4;BYDAY=MO,WE",
        skip: [instant(five + 2 * 86_400_000), instant(five + 7 * 86_400_000)],
      },
    });
  });

  test("UTC, Windows' name and a time without a zone all mean the same instant", () => {
    for (const line of [
      "DTSTART:20260517T220000Z",
      "DTSTART:20260518T050000",
      "DTSTART;TZID=SE Asia Standard Time:20260518T050000",
    ]) {
      const read = wish(line);
      expect(read.ok && [read.wish.start, read.wish.level, read.wish.title]).toEqual([
        five,
        "normal",
        "",
      ]);
    }
  });

  test.for([
    [["SUMMARY:x"], "event-no-start"],
    [["DTSTART:20261301T050000Z"], "event-no-start"],
    [["DTSTART;VALUE=DATE:20260518"], "event-all-day"],
    [["DTSTART;TZID=Europe/Paris:20260518T050000"], "event-zone"],
    [[start, "EXDATE;VALUE=DATE:20260520"], "event-all-day"],
    [[start, "PRIORITY:1"], "event-emergency"],
    [[start, "STATUS:CANCELLED"], "event-cancelled"],
    [[start, "RECURRENCE-ID:20260518T050000Z"], "event-unsupported"],
    [[start, "RDATE:20260518T050000Z"], "event-unsupported"],
  ] as const)("%s is refused as %s", ([lines, code]) => {
    expect(wish(...lines)).toMatchObject({ ok: false, code });
  });

  test("and the wish an order", () => {
    const base = { uid: "a", title: "Tin", message: undefined, place: undefined, skip: [] };
    const one = { ...base, level: "normal" as const, start: five, rrule: undefined };
    expect(orderOf(one, "m-1", { communes: ["21024" as never] })).toEqual({
      title: "Tin",
      messageIds: ["m-1"],
      level: "normal",
      where: { communes: ["21024"] },
      when: { at: isoOf(five) },
    });
    const rule = { ...one, title: "", rrule: "FREQ=DAILY" };
    const order = orderOf(rule, "m-1", { clusters: ["k1"] });
    expect(order.when).toEqual({ start: isoOf(five), rrule: "FREQ=DAILY" });
    expect("title" in order).toBe(false);
  });
});
