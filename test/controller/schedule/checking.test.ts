import { afterAll, beforeAll, expect, test } from "vitest";
import { days, minutes } from "../../../contract/time.ts";
import { type OrderWorld, orderWorld } from "../../support/order-world.ts";
import { type Asker, must, type Wire } from "../../support/people-world.ts";

let world: OrderWorld;
let said: string;

beforeAll(async () => {
  world = await orderWorld();
  said = await world.message("Thông báo của xã, mời bà con ra nhà văn hoá.");
  const sessions = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], start: 300, end: 360 }];
  const quiet = [{ start: 1_320, end: 300 }];
  const regulation = { number: "12/QĐ-UBND", sessions, quiet };
  await must(world.admin.ask("PUT", "/api/communes/21024/regulation", regulation));
});
afterAll(() => world.close());

const check = (by: Asker, more: object = {}): Promise<Wire> =>
  must(
    by.post("/api/broadcasts/check", {
      messageIds: [said],
      level: "normal",
      where: { all: true },
      when: { at: "2026-05-19T05:00:00+07:00" },
      ...more,
    }),
  );
const codes = (view: Wire) => view.findings.map((one: Wire) => one.code);

test("a good order: whom it reaches, how long it is, who must approve; nothing is saved", async () => {
  const before = await world.snapshot();
  const view = await check(world.editor);
  expect(view).toMatchObject({
    ok: true,
    becomes: "proposed",
    clusters: 1,
    checked: 1,
    communes: 1,
    airings: 1,
    households: 100,
    people: 400,
    first: "2026-05-18T22:00:00.000Z",
  });
  expect(view.seconds).toBeGreaterThan(1);
  expect(codes(view)).toEqual(["cluster-without-board", "needs-approval"]);
  expect(await world.snapshot()).toBe(before);
});

test("quiet hours, a clash with another order, and the end of a session, each with what to do", async () => {
  const night = await check(world.editor, { when: { at: "2026-05-19T03:15:00+07:00" } });
  expect(night.ok).toBe(false);
  expect(night.findings[0]).toMatchObject({
    code: "quiet-hours",
    severity: "error",
    text: "Lúc 03:15 ngày 19/05 sẽ không phát: rơi vào giờ yên tĩnh.",
    suggestion: "Chọn giờ ngoài giờ yên tĩnh của xã.",
    clusters: ["k-21024"],
  });
  const long = { parts: [{ kind: "relay", sources: ["https://vov.example/"], seconds: 1_800 }] };
  const relay = { ...long, messageIds: undefined };
  const placed = await world.order(world.editor, {
    ...relay,
    title: "Tiếp sóng VOV",
    when: { at: "2026-05-20T05:00:00+07:00" },
  });
  await must(world.approver.post(`/api/broadcasts/${placed.id}/approve`));
  const clash = await check(world.editor, { when: { at: "2026-05-20T05:10:00+07:00" } });
  expect(clash.findings[0]).toMatchObject({ code: "displaced", severity: "error" });
  expect(clash.findings[0].text).toContain("“Tiếp sóng VOV”");
  const asked = { messageIds: [said], level: "normal", where: { all: true } };
  const moved = await must(
    world.editor.post(`/api/broadcasts/check?instead=${placed.id}`, {
      ...asked,
      when: { at: "2026-05-20T05:10:00+07:00" },
    }),
  );
  expect(codes(moved)).not.toContain("displaced");
  const over = await check(world.editor, { ...relay, when: { at: "2026-05-21T05:40:00+07:00" } });
  expect(over.findings[0]).toMatchObject({ code: "over-session", seconds: 600 });
  const daily = await check(world.editor, {
    when: { start: "2026-05-19T03:00:00+07:00", rrule: "FREQ=DAILY;COUNT=3" },
  });
  expect(daily.findings[0]).toMatchObject({ code: "quiet-hours", airings: 3 });
});

const relayFor = (seconds: number) => ({
  messageIds: undefined,
  parts: [{ kind: "relay", sources: ["https://vov.example/"], seconds }],
});
/** The finding of a code, which always says in Vietnamese what it is and what to do. */
function found(view: Wire, code: string): Wire {
  const one = view.findings.find((finding: Wire) => finding.code === code);
  expect(codes(view)).toContain(code);
  expect(one.text).toMatch(/[àáảãạăâđêôơưỳ-ỹ]/iu);
  expect(one.suggestion.length).toBeGreaterThan(5);
  return one;
}

test("a cap on a day's minutes is told with the cap's own words", async () => {
  const capped = { sessions: [], quiet: [], caps: { perDay: minutes(10) } };
  const regulation = { number: "13/QĐ-UBND", ...capped };
  await must(world.admin.ask("PUT", "/api/communes/21025/regulation", regulation));
  const view = await check(world.admin, { ...relayFor(1_200), where: { communes: ["21025"] } });
  expect(view.ok).toBe(false);
  expect(found(view, "over-cap")).toMatchObject({ severity: "error", clusters: ["k-21025"] });
});

