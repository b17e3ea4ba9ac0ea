import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCalendar } from "../../../controller/schedule/ical.adapter.ts";
import { type Asker, must, somePlaces, type Wire } from "../../support/people-world.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

let world: WholeWorld;
let commune: Asker;
let message: string;
beforeAll(async () => {
  world = await wholeWorld();
  await somePlaces(world);
  commune = await world.person("xa", ["editor", "c-21024"], ["approver", "c-21024"]);
  const second = await world.person("xa-2", ["approver", "c-21024"]);
  const regulation = {
    number: "12/QĐ-UBND",
    sessions: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], start: 300, end: 1_320 }],
    quiet: [],
  };
  await must(second.ask("PUT", "/api/communes/21024/regulation", regulation));
  const body = {
    title: "Bình dân học vụ số",
    theme: "ky-nang-so",
    language: "vie",
    text: "Kính chào bà con.",
  };
  message = (await must(commune.post("/api/messages", body))).id;
  await must(second.post(`/api/messages/${message}/approve`));
});
afterAll(() => world.close());

const ics = (...events: string[][]) =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    ...events.flatMap((lines) => ["BEGIN:VEVENT", ...lines, "END:VEVENT"]),
    "END:VCALENDAR",
  ].join("\r\n");
const bring = (text: string, query = "", by = commune) =>
  by.ask("POST", `/api/calendar/import?commune=21024${query}`, text, {
    "content-type": "text/calendar",
  });
const zone = "TZID=Asia/Ho_Chi_Minh";
const events = ics(
  [
    "UID:1",
    "SUMMARY:binh dan hoc vu so",
    `DTSTART;${zone}:20260519T060000`,
    "RRULE:FREQ=DAILY;COUNT=3",
    `EXDATE;${zone}:20260520T060000`,
  ],
  [
    "UID:2",
    "X-VANGXA-MESSAGE:THE-MESSAGE",
    `DTSTART;${zone}:20260519T170000`,
    "LOCATION:Cụm 21024",
  ],
  ["UID:3", "SUMMARY:Không có bản tin này", `DTSTART;${zone}:20260519T170000`],
  ["UID:4", "SUMMARY:Bình dân học vụ số", "DTSTART;VALUE=DATE:20260519"],
  ["UID:5", "SUMMARY:Bình dân học vụ số", `DTSTART;${zone}:20250519T170000`],
);
const file = () => events.replace(":THE-MESSAGE", `:${message}`);

describe("import", () => {
  test("a dry run says what each event becomes or why not, and makes nothing", async () => {
    const before = await world.snapshot();
    const report = await must(bring(file(), "&dryRun=1"));
    expect(report).toMatchObject({ dryRun: true, orders: 2, refused: 3 });
    expect(report.rows.map((one: Wire) => [one.uid, one.becomes, one.code])).toEqual([
      ["1", "order", null],
      ["2", "order", null],
      ["3", "nothing", "event-no-message"],
      ["4", "nothing", "event-all-day"],
      ["5", "nothing", "no-instants"],
    ]);
    expect(report.rows[0]).toMatchObject({
      clusters: 1,
      times: ["2026-05-18T23:00:00.000Z", "2026-05-20T23:00:00.000Z"],
      order: { messageIds: [message], level: "normal", where: { communes: ["21024"] } },
    });
    expect(report.rows[1].order.where).toEqual({ clusters: ["k-21024"] });
    expect(report.rows[3].why).toContain("Đặt giờ bắt đầu");
    expect(await world.snapshot()).toBe(before);
  });

  test("in earnest each becomes an order, and brought again it is the same one", async () => {
    const report = await must(bring(file()));
    expect(report).toMatchObject({ dryRun: false, orders: 2, refused: 3 });
    const { broadcast } = report.rows[0];
    const order = await must(commune.get(`/api/broadcasts/${broadcast}`));
    expect(order.occurrences.map((one: Wire) => one.notBefore)).toEqual([
      "2026-05-18T23:00:00.000Z",
      "2026-05-20T23:00:00.000Z",
    ]);
    const again = await must(bring(file()));
    expect(again.rows.map((one: Wire) => [one.becomes, one.broadcast]).slice(0, 2)).toEqual([
      ["known", broadcast],
      ["known", report.rows[1].broadcast],
    ]);
  });

  test("a hamlet is found by its name; somebody of another commune orders nothing", async () => {
    const one = ["UID:9", "SUMMARY:Bình dân học vụ số", `DTSTART;${zone}:20260521T060000`];
    const text = ics([...one, "LOCATION:thon dong 21024"]);
    const { rows } = await must(bring(text, "&dryRun=1"));
    expect(rows[0].order.where).toEqual({ hamlets: ["h-21024"] });
    const other = await world.person("xa25", ["editor", "c-21025"]);
    expect((await bring(text, "", other)).status).toBe(403);
  });

  test("what is no calendar, or too much of it, changes nothing", async () => {
    const before = await world.snapshot();
    expect((await bring("x")).body.code).toBe("not-a-calendar");
    expect((await commune.post("/api/calendar/import?commune=21024", {})).body.code).toBe(
      "not-a-calendar",
    );
    const many = ics(...Array.from({ length: 501 }, () => ["UID:1"]));
    expect((await bring(many)).body.code).toBe("calendar-too-long");
    expect((await bring("x".repeat(1_100_000))).status).toBe(413);
    expect(await world.snapshot()).toBe(before);
  });
});

