import { expect } from "vitest";
import { type Asker, must } from "../people-world.ts";
import type { Stories, ToldWorld } from "./story.ts";

const halves = {
  into: [
    { name: "Một", households: 6, people: 24 },
    { name: "Hai", households: 4, people: 16 },
  ],
};

/** Communes of their own, so that a merge does not take those of the other stories. */
async function pair(world: ToldWorld, ...codes: string[]): Promise<void> {
  for (const code of codes) {
    const commune = { code, province: "51", name: `Xã ${code}`, from: "2026-01-01" };
    await must(world.admin.post("/api/communes", commune));
    for (const one of ["a", "b"]) {
      const hamlet = { id: `h-${code}-${one}`, commune: code, name: `Thôn ${one} ${code}` };
      const figures = { households: 10, people: 40, from: "2026-01-01" };
      await must(world.admin.post("/api/hamlets", { ...hamlet, ...figures }));
    }
  }
}

/** An area of GeoJSON around this longitude, for this hamlet. */
const areas = (hamlet: string, lon: number) => {
  const border = [
    [lon, 15],
    [lon + 0.01, 15],
    [lon, 15.01],
    [lon, 15],
  ];
  const geometry = { type: "Polygon", coordinates: [border] };
  const features = [{ type: "Feature", properties: { ma_thon: hamlet }, geometry }];
  return Buffer.from(JSON.stringify({ type: "FeatureCollection", features }));
};
const asAreas = { "content-type": "application/geo+json" };
const outlines = "/api/hamlet-outlines/import";

