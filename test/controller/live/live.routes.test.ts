import { afterAll, beforeAll, expect, test } from "vitest";
import { type Asker, must, somePlaces } from "../../support/people-world.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

let world: WholeWorld;
let [commune, other, province, editor]: Asker[] = [];
beforeAll(async () => {
  world = await wholeWorld();
  await somePlaces(world);
  commune = await world.person("xa", ["approver", "c-21024"]);
  other = await world.person("xa-hai", ["approver", "c-21024"]);
  province = await world.person("tinh", ["province", "p-51"]);
  editor = await world.person("soan", ["editor", "c-21024"]);
});
afterAll(() => world.close());

const where = { communes: ["21024"] };
const speech = { title: "Họp thôn", theme: "thong-bao", level: "normal", where, seconds: 60 };
const emergency = {
  ...speech,
  level: "emergency",
  emergency: { orderGiver: "Chủ tịch", orderNumber: "1", hazard: "Lũ", area: "Xã" },
};

test("who could approve it may speak at once, and only that person sees and speaks it", async () => {
  const made = await must(commune!.post("/api/live", speech));
  expect(made).toMatchObject({ live: { state: "waiting", order: "active", seconds: 60 } });
  const { id } = made.live as { id: string };
  expect(await must(commune!.ask("GET", `/api/live/${id}`))).toMatchObject({ order: "active" });
  expect((await other!.ask("GET", `/api/live/${id}`)).body.code).toBe("live-unknown");
});

test("who may only write may not speak", async () => {
  expect((await editor!.post("/api/live", speech)).status).toBe(403);
});

test("nobody above the commune speaks live at the normal level, and nothing is left of the attempt", async () => {
  expect((await province!.post("/api/live", speech)).body.code).toBe("live-offered");
  const { items } = await must(province!.ask("GET", "/api/broadcasts"));
  const left = (items as { title: string; state: string; author: string }[]).filter(
    ({ state }) => state === "offered",
  );
  expect(left).toEqual([]);
});

test("an emergency needs a second person before a word is heard", async () => {
  const made = await must(commune!.post("/api/live", emergency));
  const { id } = made.live as { id: string };
  const { broadcast } = made as { broadcast: { id: string } };
  expect(made.live).toMatchObject({ order: "proposed" });
  const own = await commune!.post(`/api/broadcasts/${broadcast.id}/approve`, {});
  expect(own.body.code).toBe("self-approval");
  await must(other!.post(`/api/broadcasts/${broadcast.id}/approve`, {}));
  expect(await must(commune!.ask("GET", `/api/live/${id}`))).toMatchObject({ order: "active" });
});

test("the microphone at the pole is ordered by those who may speak", async () => {
  const order = {
    parts: [{ kind: "local", seconds: 30 }],
    level: "normal",
    where,
    when: { now: true },
    title: "Tại chỗ",
  };
  expect((await editor!.post("/api/broadcasts", order)).body.code).toBe("outside-place");
  const both = await world.person("ca-hai", ["approver", "c-21024"], ["editor", "c-21024"]);
  expect(await must(both.post("/api/broadcasts", order))).toMatchObject({ state: "active" });
});
