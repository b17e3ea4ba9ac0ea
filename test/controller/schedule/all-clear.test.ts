import { afterAll, beforeAll, expect, test } from "vitest";
import { minutes } from "../../../contract/time.ts";
import { type OrderWorld, orderWorld } from "../../support/order-world.ts";
import { must, type Wire } from "../../support/people-world.ts";

let world: OrderWorld;
let warning: string;
let over: string;

beforeAll(async () => {
  world = await orderWorld();
  warning = await world.message("Nước lũ đang lên, bà con lên chỗ cao.");
  over = await world.message("Báo yên. Nước đã rút.");
});
afterAll(() => world.close());

const record = {
  orderGiver: "Chủ tịch UBND xã",
  orderNumber: "07/LĐ-UBND",
  hazard: "Lũ quét",
  area: "Thôn Đông",
};
const warn = (more: object = {}): Promise<Wire> =>
  world.order(world.editor, {
    messageIds: [warning],
    level: "emergency",
    when: { now: true },
    emergency: record,
    allClear: { messageIds: [over] },
    ...more,
  });
const clear = (by: "editor" | "approver", id: string, body: object = {}) =>
  world[by].post(`/api/broadcasts/${id}/all-clear`, body);
const bodies = async (id: string) =>
  (
    await world.store.db
      .selectFrom("occurrence")
      .select(["id", "body", "cancelled_at"])
      .where("broadcast", "=", id)
      .execute()
  ).map((row) => ({ ...row, body: JSON.parse(row.body) }));

test("what was prepared is said by one person, names what it retracts and stops it", async () => {
  const { id } = await warn();
  const told = await world.detail(id);
  expect([told.state, told.emergency, told.allClearPrepared]).toEqual(["active", record, true]);
  world.time.advance(minutes(1));
  const given = await must(clear("editor", id));
  expect([given.state, given.level]).toEqual(["active", "emergency"]);
  const { items } = await must(world.admin.get("/api/audit?limit=5"));
  expect(items).toContainEqual(
    expect.objectContaining({
      ...{ action: "broadcast.place", subject: given.id, address: "127.0.0.1" },
      after: expect.objectContaining({ emergency: expect.objectContaining(record) }),
    }),
  );
  const [warned] = await bodies(id);
  const [cleared] = await bodies(given.id);
  expect(cleared?.body.emergency).toEqual({ ...record, allClearOf: warned?.id });
  expect(cleared?.body.approvedBy.length).toBeGreaterThanOrEqual(2);
  expect(warned?.cancelled_at).not.toBeNull();
  expect((await world.detail(id)).state).toBe("cancelled");
});

test("other words need their second person, and until then the warning goes on", async () => {
  const { id } = await warn({ allClear: undefined });
  expect((await clear("editor", id)).body.code).toBe("all-clear-needed");
  // Its words were approved by the approver: the two of them are two people, the approver alone is one.
  const alone = await must(clear("approver", id, { messageIds: [over] }));
  expect(alone.state).toBe("proposed");
  expect((await world.detail(id)).state).toBe("active");
  const both = await must(clear("editor", id, { messageIds: [over] }));
  expect(both.state).toBe("active");
  expect((await world.detail(id)).state).toBe("cancelled");
});

test("prepared words that were changed since are not what two people approved", async () => {
  const changing = await world.message("Báo yên, bản đầu.");
  const { id } = await warn({ allClear: { messageIds: [changing] } });
  await must(world.editor.ask("PATCH", `/api/messages/${changing}`, { text: "Báo yên, bản hai." }));
  expect((await clear("approver", id)).body.code).toBe("not-approved");
  await must(world.approver.post(`/api/messages/${changing}/approve`));
  expect((await must(clear("approver", id))).state).toBe("proposed");
});

test("words that nobody approved are not prepared, and only an emergency is cleared", async () => {
  const reply = await world.editor.post("/api/broadcasts", {
    messageIds: [warning],
    level: "emergency",
    where: { all: true },
    when: { now: true },
    allClear: { messageIds: ["m-none"] },
  });
  expect(reply.body.code).toBe("message-unknown");
  const plain = await world.order(world.admin, {
    messageIds: [warning],
    when: { at: "2026-05-19T05:00:00+07:00" },
    where: { communes: ["21024"] },
  });
  expect((await clear("editor", plain.id)).body.code).toBe("nothing-to-clear");
});

test("an emergency that was timed is cleared after its time like any other", async () => {
  const { id } = await warn({ when: { at: "2026-05-18T08:10:00+07:00" } });
  await world.later(minutes(25));
  expect((await must(clear("approver", id))).state).toBe("active");
});