test("content that expires before its airing, or that nobody approved, is told before saving", async () => {
  const text = "Nghỉ học ngày mai.";
  const given = { title: "Nghỉ học", theme: "ky-nang-so", language: "vie", text };
  const post = (more: object) => must(world.editor.post("/api/messages", { ...given, ...more }));
  const unapproved = await post({ title: "Chưa duyệt" });
  const view = await check(world.editor, { messageIds: [unapproved.id] });
  expect([view.ok, view.becomes]).toEqual([false, "refused"]);
  found(view, "not-approved");
  const short = await post({
    text: `${text} Hết hạn tối nay.`,
    validTo: "2026-05-18T20:00:00+07:00",
  });
  await must(world.approver.post(`/api/messages/${short.id}/approve`));
  found(await check(world.editor, { messageIds: [short.id] }), "content-expired");
});

test("a cluster that nobody has heard for days is told with the days, and the households are counted", async () => {
  const agent = {
    id: "a-silent",
    cluster: "k-21024",
    public_key: "x",
    secret_hash: "x",
    about: "{}",
    status: "active",
    enrolled_at: world.time.now() - days(9),
    retired_at: null,
  };
  await world.store.db.insertInto("agent").values(agent).execute();
  const view = await check(world.editor);
  expect(found(view, "cluster-silent")).toMatchObject({
    severity: "warning",
    clusters: ["k-21024"],
  });
  expect(found(view, "cluster-silent").text).toContain("9 ngày");
  expect([view.households, view.people]).toEqual([100, 400]);
  const other = await check(world.admin, { where: { communes: ["21024", "21025"] } });
  expect(other.households).toBe(200);
});

test("what would be pushed aside, cut or run past the session is told, each by its own code", async () => {
  const when = { at: "2026-05-22T05:10:00+07:00" };
  const placed = await world.order(world.editor, { ...relayFor(600), title: "Tiếp sóng", when });
  await must(world.approver.post(`/api/broadcasts/${placed.id}/approve`));
  const aside = await check(world.editor, {
    ...relayFor(2_400),
    when: { at: "2026-05-22T05:05:00+07:00" },
  });
  expect(found(aside, "displaces").text).toContain("“Tiếp sóng”");
  const beyond = await check(world.editor, {
    ...relayFor(1_800),
    when: { at: "2026-05-23T05:50:00+07:00" },
  });
  expect(found(beyond, "over-session")).toMatchObject({ seconds: 1_200 });
  expect(found(beyond, "over-session").text).toContain("20 phút");
  const outside = await check(world.editor, { when: { at: "2026-05-23T10:00:00+07:00" } });
  found(outside, "outside-session");
});

test("what cannot be ordered at all says why", async () => {
  for (const [code, more] of [
    ["message-unknown", { messageIds: ["m-none"] }],
    ["outside-place", { where: { communes: ["21025"] } }],
    ["where-empty", { where: {} }],
  ] as const) {
    const view = await check(world.editor, more);
    expect([view.ok, view.becomes, codes(view)]).toEqual([false, "refused", [code]]);
    expect(view.findings[0].suggestion.length).toBeGreaterThan(5);
  }
});

test("a province is told that its normal item goes to the inboxes", async () => {
  const view = await check(world.province, {
    messageIds: [await world.message("Tin tỉnh.", world.province)],
  });
  expect([view.becomes, view.communes, view.checked]).toEqual(["offered", 2, 0]);
  expect(codes(view)).toContain("goes-to-inbox");
});

test("moving what is ordered is looked at before, without the order standing in its own way", async () => {
  const { id } = await world.order(world.editor, {
    messageIds: [await world.message("Tin dời giờ.")],
    where: { communes: ["21024"] },
    when: { at: "2026-05-25T05:00:00+07:00" },
  });
  await must(world.approver.post(`/api/broadcasts/${id}/approve`));
  const move = (at: string) => world.editor.post(`/api/broadcasts/${id}/check`, { at });
  const good = await must(move("2026-05-25T05:00:00+07:00"));
  expect(codes(good)).not.toContain("displaced");
  expect(good.ok).toBe(true);
  const night = await must(move("2026-05-25T03:00:00+07:00"));
  expect([night.ok, codes(night)[0]]).toEqual([false, "quiet-hours"]);
  const none = await world.editor.post("/api/broadcasts/b-none/check", {
    at: "2026-05-25T05:00:00+07:00",
  });
  expect(none.body.code).toBe("broadcast-unknown");
});
