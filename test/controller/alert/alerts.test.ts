import { describe, expect, test } from "vitest";
import { writeCap } from "../../../controller/alert/cap-write.ts";
import { alertTests, CAP } from "../../support/alert-world.ts";
import { alert as anAlert, area, info } from "../../support/alerts.ts";
import { must, type Wire } from "../../support/people-world.ts";

const tests = alertTests();
const { sender, first, second, alert, post, air, broadcast, onAir } = tests;

describe("an alert becomes a proposal", () => {
  test("with its words spoken, its clusters found, and nothing on air", async () => {
    const reply = await post(sender, alert());
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    expect(reply.body).toMatchObject({
      state: "proposed",
      status: "Actual",
      place: "c-21024",
      headline: "Cảnh báo lũ quét",
      severity: "Severe",
      segments: [{ clusters: ["k-21024"], where: { communes: ["21024"] }, order: "none" }],
    });
    const [words] = reply.body.segments[0].words;
    const message = await must(tests.world.admin.get(`/api/messages/${words.message}`));
    expect(message).toMatchObject({ theme: "khan-cap", author: "cap", language: "vie" });
    expect(message.text).toContain("Bà con ven suối lên chỗ cao ngay.");
    const { items } = await must(tests.world.admin.get("/api/broadcasts"));
    expect(items).toEqual([]);
    const [row] = (await must(tests.world.admin.get("/api/audit?limit=1"))).items;
    expect(row).toMatchObject({
      ...{ action: "alert.receive", subject: reply.body.id, address: "127.0.0.1" },
      after: expect.anything(),
    });
  });

  test("the same alert twice is the same proposal; the same number with other words is refused", async () => {
    const one = await must(post(sender, alert()));
    const again = await post(sender, alert());
    expect([again.status, again.body.id]).toEqual([200, one.id]);
    const before = await tests.world.snapshot();
    const other = await post(sender, alert({ infos: [info({ headline: "Khác" })] }));
    expect([other.status, other.body.code]).toEqual([409, "alert-differs"]);
    expect(await tests.world.snapshot()).toBe(before);
  });

  test("twice at the same time is one", async () => {
    const both = await Promise.all([post(sender, alert()), post(sender, alert())]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 201]);
    expect(both[0]?.body.id).toBe(both[1]?.body.id);
  });

  test("a circle finds the cluster that stands in it", async () => {
    const circles = [{ latitude: 15.11, longitude: 108.81, radius: 3 }];
    const infos = [info({ areas: [area({ geocodes: [], circles })] })];
    const { segments } = await must(post(sender, alert({ infos })));
    expect(segments[0].clusters).toEqual(["k-21024"]);
  });

  test("somebody's area ends where their rights end", async () => {
    const geocodes = [
      { name: "TINH", value: "51" },
      { name: "TINH", value: "75" },
    ];
    const infos = [info({ areas: [area({ geocodes })] })];
    const { segments, place } = await must(post(sender, alert({ infos })));
    expect(place).toBe("p-51");
    expect(segments[0].clusters).toEqual(["k-21024", "k-21025"]);
    expect(segments[0].unread).toEqual([{ name: "TINH", value: "75" }]);
  });

  test("a language without a voice is told, not read in Vietnamese", async () => {
    const infos = [info(), info({ language: "hre", headline: "Hrê" })];
    const { segments } = await must(post(sender, alert({ infos })));
    expect(segments[0].words[1]).toMatchObject({
      language: "hre",
      message: null,
      note: "language-not-spoken",
    });
  });

  test("the original is kept byte by byte", async () => {
    const { id } = await must(post(sender, alert()));
    const reply = await sender.get(`/api/alerts/${id}.xml`);
    expect(reply.headers["content-type"]).toBe("application/cap+xml; charset=utf-8");
    expect(reply.raw.toString()).toBe(writeCap(alert()));
  });
});

describe("what is no alert changes nothing:", () => {
  const refused: Record<string, readonly [string, number, string]> = {
    "a DTD": ["<!DOCTYPE a><a/>", 422, "xml-forbidden"],
    "another root": ["<a/>", 422, "not-cap"],
    "a private one": [writeCap(anAlert({ scope: "Private" })), 422, "alert-not-public"],
    "a draft": [writeCap(anAlert({ status: "Draft" })), 422, "alert-not-actionable"],
    "no fields": [`<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>`, 422, "cap-fields"],
    "too much": [`<a>${"x".repeat(300_000)}</a>`, 413, "too-large"],
  };
  test.for(Object.entries(refused))("%s", async ([, [text, status, code]]) => {
    const before = await tests.world.snapshot();
    const reply = await sender.ask("POST", "/api/alerts", text, CAP);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(await tests.world.snapshot()).toBe(before);
  });

  test("JSON, no body, and a person without the right", async () => {
    expect((await sender.post("/api/alerts", { a: 1 })).body.code).toBe("unsupported-media");
    expect((await sender.ask("POST", "/api/alerts")).body.code).toBe("unsupported-media");
    expect((await post(first, alert())).body.code).toBe("not-allowed");
    expect((await post(tests.world.nobody, alert())).body.code).toBe("not-logged-in");
  });
});

