import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OrderWorld, orderWorld } from "../../support/order-world.ts";
import { type Asker, must, type Wire } from "../../support/people-world.ts";

// Who works for both communes of a province holds no role at the province, and still has every part of an order for both in hand.
let world: OrderWorld;
let both: Asker;
let said: string;
beforeAll(async () => {
  world = await orderWorld();
  const roles = ["editor", "approver"].flatMap((role) =>
    ["c-21024", "c-21025"].map((place): [string, string] => [role, place]),
  );
  both = await world.person("hai-xa", ...roles);
  said = await world.message();
});
afterAll(() => world.close());

const start = "2026-05-19T05:00:00+07:00";
const daily = { start, rrule: "FREQ=DAILY;COUNT=3" };
const order = (by: Asker, more: object = {}): Promise<Wire> =>
  world.order(by, { messageIds: [said], when: daily, ...more });
const amend = (by: Asker, id: string, change: object) =>
  by.ask("PATCH", `/api/broadcasts/${id}`, { scope: "all", change });
const remove = (by: Asker, id: string, query = "") =>
  by.ask("DELETE", `/api/broadcasts/${id}${query}`);

describe.each(["normal", "priority"])("a %s order for two communes", (level) => {
  test("is changed, shortened and taken back by whoever works for both", async () => {
    const { id } = await order(both, { level });
    const changed = await must(amend(both, id, { title: "Tên mới" }));
    expect(changed.broadcast).toMatchObject({ title: "Tên mới", state: "active" });
    await must(remove(both, id, "?scope=this&date=2026-05-20"));
    expect(await world.standing(id)).toHaveLength(4);
    await must(remove(both, id));
    expect(await world.standing(id)).toEqual([]);
  });
  test("is out of the hands of whoever works for one of them", async () => {
    const { id } = await order(both, { level });
    expect((await amend(world.editor, id, { title: "Khác" })).body.code).toBe("not-allowed");
    expect((await remove(world.editor, id)).body.code).toBe("not-allowed");
    expect((await remove(world.province, id)).status).toBe(200);
  });
});

test("an emergency for two communes is stopped by whoever works for both", async () => {
  const { id } = await order(both, { level: "emergency", when: { now: true } });
  expect((await remove(world.approver, id)).status).toBe(403);
  expect((await must(remove(both, id))).state).toBe("cancelled");
});

test("a proposal for two communes is rejected by whoever approves for both, not for one", async () => {
  const writer = await world.person("soan-hai-xa", ["editor", "c-21024"], ["editor", "c-21025"]);
  const { id, state } = await order(writer);
  expect(state).toBe("proposed");
  const reject = (by: Asker) =>
    by.post(`/api/broadcasts/${id}/reject`, { reason: "Sai ngày họp, đề nghị sửa." });
  for (const one of [world.editor, world.approver]) {
    expect((await reject(one)).status).toBe(403);
    expect((await world.detail(id)).state).toBe("proposed");
  }
  expect((await must(reject(both))).state).toBe("rejected");
  expect(await world.standing(id)).toEqual([]);
});

test("an emergency for two communes is cleared in words by whoever works for both, not for one", async () => {
  const over = await world.message("Báo yên cho hai xã.");
  const { id } = await order(both, {
    level: "emergency",
    when: { now: true },
    allClear: { messageIds: [over] },
  });
  expect((await world.detail(id)).state).toBe("active");
  const clear = (by: Asker) => by.post(`/api/broadcasts/${id}/all-clear`, {});
  expect((await clear(world.approver)).status).toBe(403);
  expect((await world.detail(id)).state).toBe("active");
  const given = await must(clear(both));
  expect([given.state, given.level]).toEqual(["active", "emergency"]);
  expect((await world.detail(id)).state).toBe("cancelled");
  const communes = (await must(both.get(`/api/broadcasts/${given.id}/progress`))).communes;
  expect(communes.map((one: Wire) => one.commune).sort()).toEqual(["21024", "21025"]);
});

test("what the province ordered for both communes stays the province's", async () => {
  const words = await world.message("Lệnh của tỉnh.", world.province);
  const where = { communes: ["21024", "21025"] };
  const { id } = await order(world.province, { level: "priority", messageIds: [words], where });
  expect((await remove(both, id)).body.code).toBe("not-allowed");
  expect((await amend(both, id, { title: "Khác" })).body.code).toBe("not-allowed");
});

test("an airing with a place of its own counts as well", async () => {
  const { id } = await order(both, { where: { communes: ["21024"] } });
  await must(
    both.ask("PATCH", `/api/broadcasts/${id}`, {
      scope: "this",
      date: "2026-05-20",
      change: { where: { communes: ["21025"] } },
    }),
  );
  expect((await remove(world.editor, id)).body.code).toBe("not-allowed");
  expect((await remove(both, id)).status).toBe(200);
});

test("an order whose clusters are gone is still in the hands of its place", async () => {
  const { id } = await order(both, { where: { clusters: ["k-21025"] } });
  await world.store.db
    .updateTable("cluster")
    .set({ valid_to: "2026-05-01" })
    .where("id", "=", "k-21025")
    .execute();
  expect((await remove(world.editor, id)).body.code).toBe("not-allowed");
  expect((await remove(both, id)).status).toBe(200);
});
