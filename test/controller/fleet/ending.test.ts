import { afterEach, beforeEach, expect, test } from "vitest";
import { days } from "../../../contract/time.ts";
import { openText } from "../../../controller/fleet/ending.ts";
import { type OrderWorld, orderWorld } from "../../support/order-world.ts";
import { type Asker, must, type Wire } from "../../support/people-world.ts";

// A commune that ends by hand: the whole controller, a real database, asked over HTTP.
let world: OrderWorld;
let officer: Asker;
let own: Wire;

const iso = (at: number) => new Date(at).toISOString();
const today = () => new Date(world.time.now() + 7 * 3_600_000).toISOString().slice(0, 10);
const end = (body: object) => world.province.ask("PATCH", "/api/communes/21024", body);
const commune = async (): Promise<Wire> => must(world.admin.get("/api/communes/21024"));

beforeEach(async () => {
  world = await orderWorld();
  officer = await world.person(
    "truc-xa",
    ...["editor", "approver"].map((role): [string, string] => [role, "c-21024"]),
    ["technician", "c-21025"],
  );
  own = await world.order(officer, {
    ...{ messageIds: [await world.message()], where: { all: true }, title: "Tin của xã" },
    when: { at: iso(world.time.now() + days(3)) },
  });
  // A commune cannot end on the day on which it began.
  await world.later(days(1));
});
afterEach(() => world.close());

test("it is refused with what is still open, and nothing changes", async () => {
  const before = await world.snapshot();
  const { body } = await end({ to: today() });
  expect(body.code).toBe("place-open");
  expect(body.detail).toContain("vai trò (");
  expect(body.detail).toContain("truc-xa · Người duyệt");
  expect(body.detail).toContain("và 1 lịch phát (Tin của xã).");
  expect((await end({ to: "2030-01-01" })).body.code).toBe("place-open");
  // What is to come is not written ahead.
  expect((await end({ to: "2030-01-01", endOpen: true })).body.code).toBe("place-open-later");
  expect(await world.snapshot()).toBe(before);
});

test("whoever confirms ends the roles and cancels the orders, and the log has all of it", async () => {
  expect(await world.standing(own.id)).toHaveLength(1);
  await must(end({ to: today(), endOpen: true }));
  expect((await commune()).to).toBe(today());
  expect((await world.detail(own.id)).state).toBe("cancelled");
  expect(await world.standing(own.id)).toEqual([]);
  const { items } = await must(world.admin.get("/api/people"));
  const held: Wire[] = items.flatMap((one: Wire) => one.roles);
  expect(held.filter(({ place }) => place === "c-21024")).toEqual([]);
  const mine = items.find((one: Wire) => one.username === "truc-xa");
  expect(mine.roles).toEqual([{ role: "technician", place: "c-21025" }]);
  const log: Wire[] = (await must(world.admin.get("/api/audit?limit=20"))).items;
  expect(log.find(({ action }) => action === "broadcast.cancel")?.subject).toBe(own.id);
  expect(log.find(({ action }) => action === "commune.change")).toMatchObject({
    subject: "21024",
    before: { carried: expect.arrayContaining([expect.objectContaining({ name: "Tin của xã" })]) },
    after: { carried: expect.arrayContaining([{ kind: "order", id: own.id, fate: "ended" }]) },
  });
  expect(log.find(({ subject }) => subject === mine.id)).toMatchObject({
    action: "person.change",
    reason: "commune.change 21024",
    after: { roles: [{ role: "technician", place: "c-21025" }] },
  });
  // Once nothing is open it may end on any day.
  await must(end({ to: null }));
  await must(end({ to: "2030-01-01" }));
});

test("with a successor everything goes there, as in a merge", async () => {
  await must(end({ to: today(), successor: "21025" }));
  expect((await world.detail(own.id)).state).toBe("active");
  expect(await world.standing(own.id)).toHaveLength(1);
  const { items } = await must(world.admin.get("/api/people"));
  expect(items.find((one: Wire) => one.username === "truc-xa").roles).toEqual(
    expect.arrayContaining([{ role: "approver", place: "c-21025" }]),
  );
  expect((await end({ to: today(), successor: "26001" })).body.code).toBe("unknown-place");
});

test("a name is no end, and many open things are named in part", async () => {
  await must(end({ name: "Xã Trà Sơn Mới" }));
  const many = Array.from({ length: 11 }, (_, n) => {
    return { kind: "order" as const, id: `b-${n}`, name: `Tin ${n}` };
  });
  expect(openText(many)).toBe(
    "Còn 11 lịch phát (Tin 0; Tin 1; Tin 2; Tin 3; Tin 4; Tin 5; Tin 6; Tin 7; Tin 8; Tin 9; …).",
  );
});
