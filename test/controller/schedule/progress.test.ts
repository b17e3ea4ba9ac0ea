import { afterAll, beforeAll, expect, test } from "vitest";
import { minutes, seconds } from "../../../contract/time.ts";
import { type OrderWorld, orderWorld } from "../../support/order-world.ts";
import { must, type Wire } from "../../support/people-world.ts";

let world: OrderWorld;
let said: string;

beforeAll(async () => {
  world = await orderWorld();
  said = await world.message("Thông báo của tỉnh.", world.province);
  for (const commune of ["21024", "21025"]) {
    const agent = {
      id: `a-${commune}`,
      cluster: `k-${commune}`,
      public_key: "x",
      secret_hash: "x",
      about: "{}",
      status: "active",
      enrolled_at: 1,
      retired_at: null,
    };
    await world.store.db.insertInto("agent").values(agent).execute();
  }
});
afterAll(() => world.close());

/** The board of a commune says that it has applied the newest document of a scope. */
async function confirms(commune: string, scope: string, document: "plan" | "urgent") {
  const { db } = world.store;
  const head = await db
    .selectFrom("document_head")
    .select(["epoch", "revision"])
    .where("scope", "=", scope)
    .where("document", "=", document)
    .executeTakeFirstOrThrow();
  const row = { agent: `a-${commune}`, scope, document, ...head, at: 1 };
  await db
    .insertInto("delivered")
    .values(row)
    .onConflict((conflict) => conflict.columns(["agent", "scope", "document"]).doUpdateSet(row))
    .execute();
}
const progress = (id: string, query = ""): Promise<Wire> =>
  must(world.province.get(`/api/broadcasts/${id}/progress${query}`));
const sent = async () => {
  world.time.advance(seconds(5));
  await new Promise((resolve) => setTimeout(resolve, 200));
};

test("after a cancel the clusters that have not confirmed it are named, one after the other fewer", async () => {
  const { id } = await world.order(world.province, {
    messageIds: [said],
    level: "emergency",
    when: { now: true },
  });
  await confirms("21024", "p-51", "urgent");
  expect((await world.detail(id)).notYetStopped).toBe(0);
  world.time.advance(seconds(1));
  await must(world.province.ask("DELETE", `/api/broadcasts/${id}`));
  const before = await world.detail(id);
  expect(before.notYetStopped).toBe(2);
  expect(before.unstopped).toEqual([
    { cluster: "k-21024", name: "Cụm 21024", commune: "21024", seenAt: null },
    { cluster: "k-21025", name: "Cụm 21025", commune: "21025", seenAt: null },
  ]);
  await confirms("21024", "p-51", "urgent");
  expect((await world.detail(id)).unstopped.map((one: Wire) => one.cluster)).toEqual(["k-21025"]);
  await world.later(minutes(20));
  // Its window is over: a board that has not heard of the cancel keeps silent by itself.
  expect((await world.detail(id)).notYetStopped).toBe(0);
});

test("the province sees commune by commune who has it, and a commune only itself", async () => {
  const { id } = await world.order(world.province, {
    messageIds: [said],
    level: "priority",
    when: { now: true },
  });
  await sent();
  expect((await progress(id)).total).toMatchObject({ clusters: 2, delivered: 0, waiting: 2 });
  await confirms("21024", "p-51", "plan");
  const { communes, total, deadline } = await progress(id);
  expect(total).toMatchObject({ clusters: 2, delivered: 1, armed: 0, played: 0, waiting: 2 });
  expect(communes.map((one: Wire) => [one.commune, one.name, one.delivered])).toEqual([
    ["21024", "Xã Trà Sơn", 1],
    ["21025", "Xã Đồng Ếch", 0],
  ]);
  expect(Date.parse(deadline)).toBeGreaterThan(world.time.now());
  const own = await must(world.editor.get(`/api/broadcasts/${id}/progress`));
  expect(own.communes.map((one: Wire) => one.commune)).toEqual(["21024"]);
  const [airing] = (await world.detail(id)).occurrences;
  expect((await progress(id, `?occurrence=${airing.id}`)).total.clusters).toBe(2);
  const none = await world.province.get(`/api/broadcasts/${id}/progress?occurrence=o-none`);
  expect(none.body.code).toBe("occurrence-unknown");
});

test("of an offer the province sees who has answered and what came of it", async () => {
  const { id } = await world.order(world.province, {
    messageIds: [said],
    when: { session: "next" },
  });
  const own = await must(
    world.approver.post(`/api/inbox/${id}/accept`, { when: { session: "next" } }),
  );
  const { communes, total } = await progress(id);
  expect(communes.map((one: Wire) => [one.commune, one.clusters, one.offer])).toEqual([
    ["21025", 0, { state: "waiting", reason: null, scheduled: null }],
    ["21024", 1, { state: "accepted", reason: null, scheduled: own.id }],
  ]);
  expect(total.waiting).toBe(1);
});

test("nobody follows what does not concern them", async () => {
  const { id } = await world.order(world.approver, {
    messageIds: [said],
    when: { now: true },
    level: "emergency",
  });
  const stranger = await world.person("la", ["auditor", "c-26001"]);
  for (const path of [`/api/broadcasts/${id}`, `/api/broadcasts/${id}/progress`]) {
    expect((await stranger.get(path)).body.code).toBe("broadcast-unknown");
  }
});
