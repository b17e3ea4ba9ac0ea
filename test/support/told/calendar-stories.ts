import { expect } from "vitest";
import { must } from "../people-world.ts";
import type { Stories, ToldWorld } from "./story.ts";

const holiday = { day: "11-24", name: "Lễ hội", kind: "off", place: "p-51" };
const rule = {
  ...{ name: "Quý", who: "Xã", to: "Sở", days: ["03-25"], before: true, place: "p-51" },
};
const station = { name: "Đài tỉnh", url: "https://dai.example.vn/fm", place: "p-51" };
const relays = "/api/relay-sources";
const campaign = { name: "Lễ hội", day: "03-10", place: "p-51" };
const feeds = "/api/communes/21024/calendar-feeds";

const made = async (world: ToldWorld, what: string, body: object): Promise<string> =>
  (await must(world.province.post(`/api/${what}`, body))).id;

/** Holidays, deadlines, campaigns, stations to relay, and who may subscribe to a calendar. */
export const calendarStories: Stories = {
  "POST /api/holidays": {
    by: "province",
    action: "holiday.create",
    place: "p-51",
    before: null,
    after: holiday,
    ready: async () => (who) => who.post("/api/holidays", holiday),
  },
  "DELETE /api/holidays/:id": {
    by: "province",
    action: "holiday.delete",
    place: "p-51",
    before: holiday,
    after: null,
    ready: async (world) => {
      const id = await made(world, "holidays", holiday);
      return (who) => who.ask("DELETE", `/api/holidays/${id}`);
    },
  },
  "POST /api/deadline-rules": {
    by: "province",
    action: "deadline.create",
    place: "p-51",
    before: null,
    after: { name: "Quý", recipient: "Sở" },
    ready: async () => (who) => who.post("/api/deadline-rules", rule),
  },
  "DELETE /api/deadline-rules/:id": {
    by: "province",
    action: "deadline.delete",
    place: "p-51",
    before: { name: "Quý", recipient: "Sở" },
    after: null,
    ready: async (world) => {
      const id = await made(world, "deadline-rules", rule);
      return (who) => who.ask("DELETE", `/api/deadline-rules/${id}`);
    },
  },
  "POST /api/campaigns": {
    by: "province",
    action: "campaign.create",
    place: "p-51",
    before: null,
    after: campaign,
    ready: async () => (who) => who.post("/api/campaigns", campaign),
  },
  "PATCH /api/campaigns/:id": {
    by: "province",
    action: "campaign.change",
    place: "p-51",
    before: campaign,
    after: { ...campaign, name: "Lễ hội lớn" },
    ready: async (world) => {
      const id = await made(world, "campaigns", campaign);
      return (who) => who.ask("PATCH", `/api/campaigns/${id}`, { name: "Lễ hội lớn" });
    },
  },
  "DELETE /api/campaigns/:id": {
    by: "province",
    action: "campaign.delete",
    place: "p-51",
    before: campaign,
    after: null,
    ready: async (world) => {
      const id = await made(world, "campaigns", campaign);
      return (who) => who.ask("DELETE", `/api/campaigns/${id}`);
    },
  },
  "POST /api/relay-sources": {
    by: "province",
    action: "relay.create",
    place: "p-51",
    before: null,
    after: station,
    ready: async () => (who) => who.post(relays, station),
  },
  "PATCH /api/relay-sources/:id": {
    by: "province",
    action: "relay.change",
    place: "p-51",
    before: { ...station, name: "Đài hai", url: "https://dai.example.vn/hai" },
    after: { ...station, name: "Đài hai", url: "https://dai.example.vn/fm2" },
    ready: async (world) => {
      const url = "https://dai.example.vn/hai";
      const id = await made(world, "relay-sources", { ...station, name: "Đài hai", url });
      return (who) => who.ask("PATCH", `${relays}/${id}`, { url: `${station.url}2` });
    },
  },
  "POST /api/relay-sources/:id/test": {
    by: "province",
    action: "relay.test",
    place: "p-51",
    before: null,
    after: { url: "https://dai.example.vn/ba", heard: "mp3" },
    ready: async (world) => {
      const url = "https://dai.example.vn/ba";
      const id = await made(world, "relay-sources", { ...station, name: "Đài ba", url });
      return (who) => who.post(`${relays}/${id}/test`, {});
    },
  },
  "DELETE /api/relay-sources/:id": {
    by: "province",
    action: "relay.delete",
    place: "p-51",
    before: { name: "Đài bốn" },
    after: null,
    ready: async (world) => {
      const url = "https://dai.example.vn/bon";
      const id = await made(world, "relay-sources", { ...station, name: "Đài bốn", url });
      return (who) => who.ask("DELETE", `${relays}/${id}`);
    },
  },
  "POST /api/communes/:code/calendar-feeds": {
    by: "approver",
    action: "calendar-feed.create",
    place: "21024",
    before: null,
    after: { name: "Điện thoại", revoked_at: null },
    ready: async () => (who) => who.post(feeds, { name: "Điện thoại" }),
  },
  "DELETE /api/calendar-feeds/:id": {
    by: "approver",
    action: "calendar-feed.revoke",
    place: "21024",
    before: { name: "Máy bàn", revoked_at: null },
    after: { name: "Máy bàn", revoked_at: expect.any(Number) },
    ready: async (world) => {
      const { id } = await must(world.approver.post(feeds, { name: "Máy bàn" }));
      return (who) => who.ask("DELETE", `/api/calendar-feeds/${id}`);
    },
  },
};
