import { afterEach, beforeEach, expect, test } from "vitest";
import { must, type PeopleWorld, peopleWorld } from "../../support/people-world.ts";

let world: PeopleWorld;
beforeEach(async () => {
  world = await peopleWorld();
});
afterEach(() => world.close());

const names = async (what: string): Promise<string[]> =>
  (await must(world.admin.get(`/api/${what}`))).items.map((one: { name: string }) => one.name);
const audited = async () =>
  (await world.store.db.selectFrom("audit").select("action").execute()).map((row) => row.action);

test("an empty system takes a commune that says what it is, with bulletins that somebody may approve", async () => {
  expect(await must(world.admin.get("/api/demo-data"))).toMatchObject({
    state: "absent",
    spoken: 0,
  });
  const reply = await world.admin.post("/api/demo-data");
  expect([reply.status, reply.body.commune, reply.body.of]).toEqual([202, "99999", 10]);
  expect(await names("communes")).toEqual(["Xã Mẫu (dữ liệu thử)"]);
  const clusters = await names("clusters");
  expect(clusters).toHaveLength(4);
  for (const name of clusters) expect(name).toMatch(/\(mẫu\)$/);
  const drawn = await must(world.admin.get("/api/hamlet-outlines?commune=99999"));
  expect(drawn.features).toHaveLength(4);
  for (const { properties } of drawn.features)
    expect(properties.source).toContain("không phải ranh giới thật");
  let view = reply.body;
  for (let tries = 0; tries < 300 && view.state !== "here"; tries += 1) {
    await new Promise((next) => setTimeout(next, 10));
    view = await must(world.admin.get("/api/demo-data"));
  }
  expect(view).toMatchObject({ state: "here", spoken: 10, hamlets: 4, clusters: 4 });
  const { items } = await must(world.admin.get("/api/messages?limit=50"));
  expect(items).toHaveLength(10);
  for (const one of items) expect(one).toMatchObject({ place: "c-99999", status: "pending" });
  const approved = await world.admin.post(`/api/messages/${items[0].id}/approve`, {});
  expect([approved.status, approved.body.status]).toEqual([200, "approved"]);
  expect(await audited()).toEqual(expect.arrayContaining(["commune.create", "cluster.create"]));
});

test("twice makes nothing twice; ended it is gone from the lists, and loaded again it is back", async () => {
  await must(world.admin.post("/api/demo-data"));
  await must(world.admin.post("/api/demo-data"));
  expect([(await names("communes")).length, (await names("clusters")).length]).toEqual([1, 4]);
  const removed = await world.admin.ask("DELETE", "/api/demo-data");
  expect([removed.status, removed.body.state]).toEqual([200, "removed"]);
  for (const what of ["communes", "clusters", "hamlets"]) expect(await names(what)).toEqual([]);
  expect((await world.admin.ask("DELETE", "/api/demo-data")).status).toBe(404);
  await must(world.admin.post("/api/demo-data"));
  expect([(await names("hamlets")).length, (await names("clusters")).length]).toEqual([4, 4]);
});

test("a system with a real commune takes none", async () => {
  const commune = { code: "21024", province: "51", name: "Xã Trà Sơn", from: "2026-01-01" };
  await must(world.admin.post("/api/communes", commune));
  const reply = await world.admin.post("/api/demo-data");
  expect([reply.status, reply.body.code]).toEqual([409, "demo-too-late"]);
  expect((await world.admin.ask("DELETE", "/api/demo-data")).status).toBe(404);
});
