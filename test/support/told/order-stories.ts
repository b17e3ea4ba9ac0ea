import { expect } from "vitest";
import { minutes } from "../../../contract/time.ts";
import { must, type Wire } from "../people-world.ts";
import { once, reason, type Stories, type ToldWorld } from "./story.ts";

const calendar = [
  ...["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1"],
  ...["DTSTART;TZID=Asia/Ho_Chi_Minh:20260625T053000", "SUMMARY:Kính chào bà con trong xã."],
  ...["END:VEVENT", "END:VCALENDAR"],
].join("\r\n");

const proposed = async (world: ToldWorld): Promise<string> =>
  (await world.order(world.editor, { messageIds: [world.said], when: once })).id;

const active = async (world: ToldWorld): Promise<string> => {
  const id = await proposed(world);
  await must(world.approver.post(`/api/broadcasts/${id}/approve`));
  return id;
};

const fromAbove = async (world: ToldWorld, more: object): Promise<string> => {
  const message = await world.message(`Tin của tỉnh ${world.now()}`, world.province);
  return (await world.order(world.province, { messageIds: [message], ...more })).id;
};
const offered = (world: ToldWorld) => fromAbove(world, { when: { now: true } });

/** An airing that a cluster of the commune was ordered and did not air. */
async function missed(world: ToldWorld): Promise<string> {
  const when = { at: new Date(world.now() + minutes(1)).toISOString() };
  const where = { communes: ["21024"] };
  const { id } = await world.order(world.admin, { messageIds: [world.said], where, when });
  const [airing] = (await world.detail(id)).occurrences;
  const row = { occurrence: airing.id, cluster: "k-21024", seq: 1 };
  const fate = { outcome: "refused", rung: "delivered", reason: "displaced" };
  await world.store.db
    .insertInto("outcome")
    .values({ ...row, ...fate })
    .execute();
  return airing.id;
}

const emergency = {
  orderGiver: "Chủ tịch UBND xã",
  orderNumber: "07/LĐ-UBND",
  hazard: "Lũ quét",
  area: "Thôn Đông",
};

