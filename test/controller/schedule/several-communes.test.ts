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
