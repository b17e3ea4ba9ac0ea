import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Asker, must, somePlaces, type Wire } from "../../support/people-world.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

let world: WholeWorld;
let province: Asker;
let commune: Asker;
beforeAll(async () => {
  world = await wholeWorld();
  await somePlaces(world);
  province = await world.person("tinh", ["province", "p-51"]);
  commune = await world.person("xa", ["approver", "c-21024"]);
});
afterAll(() => world.close());

describe("days", () => {
  const days = async (by: Asker, from: string, to: string) =>
    must(by.get(`/api/holidays?from=${from}&to=${to}`));

  test("every day with its lunar date and whether people work", async () => {
    const { items, days: all } = await days(commune, "2026-02-15", "2026-02-18");
    expect(all.map((one: Wire) => [one.date, one.off, one.lunar.text])).toEqual([
      ["2026-02-15", true, "28/12"],
      ["2026-02-16", true, "29/12"],
      ["2026-02-17", true, "1/1"],
      ["2026-02-18", true, "2/1"],
    ]);
    expect(items[0]).toMatchObject({
      date: "2026-02-16",
      kind: "off",
      origin: "library",
      id: null,
    });
  });

  test("people add what the library lacks and take it away again; others hear of it by place", async () => {
    const given = { day: "2026-05-22", name: " Lễ hội xã ", kind: "off", place: "c-21024" };
    const { id } = await must(commune.post("/api/holidays", given));
    const seen = async (by: Asker) => (await days(by, "2026-05-22", "2026-05-22")).items;
    expect(await seen(commune)).toEqual([
      {
        ...{ date: "2026-05-22", name: "Lễ hội xã", kind: "off" },
        ...{ origin: "own", id, place: "c-21024" },
      },
    ]);
    expect(await seen(province)).toHaveLength(1);
    const other = await world.person("xa25", ["approver", "c-21025"]);
    expect(await seen(other)).toEqual([]);
    expect((await other.ask("DELETE", `/api/holidays/${id}`)).status).toBe(403);
    await must(commune.ask("DELETE", `/api/holidays/${id}`));
    expect(await seen(commune)).toEqual([]);
    const { items } = await must(world.admin.get("/api/audit"));
    expect(items[0]).toMatchObject({ action: "holiday.delete", subject: id });
  });

  test("24/11 is a row that people keep, not the library's", async () => {
    const { items } = await days(commune, "2026-11-24", "2026-11-24");
    expect(items).toMatchObject([{ name: "Ngày Văn hóa Việt Nam", origin: "own", kind: "off" }]);
  });

  test("what is no day changes nothing", async () => {
    const given = { day: "02-30", name: "Không có", kind: "off", place: "c-21024" };
    expect((await commune.post("/api/holidays", given)).body.code).toBe("no-such-day");
    const reply = await commune.get("/api/holidays?from=2026-05-18&to=2026-05-17");
    expect([reply.status, reply.body.code]).toEqual([422, "days-unreadable"]);
    const late = await commune.get("/api/deadlines?from=2026-01-01&to=2029-01-01");
    expect(late.body.code).toBe("days-unreadable");
  });
});

test("deadlines move with the days that people keep", async () => {
  const june = "/api/deadlines?from=2026-06-01&to=2026-06-30";
  const { items } = await must(commune.get(june));
  expect(items[0]).toMatchObject({
    id: "don-vi-thuoc-so",
    named: "2026-06-10",
    due: "2026-06-09",
    daysLeft: 22,
  });
  const given = { day: "2026-06-09", name: "Lễ", kind: "off", place: "c-21024" };
  const { id } = await must(commune.post("/api/holidays", given));
  expect((await must(commune.get(june))).items[0].due).toBe("2026-06-08");
  await must(commune.ask("DELETE", `/api/holidays/${id}`));
});

test("a unit owes reports of its own and may close its figures earlier", async () => {
  const own = {
    name: "Báo cáo quý của xã",
    who: "Văn phòng UBND xã",
    to: "Sở Khoa học và Công nghệ",
    days: ["03-25", "06-25"],
    before: false,
    place: "c-21024",
  };
  const { id } = await must(commune.post("/api/deadline-rules", own));
  expect((await commune.post("/api/deadline-rules", { ...own, id })).body.code).toBe(
    "deadline-exists",
  );
  const wrong = { ...own, days: ["02-30"] };
  expect((await commune.post("/api/deadline-rules", wrong)).body.code).toBe("no-such-day");
  const shaped = {
    ...own,
    id: "so-nganh-dia-phuong",
    days: ["06-20"],
    before: true,
    place: "p-51",
  };
  const cutoffs = [{ name: "Thôn gửi xã", before: 8 }];
  await must(province.post("/api/deadline-rules", { ...shaped, source: "KH", cutoffs }));
  const rules = async (by: Asker) => (await must(by.get("/api/deadline-rules"))).items;
  expect((await rules(commune)).map((one: Wire) => [one.id, one.own])).toEqual([
    ["don-vi-thuoc-so", false],
    ["tinh-bo-khcn", false],
    ["bao-chi-hang-thang", false],
    [id, true],
    ["so-nganh-dia-phuong", true],
  ]);
  const june = await must(commune.get("/api/deadlines?from=2026-06-11&to=2026-06-30"));
  expect(june.items.map((one: Wire) => [one.id, one.due])).toEqual([
    ["tinh-bo-khcn", "2026-06-19"],
    ["bao-chi-hang-thang", "2026-06-19"],
    ["so-nganh-dia-phuong", "2026-06-19"],
    [id, "2026-06-25"],
  ]);
  expect(june.items[2].cutoffs).toEqual([{ name: "Thôn gửi xã", date: "2026-06-09" }]);
  expect((await commune.ask("DELETE", "/api/deadline-rules/so-nganh-dia-phuong")).status).toBe(403);
  await must(province.ask("DELETE", "/api/deadline-rules/so-nganh-dia-phuong"));
  await must(commune.ask("DELETE", `/api/deadline-rules/${id}`));
  expect(await rules(commune)).toHaveLength(4);
});