describe("the feed", () => {
  const make = async () =>
    must(commune.post("/api/communes/21024/calendar-feeds", { name: "Điện thoại" }));

  test("tells what the clusters will play to whoever has the address, without a log-in", async () => {
    await must(bring(file()));
    const { url } = await make();
    const reply = await world.nobody.get(url);
    expect(reply.status).toBe(200);
    expect(reply.headers["content-type"]).toBe("text/calendar; charset=utf-8");
    const text = reply.raw.toString();
    expect(text).toContain("X-WR-CALNAME:Lịch phát Xã Trà Sơn");
    const read = readCalendar(text) ?? [];
    const starts = read.map((one) => one.find(({ name }) => name === "dtstart")?.values[0]);
    expect(starts).toContain("2026-05-18T23:00:00Z");
    expect(starts).toContain("2026-05-19T10:00:00Z");
    const categories = read[0]?.find(({ name }) => name === "categories");
    expect(categories?.values).toEqual(["Bình dân học vụ số"]);
    expect((await world.nobody.get(url)).raw.toString()).toBe(text);
  });

  test("a wrong address, that of another commune and a revoked one are not found", async () => {
    const { id, url } = await make();
    expect((await world.nobody.get(url.replace("21024", "21025"))).status).toBe(404);
    expect((await world.nobody.get(`${url.slice(0, -3)}abc`)).status).toBe(404);
    expect((await world.nobody.get("/api/communes/21024/calendar.ics")).status).toBe(400);
    expect((await must(commune.ask("DELETE", `/api/calendar-feeds/${id}`))).revoked).toBe(true);
    expect((await world.nobody.get(url)).status).toBe(404);
    const { items } = await must(commune.get("/api/communes/21024/calendar-feeds"));
    expect(items.find((one: Wire) => one.id === id)).toMatchObject({
      name: "Điện thoại",
      revoked: true,
    });
  });

  test("the secret is kept nowhere; another commune can neither make nor revoke", async () => {
    const { id, url } = await make();
    const token = url.split("token=")[1];
    expect(token.length).toBeGreaterThan(40);
    expect(await world.snapshot()).not.toContain(token);
    const other = await world.person("xa25b", ["approver", "c-21025"]);
    expect((await other.ask("DELETE", `/api/calendar-feeds/${id}`)).status).toBe(403);
    expect((await other.post("/api/communes/21024/calendar-feeds", { name: "x" })).status).toBe(
      403,
    );
    expect((await other.get("/api/communes/21024/calendar-feeds")).status).toBe(403);
  });
});
