import { expect } from "vitest";
import { writeCap } from "../../../controller/alert/cap-write.ts";
import { CAP } from "../alert-world.ts";
import { alert } from "../alerts.ts";
import { must } from "../people-world.ts";
import { reason, type Stories, type ToldWorld } from "./story.ts";

let count = 0;
const fresh = () => writeCap(alert({ identifier: `TOLD-${++count}` }));
const received = async (world: ToldWorld): Promise<string> =>
  (await must(world.province.ask("POST", "/api/alerts", fresh(), CAP))).id;

const key = () => ({
  kid: `told-${++count}`,
  ...{ publicKey: "A".repeat(43), name: "Đài", place: "p-51", airs: false },
});
const believed = async (world: ToldWorld): Promise<string> =>
  (await must(world.admin.post("/api/alert-keys", key()))).kid;

/** Alerts from elsewhere and the keys under which they are believed. */
export const alertStories: Stories = {
  "POST /api/alerts": {
    by: "province",
    action: "alert.receive",
    place: "c-21024",
    before: null,
    after: { state: "proposed", origin: expect.any(String) },
    ready: async () => (who) => who.ask("POST", "/api/alerts", fresh(), CAP),
  },
  "POST /api/alerts/:id/air": {
    by: "province",
    action: "alert.waiting",
    place: "c-21024",
    before: { state: "proposed" },
    after: { state: "waiting" },
    ready: async (world) => {
      const id = await received(world);
      return (who) => who.post(`/api/alerts/${id}/air`);
    },
  },
  "POST /api/alerts/:id/dismiss": {
    by: "province",
    action: "alert.dismissed",
    place: "c-21024",
    before: { state: "proposed" },
    after: { state: "dismissed" },
    reason,
    ready: async (world) => {
      const id = await received(world);
      return (who) => who.post(`/api/alerts/${id}/dismiss`, { reason });
    },
  },
  "POST /api/alert-keys": {
    by: "admin",
    action: "alert-key.create",
    place: "p-51",
    before: null,
    after: { name: "Đài", airs: 0, approved_by: null },
    ready: async () => (who) => who.post("/api/alert-keys", key()),
  },
  "POST /api/alert-keys/:kid/approve": {
    by: "second",
    action: "alert-key.approve",
    place: "p-51",
    before: { approved_by: null },
    after: { approved_by: expect.any(String) },
    ready: async (world) => {
      const kid = await believed(world);
      return (who) => who.post(`/api/alert-keys/${kid}/approve`);
    },
  },
  "DELETE /api/alert-keys/:kid": {
    by: "admin",
    action: "alert-key.revoke",
    place: "p-51",
    before: { revoked_at: null },
    after: { revoked_at: expect.any(Number) },
    ready: async (world) => {
      const kid = await believed(world);
      return (who) => who.ask("DELETE", `/api/alert-keys/${kid}`);
    },
  },
};