describe("campaigns", () => {
  const list = async (query = "") => (await must(commune.get(`/api/campaigns${query}`))).items;

  test("the three national days, with dates of the year that is asked for", async () => {
    const [science] = await list("?year=2027");
    expect(science).toMatchObject({
      id: "khcn-18-5",
      own: false,
      theme: "ngay-khcn-18-5",
      dates: { day: "2027-05-18", from: "2027-05-04", to: "2027-05-25", countdown: 365 },
    });
    expect((await list())[0].dates.countdown).toBe(0);
  });

  test("a unit adds its own, changes it, and may shape a national one", async () => {
    const given = { name: "Lễ hội lúa", day: "03-10", place: "c-21024", theme: "hoi-lua" };
    const { id } = await must(commune.post("/api/campaigns", given));
    expect(await must(commune.ask("PATCH", `/api/campaigns/${id}`, { before: 3 }))).toMatchObject({
      before: 3,
      after: 7,
      own: true,
    });
    expect((await commune.ask("PATCH", `/api/campaigns/${id}`, { day: "13-13" })).body.code).toBe(
      "no-such-day",
    );
    const shaped = { id: "cds-10-10", name: "Tháng chuyển đổi số", day: "10-10", place: "p-51" };
    await must(province.post("/api/campaigns", { ...shaped, before: 9, after: 21 }));
    expect((await province.post("/api/campaigns", shaped)).body.code).toBe("campaign-exists");
    expect((await list()).map((one: Wire) => one.id)).toEqual([
      "khcn-18-5",
      "dmst-1-10",
      id,
      "cds-10-10",
    ]);
    expect((await commune.ask("DELETE", "/api/campaigns/cds-10-10")).status).toBe(403);
    await must(province.ask("DELETE", "/api/campaigns/cds-10-10"));
    expect((await list()).find((one: Wire) => one.id === "cds-10-10")).toMatchObject({
      before: 14,
    });
    const bad = { ...given, day: "02-31" };
    expect((await commune.post("/api/campaigns", bad)).body.code).toBe("no-such-day");
  });

  test("orders carry the campaign of the order, else of the message; reach asks by it", async () => {
    const body = { title: "Thử", theme: "ky-nang-so", language: "vie", text: "Kính chào bà con." };
    const editor = await world.person("soan", ["editor", "p-51"]);
    const wrong = await editor.post("/api/messages", { ...body, campaign: "khong-co" });
    expect([wrong.status, wrong.body.code]).toEqual([422, "campaign-unknown"]);
    const made = await must(editor.post("/api/messages", { ...body, campaign: "khcn-18-5" }));
    expect(made.campaign).toBe("khcn-18-5");
    const none = await must(editor.ask("PATCH", `/api/messages/${made.id}`, { campaign: null }));
    expect(none.campaign).toBeNull();
    expect(
      (await editor.ask("PATCH", `/api/messages/${made.id}`, { campaign: "khong-co" })).body.code,
    ).toBe("campaign-unknown");
    await must(editor.ask("PATCH", `/api/messages/${made.id}`, { campaign: "khcn-18-5" }));
    await must(province.post(`/api/messages/${made.id}/approve`));
    const order = (more: object) =>
      province.post("/api/broadcasts", {
        messageIds: [made.id],
        level: "priority",
        where: { communes: ["21024"] },
        when: { session: "next" },
        ...more,
      });
    expect((await must(order({}))).campaign).toBe("khcn-18-5");
    expect((await must(order({ campaign: "dmst-1-10" }))).campaign).toBe("dmst-1-10");
    const before = await world.snapshot();
    expect((await order({ campaign: "khong-co" })).body.code).toBe("campaign-unknown");
    expect(await world.snapshot()).toBe(before);
    expect((await world.admin.get("/api/reach?campaign=khcn-18-5")).status).toBe(200);
  });
});
