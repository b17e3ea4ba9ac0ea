import { expect } from "vitest";
import { must } from "../people-world.ts";
import type { Stories } from "./story.ts";

const rate = {
  ...{ role: "author", unit: "piece", amount: 50_000, place: "p-51" },
  ...{ from: "2026-01-01", source: "Nghị quyết của HĐND tỉnh" },
};
const target = {
  ...{ metric: "households", share: 0.7, due: "2027-12-31", place: "p-51", source: "Kế hoạch" },
};

/** What is measured and reported. */
export const reportStories: Stories = {
  "POST /api/royalty-rates": {
    by: "province",
    action: "royalty-rate.create",
    place: "p-51",
    before: null,
    after: { role: "author", amount: 50_000, source: rate.source },
    ready: async () => (who) => who.post("/api/royalty-rates", rate),
  },
  "POST /api/targets": {
    by: "province",
    action: "target.create",
    place: "p-51",
    before: null,
    after: { metric: "households", share: 0.7, due: "2027-12-31" },
    ready: async () => (who) => who.post("/api/targets", target),
  },
  "POST /api/reports/:kind/freeze": {
    by: "province",
    action: "report.freeze",
    place: "p-51",
    before: null,
    after: { kind: "year", sha256: expect.any(String) },
    ready: async () => (who) =>
      who.post("/api/reports/year/freeze", { period: "2026", province: "51" }),
  },
  "POST /api/reports/frozen/:id/publish": {
    by: "province",
    action: "report.publish",
    place: "p-51",
    before: { kind: "year", published_at: null },
    after: { kind: "year", published_at: expect.any(Number) },
    ready: async (world) => {
      const asked = { period: "2026", province: "51" };
      const { id } = await must(world.province.post("/api/reports/year/freeze", asked));
      return (who) => who.post(`/api/reports/frozen/${id}/publish`);
    },
  },
};
