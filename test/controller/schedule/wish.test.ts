import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OrderWorld, orderWorld } from "../../support/order-world.ts";
import { type Asker, must, type Wire } from "../../support/people-world.ts";

let world: OrderWorld;
beforeAll(async () => {
  world = await orderWorld();
});
afterAll(() => world.close());

const write = async (by: Asker): Promise<string> => {
  const body = { title: "Họp", theme: "thong-bao", language: "vie", text: "Mời bà con họp." };
  return (await must(by.post("/api/messages", body))).id;
};
const where = { communes: ["21024"] };
const when = { at: "2026-05-19T05:00:00+07:00" };
const wish = (by: Asker, id: string, more: object = {}) =>
  by.ask("PUT", `/api/messages/${id}/wish`, { level: "normal", where, when, ...more });
const grant = (by: Asker, id: string) => by.post(`/api/messages/${id}/wish/grant`);
const approve = (by: Asker, id: string) => must(by.post(`/api/messages/${id}/approve`));
const open = async (by: Asker): Promise<Wire[]> => (await must(by.get("/api/wishes"))).items;

describe("where and when an author would have a message aired", () => {
  test("is what its approver orders in one go, once however often they press", async () => {
    const id = await write(world.editor);
    expect(await must(wish(world.editor, id))).toMatchObject({
      message: id,
      where,
      when,
      clusters: ["k-21024"],
      broadcast: null,
    });
    expect((await open(world.approver)).map((one) => one.message)).toEqual([id]);
    await approve(world.approver, id);
    const first = await must(grant(world.approver, id));
    expect([first.state, first.authority, first.where]).toEqual(["active", "commune", where]);
    expect(await world.standing(first.id)).toEqual(["19/05 05:00"]);
    expect((await must(grant(world.approver, id))).id).toBe(first.id);
    expect(await open(world.approver)).toEqual([]);
  });

  test("a new wish for the same message is another order", async () => {
    const id = await write(world.editor);
    await must(wish(world.editor, id));
    await approve(world.approver, id);
    const first = await must(grant(world.approver, id));
    world.time.advance(1_000 as never);
    await must(wish(world.editor, id, { when: { at: "2026-05-20T05:00:00+07:00" } }));
    const second = await must(grant(world.approver, id));
    expect(second.id).not.toBe(first.id);
    expect(await world.standing(second.id)).toEqual(["20/05 05:00"]);
  });

  test("airs nothing before somebody else approved the message", async () => {
    const id = await write(world.editor);
    await must(wish(world.editor, id));
    const early = await grant(world.approver, id);
    expect([early.status, early.body.code]).toEqual([409, "not-approved"]);
    expect((await open(world.approver)).map((one) => one.message)).toEqual([id]);
  });

  test("nobody grants their own", async () => {
    const id = await write(world.admin);
    await must(wish(world.admin, id, { where: { all: true } }));
    await approve(world.approver, id).catch(() => undefined);
    const own = await grant(world.admin, id);
    expect([own.status, own.body.code]).toEqual([403, "self-approval"]);
  });

  test("is its author's to say, for places where they may order", async () => {
    const id = await write(world.editor);
    const refusal = async (by: Asker, more: object = {}) => {
      const { status, body } = await wish(by, id, more);
      return [status, body.code];
    };
    expect(await refusal(world.admin)).toEqual([403, "not-author"]);
    expect(await refusal(world.editor, { where: {} })).toEqual([422, "where-empty"]);
    expect(await refusal(world.editor, { where: { tags: ["x"] } })).toEqual([422, "no-clusters"]);
    expect(await refusal(world.editor, { where: { communes: ["21025"] } })).toEqual([
      403,
      "outside-place",
    ]);
    const all = await must(wish(world.editor, id, { where: { all: true } }));
    expect(all.clusters).toEqual(["k-21024"]);
    expect((await grant(world.approver, "m-khong-co")).body.code).toBe("wish-unknown");
    const strange = await world.editor.ask("PUT", "/api/messages/m-khong-co/wish", {
      level: "normal",
      where,
      when,
    });
    expect(strange.body.code).toBe("not-found");
    expect((await wish(world.editor, id, { level: "emergency" })).status).toBe(400);
  });

  test("of a province's author is only offered to the communes", async () => {
    const second = await world.person("tinh-3", ["province", "p-51"]);
    const id = await write(world.province);
    await must(wish(world.province, id, { where: { communes: ["21024", "21025"] } }));
    await approve(second, id);
    expect((await must(grant(second, id))).state).toBe("offered");
    expect((await open(world.editor)).some((one) => one.message === id)).toBe(false);
  });

  test("may not be granted outside the approver's own place", async () => {
    const other = await world.person("duyet-khac", ["approver", "c-21025"]);
    const id = await write(world.editor);
    await must(wish(world.editor, id));
    await approve(world.approver, id);
    const reply = await grant(other, id);
    expect([reply.status, reply.body.code]).toEqual([403, "outside-place"]);
    expect((await open(other)).length).toBe(0);
  });
});
