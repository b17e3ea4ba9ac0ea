import { generateKeyPairSync } from "node:crypto";
import { expect } from "vitest";
import { must } from "../people-world.ts";
import { reason, type Stories, type ToldWorld } from "./story.ts";

const contact = { name: "Bác Tư", phone: "0912 345 678" };
const path = "/api/clusters/k-21024/contact";

const board = async (world: ToldWorld) => {
  const { code } = await must(world.admin.post("/api/clusters/k-21024/claim"));
  const publicKey = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" }).x;
  return { claimCode: code, publicKey, about: { serial: "S-1" } };
};

/** Boards, the people who are called beside them, and copies of the database. */
export const machineStories: Stories = {
  "POST /api/clusters/:id/claim": {
    by: "admin",
    action: "cluster.claim",
    place: "k-21024",
    before: null,
    after: { expiresAt: expect.any(Number) },
    ready: async () => (who) => who.post("/api/clusters/k-21024/claim"),
  },
  "POST /api/enrol": {
    by: "nobody",
    person: null,
    action: "agent.enrol",
    place: "k-21024",
    before: { cluster: "k-21024" },
    after: {
      ...{ cluster: "k-21024", boards: [expect.any(String)] },
      ...{ publicKey: expect.any(String), claimedBy: expect.any(String) },
    },
    ready: async (world) => {
      const asked = await board(world);
      return (who) => who.post("/api/enrol", asked);
    },
  },
  "POST /api/quarantine/:agent/release": {
    by: "approver",
    action: "quarantine.release",
    place: "c-21024",
    before: { cluster: "k-21024", doubts: [{ why: "forked", detail: "1" }] },
    after: { cluster: "k-21024", doubts: [], rows: 0 },
    reason,
    ready: async (world) => {
      const { agent } = await must(world.by.nobody.post("/api/enrol", await board(world)));
      const doubt = { agent, since: world.now(), why: "forked", detail: "1" };
      const open = { released_at: null, released_by: null, reason: null };
      await world.store.db
        .insertInto("quarantine")
        .values({ ...doubt, ...open })
        .execute();
      return (who) => who.post(`/api/quarantine/${agent}/release`, { reason });
    },
  },
  "POST /api/clusters/:id/notes": {
    by: "admin",
    action: "cluster.note",
    place: "k-21024",
    before: null,
    after: { text: "Thay âm-li." },
    ready: async () => (who) => who.post("/api/clusters/k-21024/notes", { text: "Thay âm-li." }),
  },
  "PUT /api/clusters/:id/contact": {
    by: "editor",
    action: "cluster.contact",
    place: "k-21024",
    before: { name: "kept", phone: "kept" },
    after: { name: "same", phone: "changed" },
    ready: async (world) => {
      await must(world.editor.ask("PUT", path, contact));
      return (who) => who.ask("PUT", path, { ...contact, phone: "0987 654 321" });
    },
  },
  "DELETE /api/clusters/:id/contact": {
    by: "editor",
    action: "cluster.contact-drop",
    place: "k-21024",
    before: { name: "kept", phone: "kept" },
    after: { name: "erased", phone: "erased" },
    ready: async (world) => {
      await must(world.editor.ask("PUT", path, contact));
      return (who) => who.ask("DELETE", path);
    },
  },
  "POST /api/backups": {
    by: "admin",
    action: "backup.make",
    before: null,
    after: { name: expect.any(String) },
    ready: async () => (who) => who.post("/api/backups"),
  },
};