/** Places: made, changed, merged, split, read from a sheet. */
export const placeStories: Stories = {
  "POST /api/provinces": {
    by: "admin",
    action: "province.create",
    place: "79",
    before: null,
    after: { provinces: [{ code: "79", name: "Thành phố Hồ Chí Minh" }] },
    ready: async () => (who) =>
      who.post("/api/provinces", { code: "79", name: "Thành phố Hồ Chí Minh" }),
  },
  "POST /api/communes": {
    by: "province",
    action: "commune.create",
    place: "21098",
    before: null,
    after: { communes: [{ code: "21098", name: "Xã Mới" }] },
    ready: async () => (who) =>
      who.post("/api/communes", { code: "21098", province: "51", name: "Xã Mới" }),
  },
  "PATCH /api/communes/:code": {
    by: "province",
    action: "commune.change",
    place: "21025",
    before: { communes: [{ name: "Xã Đồng Ếch" }] },
    after: { communes: [{ name: "Xã Đồng Ếch Mới" }] },
    ready: async () => (who) =>
      who.ask("PATCH", "/api/communes/21025", { name: "Xã Đồng Ếch Mới" }),
  },
  "PUT /api/communes/:code/regulation": {
    by: "approver",
    action: "commune.regulate",
    place: "21024",
    before: { regulations: [{ number: "11/QĐ-UBND" }] },
    after: { regulations: expect.arrayContaining([expect.objectContaining({ number: "12/QĐ" })]) },
    ready: async (world) => {
      const path = "/api/communes/21024/regulation";
      const rule = (number: string) => ({ number, sessions: [], quiet: [] });
      await must(world.approver.ask("PUT", path, { ...rule("11/QĐ-UBND"), from: "2026-01-01" }));
      return (who) => who.ask("PUT", path, rule("12/QĐ"));
    },
  },
  "POST /api/hamlets": {
    by: "province",
    action: "hamlet.create",
    place: "21025",
    before: null,
    after: { hamlets: [{ name: "Thôn Mới" }], figures: [{ households: 7 }] },
    ready: async () => (who) =>
      who.post("/api/hamlets", { commune: "21025", name: "Thôn Mới", households: 7 }),
  },
  "PATCH /api/hamlets/:id": {
    by: "province",
    action: "hamlet.change",
    place: "21025",
    before: { hamlets: [{ id: "h-21025" }], figures: [{ households: 100 }] },
    after: { figures: expect.arrayContaining([expect.objectContaining({ households: 120 })]) },
    ready: async () => (who) => who.ask("PATCH", "/api/hamlets/h-21025", { households: 120 }),
  },
  "POST /api/clusters": {
    by: "province",
    action: "cluster.create",
    place: "21025",
    before: null,
    after: { clusters: [{ name: "Cụm Mới" }], links: [{ hamlet: "h-21025" }] },
    ready: async () => (who) =>
      who.post("/api/clusters", { commune: "21025", name: "Cụm Mới", hamlets: ["h-21025"] }),
  },
  "PATCH /api/clusters/:id": {
    by: "province",
    action: "cluster.change",
    place: "21025",
    before: { clusters: [{ name: "Cụm 21025" }], links: [{ hamlet: "h-21025", valid_to: null }] },
    after: { clusters: [{ name: "Cụm Đình" }], links: [{ hamlet: "h-21025" }] },
    ready: async () => (who) =>
      who.ask("PATCH", "/api/clusters/k-21025", {
        ...{ name: "Cụm Đình", hamlets: [], from: "2026-05-20" },
      }),
  },
  "POST /api/fleet/import": {
    by: "admin",
    action: "fleet.import",
    place: "21024",
    before: { figures: [{ hamlet: "h-21024", households: 100 }] },
    after: { figures: expect.arrayContaining([expect.objectContaining({ households: 110 })]) },
    ready: async () => (who) =>
      who.ask(
        "POST",
        "/api/fleet/import",
        Buffer.from(
          "Mã tỉnh,Mã xã,Tên xã,Thôn,Số hộ,Số dân\n51,21024,Xã Trà Sơn,Thôn Đông 21024,110,400\n",
        ),
        { "content-type": "text/csv" },
      ),
  },
  "POST /api/hamlet-outlines/import": {
    by: "admin",
    action: "outline.import",
    place: "21024",
    before: { outlines: [{ hamlet: "h-21024", source: "Bản cũ", points: 3 }] },
    after: { outlines: [{ hamlet: "h-21024", source: "Sở Nội vụ", points: 3 }] },
    ready: async (world) => {
      const send = (who: Asker, lon: number, source: string) =>
        who.ask("POST", `${outlines}?source=${source}`, areas("h-21024", lon), asAreas);
      await must(send(world.admin, 108, "B%E1%BA%A3n%20c%C5%A9"));
      return (who) => send(who, 108.1, "S%E1%BB%9F%20N%E1%BB%99i%20v%E1%BB%A5");
    },
  },
  "DELETE /api/hamlets/:id/outline": {
    by: "province",
    action: "outline.drop",
    place: "21025",
    before: { outlines: [{ hamlet: "h-21025", valid_to: null }] },
    after: { outlines: [{ hamlet: "h-21025", valid_to: "2026-05-18" }] },
    ready: async (world) => {
      await must(world.admin.ask("POST", outlines, areas("h-21025", 108.2), asAreas));
      return (who) => who.ask("DELETE", "/api/hamlets/h-21025/outline");
    },
  },
  "POST /api/communes/merge": {
    by: "admin",
    action: "commune.merge",
    place: "21031",
    before: { communes: expect.arrayContaining([expect.objectContaining({ valid_to: null })]) },
    after: { moves: expect.anything() },
    ready: async (world) => {
      await pair(world, "21031", "21032");
      const merged = { communes: ["21031", "21032"], into: "21031" };
      return (who) => who.post("/api/communes/merge", merged);
    },
  },
  "POST /api/hamlets/merge": {
    by: "admin",
    action: "hamlet.merge",
    place: "21033",
    before: { hamlets: [{ valid_to: null }, { valid_to: null }] },
    after: { hamlets: expect.arrayContaining([expect.objectContaining({ name: "Thôn Chung" })]) },
    ready: async (world) => {
      await pair(world, "21033");
      const merged = { hamlets: ["h-21033-a", "h-21033-b"], name: "Thôn Chung" };
      return (who) => who.post("/api/hamlets/merge", merged);
    },
  },
  "POST /api/hamlets/:id/split": {
    by: "admin",
    action: "hamlet.split",
    place: "21034",
    before: { hamlets: [{ id: "h-21034-a", valid_to: null }] },
    after: { hamlets: expect.arrayContaining([expect.objectContaining({ name: "Một" })]) },
    ready: async (world) => {
      await pair(world, "21034");
      return (who) => who.post("/api/hamlets/h-21034-a/split", halves);
    },
  },
};
