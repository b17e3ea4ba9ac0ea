import { afterAll, beforeAll, expect, test } from "vitest";
import { hours } from "../../../contract/time.ts";
import { type OrderWorld, orderWorld } from "../../support/order-world.ts";
import { type Asker, must, type Reply, type Wire } from "../../support/people-world.ts";
import { toldStories } from "../../support/told-stories.ts";

let world: OrderWorld;
let said: string;
beforeAll(async () => {
  world = await orderWorld();
  said = await world.message();
});
afterAll(() => world.close());

type Name = "editor" | "approver" | "province" | "admin";
const username = { editor: "soan", approver: "duyet", province: "tinh", admin: "admin" };
type Part = "before" | "after" | "reason";

interface Story {
  readonly by: Name;
  /** Everything that must stand before the write; it says how to write. */
  readonly ready: () => Promise<(who: Asker) => Promise<Reply<Wire>>>;
  readonly action: string;
  readonly holds: readonly Part[];
}

const once = { at: "2026-06-20T07:30:00+07:00" };
const proposed = () => world.order(world.editor, { messageIds: [said], when: once });
const active = async () => {
  const { id } = await proposed();
  return must(world.approver.post(`/api/broadcasts/${id}/approve`));
};
const offered = async () => {
  const text = `Tin của tỉnh ${world.now()}`;
  const message = await world.message(text, world.province);
  const { id } = await world.order(world.province, { messageIds: [message], when: { now: true } });
  return id as string;
};
const draft = async () => {
  const body = { title: "Tin mới", theme: "ky-nang-so", language: "vie", text: "Kính chào." };
  return (await must(world.editor.post("/api/messages", body))).id as string;
};
const calendar = [
  ...["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1"],
  ...["DTSTART;TZID=Asia/Ho_Chi_Minh:20260625T053000", "SUMMARY:Kính chào bà con trong xã."],
  ...["END:VEVENT", "END:VCALENDAR"],
].join("\r\n");
const reason = "Trùng với cuộc họp thôn.";

