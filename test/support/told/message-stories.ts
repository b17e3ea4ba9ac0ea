import { expect } from "vitest";
import { must, type Wire } from "../people-world.ts";
import { reason, type Stories, type ToldWorld } from "./story.ts";

const bulletin = { title: "Tin mới", theme: "ky-nang-so", language: "vie", text: "Kính chào." };
const draft = async (world: ToldWorld): Promise<string> =>
  (await must(world.editor.post("/api/messages", bulletin))).id;
const term = (world: ToldWorld, reading: string): Promise<Wire> =>
  must(world.editor.post("/api/lexicon", { term: "Trà Xinh", reading }));

/** What is said: messages, how words are read, whole libraries, and what a first day begins with. */
export const messageStories: Stories = {
  "POST /api/messages": {
    by: "editor",
    action: "message.create",
    place: "c-21024",
    before: null,
    after: { title: "Tin mới", status: "pending", contentHash: expect.any(String) },
    ready: async () => (who) => who.post("/api/messages", bulletin),
  },
  "PATCH /api/messages/:id": {
    by: "editor",
    action: "message.change",
    place: "c-21024",
    before: { title: "Tin mới", version: 1 },
    after: { title: "Tin khác", version: 2 },
    ready: async (world) => {
      const id = await draft(world);
      return (who) => who.ask("PATCH", `/api/messages/${id}`, { title: "Tin khác" });
    },
  },
  "POST /api/messages/:id/approve": {
    by: "approver",
    action: "message.approve",
    place: "c-21024",
    before: { status: "pending" },
    after: { status: "approved" },
    reason: "Chủ thuê bao đã đồng ý.",
    ready: async (world) => {
      const text = "Mời bà con gọi số 0912 345 678 để đăng ký.";
      const { id } = await must(world.editor.post("/api/messages", { ...bulletin, text }));
      const override = "Chủ thuê bao đã đồng ý.";
      return (who) => who.post(`/api/messages/${id}/approve`, { override });
    },
  },
  "POST /api/messages/:id/reject": {
    by: "approver",
    action: "message.reject",
    place: "c-21024",
    before: { status: "pending" },
    after: { status: "rejected" },
    reason,
    ready: async (world) => {
      const id = await draft(world);
      return (who) => who.post(`/api/messages/${id}/reject`, { reason });
    },
  },
  "POST /api/lexicon": {
    by: "editor",
    action: "lexicon.put",
    place: "c-21024",
    before: { term: "Trà Xinh", reading: "trà xinh" },
    after: { term: "Trà Xinh", reading: "chà xinh" },
    ready: async (world) => {
      await term(world, "trà xinh");
      return (who) => who.post("/api/lexicon", { term: "Trà Xinh", reading: "chà xinh" });
    },
  },
  "DELETE /api/lexicon/:id": {
    by: "editor",
    action: "lexicon.remove",
    place: "c-21024",
    before: { term: "Trà Xinh", reading: "trà xinh" },
    after: null,
    ready: async (world) => {
      const { id } = await term(world, "trà xinh");
      return (who) => who.ask("DELETE", `/api/lexicon/${id}`);
    },
  },
  "POST /api/library/import": {
    by: "stranger",
    action: "message.import",
    place: "c-26001",
    before: null,
    after: { title: expect.any(String), contentHash: expect.any(String) },
    ready: async (world) => {
      const { raw } = await world.editor.ask("GET", "/api/library/export");
      const tar = { "content-type": "application/x-tar" };
      return (who) => who.ask("POST", "/api/library/import", raw, tar);
    },
  },
  "POST /api/library/starter": {
    by: "admin",
    action: "message.create",
    place: "centre",
    before: null,
    after: { status: "draft", title: expect.any(String) },
    empty: true,
    ready: async () => (who) => who.post("/api/library/starter"),
  },
  "POST /api/demo-data": {
    by: "admin",
    action: "demo-data.load",
    place: "99999",
    before: { state: "absent" },
    after: { state: expect.stringMatching(/^(loading|here)$/) },
    empty: true,
    ready: async () => (who) => who.post("/api/demo-data"),
  },
  "DELETE /api/demo-data": {
    by: "admin",
    action: "demo-data.remove",
    place: "99999",
    before: { state: "here" },
    after: { state: "removed" },
    empty: true,
    ready: async (world) => {
      await must(world.admin.post("/api/demo-data"));
      return (who) => who.ask("DELETE", "/api/demo-data");
    },
  },
};