/** Orders: placed, decided about, changed, taken back, and what a commune does with those from above. */
export const orderStories: Stories = {
  "POST /api/broadcasts": {
    by: "editor",
    action: "broadcast.place",
    place: "21024",
    before: null,
    after: { level: "normal", where: { communes: ["21024"] }, when: once },
    ready:
      async ({ said }) =>
      (who) =>
        who.post("/api/broadcasts", {
          ...{ level: "normal", where: { communes: ["21024"] }, messageIds: [said], when: once },
        }),
  },
  "POST /api/broadcasts/:id/approve": {
    by: "approver",
    action: "broadcast.approve",
    place: "c-21024",
    before: { state: "proposed", approvals: [] },
    after: { state: "active", approvals: [expect.any(String), expect.any(String)] },
    ready: async (world) => {
      const id = await proposed(world);
      return (who) => who.post(`/api/broadcasts/${id}/approve`);
    },
  },
  "POST /api/broadcasts/:id/reject": {
    by: "approver",
    action: "broadcast.reject",
    place: "c-21024",
    before: { state: "proposed" },
    after: { state: "rejected" },
    reason,
    ready: async (world) => {
      const id = await proposed(world);
      return (who) => who.post(`/api/broadcasts/${id}/reject`, { reason });
    },
  },
  "PATCH /api/broadcasts/:id": {
    by: "editor",
    action: "broadcast.amend",
    place: "c-21024",
    before: { order: { when: once } },
    after: {
      asked: { scope: "all", change: { at: "2026-06-21T11:30:00+07:00" } },
      order: { when: { at: expect.stringMatching(/^2026-06-21T(11:30|04:30)/) } },
    },
    ready: async (world) => {
      const id = await active(world);
      const change = { at: "2026-06-21T11:30:00+07:00" };
      return (who) => who.ask("PATCH", `/api/broadcasts/${id}`, { scope: "all", change });
    },
  },
  "DELETE /api/broadcasts/:id": {
    by: "editor",
    action: "broadcast.cancel",
    place: "c-21024",
    before: { state: "active" },
    after: { state: "cancelled" },
    ready: async (world) => {
      const id = await active(world);
      return (who) => who.ask("DELETE", `/api/broadcasts/${id}`);
    },
  },
  "POST /api/broadcasts/:id/all-clear": {
    by: "editor",
    action: "broadcast.place",
    place: "21024",
    before: null,
    after: { level: "emergency", emergency },
    ready: async (world) => {
      const [warning, over] = [
        await world.message("Lũ đang lên."),
        await world.message("Báo yên."),
      ];
      const { id } = await world.order(world.editor, {
        messageIds: [warning],
        level: "emergency",
        where: { communes: ["21024"] },
        when: { now: true },
        emergency,
        allClear: { messageIds: [over] },
      });
      return (who) => who.post(`/api/broadcasts/${id}/all-clear`);
    },
  },
  "POST /api/live": {
    by: "approver",
    action: "broadcast.place",
    place: "21024",
    before: null,
    after: { title: "Họp thôn", live: { seconds: 60 } },
    ready: async () => (who) =>
      who.post("/api/live", {
        ...{ title: "Họp thôn", theme: "thong-bao", level: "normal" },
        ...{ where: { communes: ["21024"] }, seconds: 60 },
      }),
  },
  "POST /api/clusters/:id/test-sound": {
    by: "admin",
    action: "cluster.test-sound",
    place: "k-21024",
    before: null,
    after: { cluster: "k-21024", broadcast: expect.any(String) },
    ready: async () => (who) => who.post("/api/clusters/k-21024/test-sound"),
  },
  "POST /api/calendar/import": {
    by: "editor",
    action: "broadcast.place",
    place: "21024",
    before: null,
    after: { when: expect.anything() },
    ready: async () => (who) =>
      who.ask("POST", "/api/calendar/import?commune=21024", calendar, {
        "content-type": "text/calendar",
      }),
  },
  "PUT /api/messages/:id/wish": {
    by: "editor",
    action: "wish.put",
    place: "c-21024",
    before: { wish: { when: { now: true } }, broadcast: null },
    after: { wish: { when: once }, broadcast: null },
    ready: async (world) => {
      const { id } = await draft(world);
      const wish = { level: "normal", where: { communes: ["21024"] } };
      const put = (when: object) => [`/api/messages/${id}/wish`, { ...wish, when }] as const;
      await must(world.editor.ask("PUT", ...put({ now: true })));
      return (who) => who.ask("PUT", ...put(once));
    },
  },
  "POST /api/messages/:id/wish/grant": {
    by: "approver",
    action: "wish.grant",
    place: "c-21024",
    before: { broadcast: null },
    after: { broadcast: expect.any(String) },
    ready: async (world) => {
      const { id } = await draft(world);
      const wish = { level: "normal", where: { communes: ["21024"] }, when: once };
      await must(world.editor.ask("PUT", `/api/messages/${id}/wish`, wish));
      await must(world.approver.post(`/api/messages/${id}/approve`));
      return (who) => who.post(`/api/messages/${id}/wish/grant`);
    },
  },
  "POST /api/make-good/:occurrence/dismiss": {
    by: "editor",
    action: "make-good.dismiss",
    place: "21024",
    before: { clusters: ["k-21024"], owed: true },
    after: { clusters: ["k-21024"], owed: false },
    reason,
    ready: async (world) => {
      const occurrence = await missed(world);
      return (who) => who.post(`/api/make-good/${occurrence}/dismiss`, { reason });
    },
  },
  "POST /api/inbox/:id/accept": {
    by: "approver",
    action: "inbox.accept",
    place: "21024",
    before: { state: "waiting" },
    after: { state: "accepted", order: expect.any(String), when: once },
    ready: async (world) => {
      const id = await offered(world);
      return (who) => who.post(`/api/inbox/${id}/accept`, { when: once });
    },
  },
  "POST /api/inbox/:id/decline": {
    by: "approver",
    action: "inbox.decline",
    place: "21024",
    before: { state: "waiting" },
    after: { state: "declined" },
    reason,
    ready: async (world) => {
      const id = await offered(world);
      return (who) => who.post(`/api/inbox/${id}/decline`, { reason });
    },
  },
  "PUT /api/communes/:code/priority-order": {
    by: "approver",
    action: "priority.order",
    place: "21024",
    before: [],
    after: [expect.any(String), expect.any(String)],
    ready: async (world) => {
      const more = { level: "priority", when: { now: true } };
      for (const _ of [1, 2]) await fromAbove(world, more);
      const path = "/api/communes/21024/priority-order";
      const { items } = await must(world.editor.get(path));
      const occurrences = items.map((one: Wire) => one.occurrence).reverse();
      return (who) => who.ask("PUT", path, { occurrences });
    },
  },
};

const draft = (world: ToldWorld): Promise<Wire> =>
  must(
    world.editor.post("/api/messages", {
      ...{ title: "Tin mới", theme: "ky-nang-so", language: "vie", text: "Kính chào." },
    }),
  );