const stories: Readonly<Record<string, Story>> = {
  "POST /api/messages/:id/approve": {
    by: "approver",
    action: "message.approve",
    holds: ["before", "after"],
    ready: async () => {
      const id = await draft();
      return (who) => who.post(`/api/messages/${id}/approve`);
    },
  },
  "POST /api/broadcasts": {
    by: "editor",
    action: "broadcast.place",
    holds: ["after"],
    ready: async () => (who) =>
      who.post("/api/broadcasts", {
        ...{ level: "normal", where: { all: true }, messageIds: [said], when: once },
      }),
  },
  "POST /api/broadcasts/:id/approve": {
    by: "approver",
    action: "broadcast.approve",
    holds: ["before", "after"],
    ready: async () => {
      const { id } = await proposed();
      return (who) => who.post(`/api/broadcasts/${id}/approve`);
    },
  },
  "POST /api/broadcasts/:id/reject": {
    by: "approver",
    action: "broadcast.reject",
    holds: ["before", "after", "reason"],
    ready: async () => {
      const { id } = await proposed();
      return (who) => who.post(`/api/broadcasts/${id}/reject`, { reason });
    },
  },
  "PATCH /api/broadcasts/:id": {
    by: "editor",
    action: "broadcast.amend",
    holds: ["before", "after"],
    ready: async () => {
      const { id } = await active();
      const change = { at: "2026-06-21T11:30:00+07:00" };
      return (who) => who.ask("PATCH", `/api/broadcasts/${id}`, { scope: "all", change });
    },
  },
  "DELETE /api/broadcasts/:id": {
    by: "editor",
    action: "broadcast.cancel",
    holds: ["before", "after"],
    ready: async () => {
      const { id } = await active();
      return (who) => who.ask("DELETE", `/api/broadcasts/${id}`);
    },
  },
  "DELETE /api/people/:id/sessions/:session": {
    by: "admin",
    action: "person.end-session",
    holds: ["before"],
    ready: async () => {
      await world.person("tam", ["editor", "c-21024"]);
      const { id } = await world.store.db
        .selectFrom("person")
        .select("id")
        .where("username", "=", "tam")
        .executeTakeFirstOrThrow();
      const { items } = await must(world.admin.get(`/api/people/${id}/sessions`));
      return (who) => who.ask("DELETE", `/api/people/${id}/sessions/${items[0].id}`);
    },
  },
  "POST /api/calendar/import": {
    by: "editor",
    action: "broadcast.place",
    holds: ["after"],
    ready: async () => (who) =>
      who.ask("POST", "/api/calendar/import?commune=21024", calendar, {
        "content-type": "text/calendar",
      }),
  },
  "POST /api/fleet/import": {
    by: "admin",
    action: "fleet.import",
    holds: ["after"],
    ready: async () => (who) =>
      who.ask(
        "POST",
        "/api/fleet/import",
        Buffer.from("Mã tỉnh,Mã xã,Tên xã,Thôn,Số hộ,Số dân\n51,21024,Xã Trà Sơn,Thôn Tây,10,40\n"),
        { "content-type": "text/csv" },
      ),
  },
  "POST /api/hamlets/:id/split": {
    by: "admin",
    action: "hamlet.split",
    holds: ["before", "after"],
    ready: async () => (who) =>
      who.post("/api/hamlets/h-21025/split", {
        into: [
          { name: "Một", households: 60, people: 240 },
          { name: "Hai", households: 40, people: 160 },
        ],
      }),
  },
  "POST /api/messages/:id/wish/grant": {
    by: "approver",
    action: "broadcast.place",
    holds: ["after"],
    ready: async () => {
      const id = await draft();
      const wish = { level: "normal", where: { communes: ["21024"] }, when: once };
      await must(world.editor.ask("PUT", `/api/messages/${id}/wish`, wish));
      await must(world.approver.post(`/api/messages/${id}/approve`));
      return (who) => who.post(`/api/messages/${id}/wish/grant`);
    },
  },
  "POST /api/inbox/:id/accept": {
    by: "approver",
    action: "inbox.accept",
    holds: ["after"],
    ready: async () => {
      const id = await offered();
      return (who) => who.post(`/api/inbox/${id}/accept`, { when: once });
    },
  },
  "POST /api/inbox/:id/decline": {
    by: "approver",
    action: "inbox.decline",
    holds: ["reason"],
    ready: async () => {
      const id = await offered();
      return (who) => who.post(`/api/inbox/${id}/decline`, { reason });
    },
  },
};

const rows = () => world.store.db.selectFrom("audit").selectAll().orderBy("seq").execute();

test("every write that needs a story has one here, or a test of its own that is named", () => {
  expect(Object.keys(stories).sort()).toEqual(
    Object.entries(toldStories)
      .filter(([, where]) => where === "test/controller/http/told-writes.test.ts")
      .map(([name]) => name)
      .sort(),
  );
});

test.for(Object.entries(stories))(
  "%s says who, from where and what in the chained log",
  async ([, { by, ready, action, holds }]) => {
    const run = await ready();
    const before = (await rows()).length;
    await must(run(world[by]));
    const { id } = await world.store.db
      .selectFrom("person")
      .select("id")
      .where("username", "=", username[by])
      .executeTakeFirstOrThrow();
    const fresh = (await rows()).slice(before);
    const row = fresh.find((one) => one.action === action);
    expect(row).toMatchObject({
      person: id,
      address: "127.0.0.1",
      subject: expect.stringMatching(/./),
    });
    for (const part of holds) expect([part, row?.[part]]).toEqual([part, expect.any(String)]);
    if (holds.includes("reason")) expect(row?.reason).toBe(reason);
    if (holds.includes("before")) expect(row?.before).not.toBe(row?.after);
    expect(fresh.every((one) => one.person === id)).toBe(true);
  },
);

test("and the chain of all these rows holds", async () => {
  await world.later(hours(1));
  expect((await must(world.admin.get("/api/audit/verify"))).ok).toBe(true);
});
