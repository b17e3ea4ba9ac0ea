import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hours } from "../../../contract/time.ts";
import { type OrderWorld, orderWorld } from "../../support/order-world.ts";
import { type Asker, must, type Wire } from "../../support/people-world.ts";

let world: OrderWorld;
let said: string;

beforeAll(async () => {
  world = await orderWorld();
  said = await world.message("Thông báo của tỉnh.", world.province);
});
afterAll(() => world.close());

const offer = (more: object = {}): Promise<Wire> =>
  world.order(world.province, { messageIds: [said], when: { session: "next" }, ...more });
const inbox = async (by: Asker, query = ""): Promise<Wire[]> =>
  (await must(by.get(`/api/inbox${query}`))).items;
const accept = (by: Asker, id: string, more: object = {}) =>
  by.post(`/api/inbox/${id}/accept`, { when: { at: "2026-05-19T05:00:00+07:00" }, ...more });

describe("a normal item from the province", () => {
  test("lies in each commune's inbox and airs nowhere", async () => {
    const { id, state } = await offer();
    expect(state).toBe("offered");
    expect((await world.detail(id)).occurrences).toEqual([]);
    const [mine, ...others] = (await inbox(world.editor)).filter((one) => one.broadcast === id);
    expect(others).toEqual([]);
    expect(mine).toMatchObject({
      commune: "21024",
      from: "p-51",
      title: "Thông báo của tỉnh.",
      clusters: 1,
      messages: [said],
      state: "waiting",
    });
    expect(mine.seconds).toBeGreaterThan(1);
    const all = await inbox(world.province, `?state=all`);
    expect(all.filter((one) => one.broadcast === id).map((one) => one.commune)).toEqual([
      "21024",
      "21025",
    ]);
  });
  test("airs when the commune gives it a time: an order of its own, which it may move or take back", async () => {
    const { id } = await offer();
    const own = await must(accept(world.approver, id));
    expect([own.state, own.authority, own.where]).toEqual([
      "active",
      "commune",
      { communes: ["21024"] },
    ]);
    expect(await world.standing(own.id)).toEqual(["19/05 05:00"]);
    const [row] = (await inbox(world.editor, "?state=all")).filter((one) => one.broadcast === id);
    expect(row).toMatchObject({ state: "accepted", scheduled: own.id });
    await must(world.editor.ask("DELETE", `/api/broadcasts/${own.id}`));
    expect(await world.standing(own.id)).toEqual([]);
    const again = await accept(world.approver, id);
    expect([again.status, again.body.code]).toEqual([409, "inbox-decided"]);
  });
  test("is taken once, however many accept it in the same moment", async () => {
    const { id } = await offer();
    const orders = async () =>
      (await world.store.db.selectFrom("broadcast").select("id").execute()).length;
    const before = await orders();
    const by = [world.approver, world.editor, world.approver, world.editor];
    const replies = await Promise.all(by.map((one) => accept(one, id)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(await orders()).toBe(before + 1);
  });
  test("that is decided between the look and the saving is refused in words, and nothing is saved", async () => {
    const { id } = await offer();
    const before = await world.snapshot();
    await sql`create trigger somebody_else before insert on broadcast begin
      update inbox set state = 'declined' where state = 'waiting'; end`.execute(world.store.db);
    const late = await accept(world.approver, id);
    expect([late.status, late.body]).toMatchObject([
      409,
      { code: "inbox-decided", title: "Tin này đã được xếp lịch, từ chối hoặc thu hồi." },
    ]);
    await sql`drop trigger somebody_else`.execute(world.store.db);
    expect(await world.snapshot()).toBe(before);
    expect((await accept(world.approver, id)).status).toBe(201);
  });
  test("an editor's time waits for the commune's approver, who needs no more than the right to approve", async () => {
    const { id } = await offer();
    const own = await must(accept(world.editor, id, { when: { session: "next" } }));
    expect(own.state).toBe("proposed");
    expect((await must(world.approver.post(`/api/broadcasts/${own.id}/approve`))).state).toBe(
      "active",
    );
  });
  test("is declined with a reason that the province reads", async () => {
    const { id } = await offer();
    const reason = "Xã đã phát nội dung này hôm qua.";
    const row = await must(world.editor.post(`/api/inbox/${id}/decline`, { reason }));
    expect(row).toMatchObject({ state: "declined", reason, commune: "21024" });
    const seen = (await inbox(world.province, "?state=all&commune=21024")).find(
      (one) => one.broadcast === id,
    );
    expect(seen).toMatchObject({ state: "declined", reason });
    const late = await world.approver.post(`/api/inbox/${id}/decline`, { reason });
    expect(late.body.code).toBe("inbox-decided");
    const empty = await world.editor.post(`/api/inbox/${id}/decline`, { reason: "" });
    expect(empty.status).toBe(400);
  });
  test("withdrawn, it leaves the inboxes and stops where it was scheduled", async () => {
    const { id } = await offer();
    const own = await must(accept(world.approver, id));
    await must(world.province.ask("DELETE", `/api/broadcasts/${id}`));
    expect((await world.detail(own.id)).state).toBe("cancelled");
    const states = (await inbox(world.province, "?state=all"))
      .filter((one) => one.broadcast === id)
      .map((one) => one.state);
    expect(states).toEqual(["accepted", "withdrawn"]);
  });
});

describe("an offer keeps to its hands", () => {
  test("is not changed once it is offered, and nobody else's inbox is opened", async () => {
    const { id } = await offer({ where: { communes: ["21025"] } });
    const change = { scope: "all", change: { title: "Khác" } };
    const changed = await world.province.ask("PATCH", `/api/broadcasts/${id}`, change);
    expect(changed.body.code).toBe("not-changeable");
    expect((await accept(world.editor, id)).body.code).toBe("not-in-inbox");
    expect((await accept(world.province, id)).body.code).toBe("not-allowed");
    expect((await inbox(world.editor)).some((one) => one.broadcast === id)).toBe(false);
  });
  test("whoever works for several communes says which, and only then", async () => {
    const both = await world.person("hai-xa", ["approver", "c-21024"], ["approver", "c-21025"]);
    const { id } = await offer();
    expect((await accept(both, id)).body.code).toBe("commune-needed");
    const own = await must(accept(both, id, { commune: "21025" }));
    expect(own.where).toEqual({ communes: ["21025"] });
  });
  test("of an editor of the province waits for the province's own approval first", async () => {
    const writer = await world.person("soan-tinh", ["editor", "p-51"]);
    const made = await world.order(writer, { messageIds: [said], when: { now: true } });
    expect(made.state).toBe("proposed");
    expect((await inbox(world.editor)).some((one) => one.broadcast === made.id)).toBe(false);
    const seen = await must(world.province.post(`/api/broadcasts/${made.id}/approve`));
    expect(seen.state).toBe("offered");
    expect((await inbox(world.editor)).some((one) => one.broadcast === made.id)).toBe(true);
  });
});

describe("a priority item from the province", () => {
  const priority = (title: string, more: object = {}) =>
    world.order(world.province, {
      title,
      messageIds: [said],
      level: "priority",
      when: { now: true },
      ...more,
    });
  const order = (by: Asker, occurrences: readonly string[]) =>
    by.ask("PUT", "/api/communes/21024/priority-order", { occurrences });
  const list = async () =>
    (await must(world.editor.get("/api/communes/21024/priority-order"))).items as Wire[];

  test("is the commune's to order among its like, and to nothing else", async () => {
    await priority("Một");
    const two = await priority("Hai", { where: { communes: ["21024"] } });
    expect((await list()).map((one) => [one.title, one.placed])).toEqual([
      ["Một", false],
      ["Hai", false],
    ]);
    const [, second] = await list();
    const { items } = await must(order(world.editor, [second.occurrence]));
    expect(items.map((one: Wire) => [one.title, one.placed])).toEqual([
      ["Hai", true],
      ["Một", false],
    ]);
    expect(second).toMatchObject({ from: "p-51", broadcast: two.id });
    const gone = await world.editor.ask("DELETE", `/api/broadcasts/${two.id}`);
    expect([gone.status, gone.body.code]).toEqual([403, "not-allowed"]);
  });
  test("the timeline of the commune's clusters follows its order", async () => {
    const sessions = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], start: 1_020, end: 1_080 }];
    const regulation = { number: "12/QĐ-UBND", sessions, quiet: [] };
    await must(world.admin.ask("PUT", "/api/communes/21024/regulation", regulation));
    const titles = async () => {
      const query = "cluster=k-21024&from=2026-05-18T00:00:00Z&to=2026-05-19T00:00:00Z";
      const { segments } = await must(world.editor.get(`/api/timeline?${query}`));
      const priorities = segments.filter((one: Wire) => one.level === "priority");
      return priorities.map((one: Wire) => one.title);
    };
    expect(await titles()).toEqual(["Hai", "Một"]);
    const [hai, mot] = await list();
    await must(order(world.approver, [mot.occurrence, hai.occurrence]));
    expect(await titles()).toEqual(["Một", "Hai"]);
  });
  test("nobody orders for another commune, from above, or what is no priority item", async () => {
    const other = await world.person("xa-ben", ["editor", "c-21025"]);
    expect((await order(other, [])).body.code).toBe("not-allowed");
    expect((await order(world.province, [])).body.code).toBe("not-allowed");
    const above = await world.person("soan-tinh-2", ["editor", "p-51"]);
    expect((await order(above, [])).body.code).toBe("not-allowed");
    expect((await order(world.editor, ["o-none"])).body.code).toBe("not-priority");
  });
  test("after its deadline it waits no longer", async () => {
    await world.later(hours(37));
    expect(await list()).toEqual([]);
  });
});

describe("whose order it is", () => {
  test("everywhere means the commune to its own people", async () => {
    const when = { at: "2026-06-19T05:00:00+07:00" };
    const made = await world.order(world.editor, { messageIds: [said], when });
    const aired = await must(world.approver.post(`/api/broadcasts/${made.id}/approve`));
    expect(aired.clusters).toBe(1);
  });
  test("a commune cannot stop a province's emergency", async () => {
    const made = await world.order(world.province, {
      messageIds: [said],
      level: "emergency",
      where: { communes: ["21024"] },
      when: { now: true },
    });
    expect([made.state, made.authority]).toEqual(["active", "province"]);
    const stopped = await world.approver.ask("DELETE", `/api/broadcasts/${made.id}`);
    expect(stopped.body.code).toBe("not-allowed");
    expect((await must(world.province.ask("DELETE", `/api/broadcasts/${made.id}`))).state).toBe(
      "cancelled",
    );
  });
});