describe("two people put it on air", () => {
  test("the first orders, the second airs; the record is the alert's", async () => {
    const { id } = await must(post(sender, alert()));
    const once = await must(air(first, id));
    expect(once).toMatchObject({ state: "waiting", segments: [{ order: "proposed" }] });
    const order = once.segments[0].broadcast;
    expect(await broadcast(order)).toMatchObject({ state: "proposed", occurrences: [] });
    const same = await air(first, id);
    expect([same.status, same.body.code]).toEqual([403, "self-approval"]);
    const twice = await must(air(second, id));
    expect(twice).toMatchObject({ state: "aired", segments: [{ order: "active" }] });
    const { items } = await must(tests.world.admin.get("/api/audit?limit=5"));
    const told = { action: "alert.aired", subject: id, address: "127.0.0.1" };
    expect(items).toContainEqual(expect.objectContaining(told));
    const aired = await broadcast(order);
    expect(aired).toMatchObject({ state: "active", level: "emergency", status: "actual" });
    expect(aired.approvals).toHaveLength(2);
    expect(aired.occurrences[0].notAfter).toBe("2026-05-18T03:00:00.000Z");
    const closed = await air(second, id);
    expect([closed.status, closed.body.code]).toEqual([409, "alert-closed"]);
  });

  test("the second may also decide among the broadcasts", async () => {
    const { id } = await must(post(sender, alert()));
    const order = (await must(air(first, id))).segments[0].broadcast;
    await must(second.post(`/api/broadcasts/${order}/approve`));
    const again = await air(second, id);
    expect(again.body.code).toBe("alert-closed");
    expect((await must(sender.get(`/api/alerts/${id}`))).state).toBe("aired");
  });

  test("approved recordings may be said in place of its words", async () => {
    const own = {
      title: "Lời của xã",
      theme: "khan-cap",
      language: "vie",
      text: "Bà con sơ tán ngay.",
    };
    const message = (await must(sender.post("/api/messages", own))).id;
    await must(first.post(`/api/messages/${message}/approve`));
    const { id } = await must(post(sender, alert()));
    // The one who approved what is said is already one of the two.
    const aired = await must(air(second, id, { messageIds: [message] }));
    expect(aired.state).toBe("aired");
  });

  test("an exercise sounds only in exercise mode; without such a cluster nobody can air it", async () => {
    const { id } = await must(post(sender, alert({ status: "Exercise" })));
    expect((await air(first, id)).body.code).toBe("alert-no-clusters");
    const infos = [info({ areas: [area({ geocodes: [{ name: "TINH", value: "51" }] })] })];
    const aired = await onAir(alert({ identifier: `B-${tests.count}`, status: "Exercise", infos }));
    const order = await broadcast(aired.segments[0].broadcast);
    expect(order).toMatchObject({ status: "exercise", where: { clusters: ["k-21025"] } });
  });

  test("two areas are two orders", async () => {
    const other = info({ areas: [area({ geocodes: [{ name: "XA", value: "21025" }] })] });
    const aired = await onAir(alert({ infos: [info(), other] }));
    const orders = aired.segments.map((one: Wire) => one.broadcast);
    expect(new Set(orders).size).toBe(2);
    expect((await broadcast(orders[1])).where).toEqual({ communes: ["21025"] });
  });

  test("what has no voice waits for a message; a commune of another place sees nothing", async () => {
    const { id } = await must(post(sender, alert({ infos: [info({ language: "hre" })] })));
    expect((await air(first, id)).body.code).toBe("alert-nothing-to-say");
    const stranger = await tests.world.person(`la-${tests.count}`, ["approver", "c-26001"]);
    expect((await stranger.get(`/api/alerts/${id}`)).status).toBe(404);
    expect((await stranger.get(`/api/alerts/${id}.xml`)).status).toBe(404);
    expect((await air(stranger, id)).status).toBe(403);
    expect((await must(stranger.get("/api/alerts"))).items).toEqual([]);
  });

  test("a person may lay it aside, with the reason kept", async () => {
    const { id } = await must(post(sender, alert()));
    const order = (await must(air(first, id))).segments[0].broadcast;
    const reason = "Đã có lệnh của tỉnh";
    const gone = await must(second.post(`/api/alerts/${id}/dismiss`, { reason }));
    expect(gone.state).toBe("dismissed");
    expect((await broadcast(order)).state).toBe("cancelled");
    expect((await second.post(`/api/alerts/${id}/dismiss`, { reason })).status).toBe(409);
    const open = await must(sender.get("/api/alerts?state=open"));
    expect(open.items.map((one: Wire) => one.id)).not.toContain(id);
    const { items } = await must(tests.world.admin.get("/api/audit"));
    expect(items[0]).toMatchObject({ action: "alert.dismissed", subject: id, reason });
  });
});
