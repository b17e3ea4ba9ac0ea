import { afterAll, beforeAll, expect, test } from "vitest";
import { hours } from "../../../contract/time.ts";
import { type Asker, must, somePlaces } from "../../support/people-world.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

let world: WholeWorld;
let technician: Asker;
beforeAll(async () => {
  world = await wholeWorld();
  await somePlaces(world);
  technician = await world.person("kythuat", ["technician", "c-21024"]);
});
afterAll(() => world.close());

const ask = (body: object = {}) => technician.post("/api/clusters/k-21024/test-sound", body);
const bodyOf = async (broadcast: string) => {
  const row = await world.store.db
    .selectFrom("occurrence")
    .select("body")
    .where("broadcast", "=", broadcast)
    .executeTakeFirstOrThrow();
  return JSON.parse(row.body);
};

test("a test is a signed order for one cluster, which no figure of reach counts", async () => {
  await world.admin.ask("PUT", "/api/communes/21024/regulation", {
    number: "1/QĐ",
    sessions: [],
    quiet: [],
  });
  const { id, status } = await must(ask());
  expect(status).toBe("test");
  const body = await bodyOf(id);
  expect(body).toMatchObject({
    title: "Phát thử",
    status: "actual",
    target: { clusters: ["k-21024"] },
    notBefore: world.now(),
  });
  expect(body.approvedBy).toHaveLength(1);
  const plan = await world.store.db
    .selectFrom("dispatched")
    .selectAll()
    .where("occurrence", "=", body.id)
    .execute();
  expect(plan).toHaveLength(1);
  const audit = (await world.admin.get("/api/audit")).body.items;
  expect(audit[0]).toMatchObject({ action: "cluster.test-sound", subject: "k-21024" });
});

test("in quiet hours it asks first, and then plays when they end", async () => {
  // The world's clock stands at 08:00.
  await world.admin.ask("PUT", "/api/communes/21024/regulation", {
    number: "2/QĐ",
    sessions: [],
    quiet: [{ start: 420, end: 540 }],
  });
  const refused = await ask();
  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
    409,
    "quiet-now",
    "Giờ yên tĩnh đến 09:00.",
  ]);
  const { id } = await must(ask({ afterQuiet: true }));
  expect((await bodyOf(id)).notBefore).toBe(world.now() + hours(1));
});

test("where it is always quiet there is no test; elsewhere and for others neither", async () => {
  await world.admin.ask("PUT", "/api/communes/21024/regulation", {
    number: "3/QĐ",
    sessions: [],
    quiet: [{ start: 0, end: 0 }],
  });
  expect((await ask({ afterQuiet: true })).body.code).toBe("quiet-now");
  const path = "/api/clusters/k-21025/test-sound";
  expect((await technician.post(path, {})).status).toBe(403);
  expect((await world.admin.post("/api/clusters/k-none/test-sound", {})).status).toBe(404);
});
