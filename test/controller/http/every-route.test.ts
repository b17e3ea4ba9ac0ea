import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problems } from "../../../controller/problems.ts";
import { open, webRoutes } from "../../support/open-routes.ts";
import { type Asker, must, somePlaces } from "../../support/people-world.ts";
import { badRequests, type GoodRequest, pathOf, routeName } from "../../support/route-cases.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

interface Case extends GoodRequest {
  /** Who is logged in and still may not; absent = everybody who is logged in may. */
  readonly mayNot?: "auditor" | "editor" | "technician";
}

const message = {
  title: "Thử",
  theme: "ky-nang-so",
  language: "vie",
  text: "Kính chào bà con trong xã.",
};

/** One good request of every route. A route that is missing here fails the test. */
const cases: Readonly<Record<string, Case>> = {
  "POST /api/session": { body: { username: "admin", password: "khong dung dau nhe" } },
  "GET /api/session": {},
  "DELETE /api/session": {},
  "GET /api/people": { mayNot: "editor" },
  "POST /api/people": { body: { username: "moi", name: "Mới", roles: [] }, mayNot: "auditor" },
  "PATCH /api/people/:id": {
    params: { id: "u-000001" },
    body: { name: "Khác" },
    mayNot: "auditor",
  },
  "GET /api/audit": { mayNot: "editor" },
  "GET /api/provinces": {},
  "POST /api/provinces": { body: { code: "79", name: "Tỉnh" }, mayNot: "auditor" },
  "GET /api/communes": {},
  "POST /api/communes": { body: { code: "21099", province: "51", name: "Xã" }, mayNot: "auditor" },
  "GET /api/communes/:code": { params: { code: "21024" } },
  "PATCH /api/communes/:code": {
    params: { code: "21024" },
    body: { name: "Xã" },
    mayNot: "editor",
  },
  "PUT /api/communes/:code/regulation": {
    params: { code: "21024" },
    body: { number: "12/QĐ-UBND", sessions: [], quiet: [] },
    mayNot: "technician",
  },
  "GET /api/hamlets": {},
  "POST /api/hamlets": { body: { commune: "21024", name: "Thôn" }, mayNot: "editor" },
  "GET /api/hamlets/:id": { params: { id: "h-21024" } },
  "PATCH /api/hamlets/:id": {
    params: { id: "h-21024" },
    body: { households: 3 },
    mayNot: "technician",
  },
  "GET /api/clusters": {},
  "POST /api/clusters": { body: { commune: "21024", name: "Cụm" }, mayNot: "editor" },
  "GET /api/clusters/:id": { params: { id: "k-21024" } },
  "PATCH /api/clusters/:id": {
    params: { id: "k-21024" },
    body: { name: "Cụm" },
    mayNot: "auditor",
  },
  "POST /api/fleet/import": { mayNot: "technician" },
  "GET /api/themes": {},
  "GET /api/voices": {},
  "POST /api/speech/preview": { body: { text: "Kính chào bà con trong xã." }, mayNot: "auditor" },
  "GET /api/lexicon": {},
  "POST /api/lexicon": { body: { term: "Trà Xinh", reading: "trà xinh" }, mayNot: "auditor" },
  "DELETE /api/lexicon/:id": { params: { id: "x-x" }, mayNot: "technician" },
  "GET /api/library/export": {},
  "POST /api/library/import": { mayNot: "auditor" },
  "POST /api/library/starter": { body: {}, mayNot: "editor" },
  "GET /api/library/feed.xml": {},
  "GET /api/library/playlist.m3u": {},
  "GET /api/messages": {},
  "POST /api/messages": { body: message, mayNot: "technician" },
  "GET /api/messages/:id": { params: { id: "m-x" } },
  "GET /api/messages/:id/history": { params: { id: "m-x" } },
  "GET /api/messages/:id/audio": { params: { id: "m-x" } },
  "PATCH /api/messages/:id": { params: { id: "m-x" }, body: { title: "Khác" }, mayNot: "auditor" },
  "POST /api/messages/:id/approve": { params: { id: "m-x" }, body: {}, mayNot: "editor" },
  "POST /api/messages/:id/reject": { params: { id: "m-x" }, body: {}, mayNot: "editor" },
  "POST /api/clusters/:id/claim": { params: { id: "k-21024" }, mayNot: "editor" },
  "POST /api/enrol": { body: { claimCode: "x", publicKey: "A".repeat(43), about: {} } },
  "GET /audio/sha256/:hash": { params: { hash: "0".repeat(64) } },
  "GET /documents/sha256/:hash": { params: { hash: "0".repeat(64) } },
  "GET /api/broadcasts": {},
  "POST /api/broadcasts": {
    body: { messageIds: ["m-x"], level: "normal", where: { all: true }, when: { now: true } },
    mayNot: "technician",
  },
  "POST /api/broadcasts/check": {
    body: { messageIds: ["m-x"], level: "normal", where: { all: true }, when: { now: true } },
    mayNot: "technician",
  },
  "GET /api/broadcasts/:id": { params: { id: "b-x" } },
  "POST /api/broadcasts/:id/reject": {
    params: { id: "b-x" },
    body: { reason: "Chưa đúng giờ." },
    mayNot: "editor",
  },
  "POST /api/broadcasts/:id/all-clear": {
    params: { id: "b-x" },
    body: {},
    mayNot: "technician",
  },
  "GET /api/broadcasts/:id/progress": { params: { id: "b-x" } },
  "POST /api/broadcasts/:id/approve": { params: { id: "b-x" }, mayNot: "editor" },
  "PATCH /api/broadcasts/:id": {
    params: { id: "b-x" },
    body: { scope: "all", change: { title: "Khác" } },
    mayNot: "technician",
  },
  "DELETE /api/broadcasts/:id": { params: { id: "b-x" }, mayNot: "technician" },
  "GET /api/wishes": {},
  "PUT /api/messages/:id/wish": {
    params: { id: "m-x" },
    body: { level: "normal", where: { all: true }, when: { now: true } },
    mayNot: "technician",
  },
  "POST /api/messages/:id/wish/grant": { params: { id: "m-x" }, mayNot: "editor" },
  "GET /api/make-good": {},
  "POST /api/make-good/:occurrence/dismiss": {
    params: { occurrence: "o-x" },
    body: { reason: "Đã hết thời sự." },
    mayNot: "technician",
  },
  "GET /api/inbox": {},
  "POST /api/inbox/:id/accept": {
    params: { id: "b-x" },
    body: { when: { now: true } },
    mayNot: "auditor",
  },
  "POST /api/inbox/:id/decline": {
    params: { id: "b-x" },
    body: { reason: "Đã phát rồi." },
    mayNot: "technician",
  },
  "GET /api/communes/:code/priority-order": { params: { code: "21024" } },
  "PUT /api/communes/:code/priority-order": {
    params: { code: "21024" },
    body: { occurrences: [] },
    mayNot: "auditor",
  },
  "GET /api/agenda": { query: { from: "2026-05-18T00:00:00Z", to: "2026-05-19T00:00:00Z" } },
  "GET /api/timeline": {
    query: { cluster: "k-21024", from: "2026-05-18T00:00:00Z", to: "2026-05-19T00:00:00Z" },
  },
  "GET /api/play-log": {},
  "GET /api/play-log/verify": {},
  "GET /api/play-log/heads": {},
  "GET /api/play-log/:id/case": { params: { id: "1" } },
  "GET /api/reach": {},
  "GET /api/reach/rows": {},
  "GET /api/reach/gaps": {},
  "GET /api/reach/matrix": {},
  "GET /api/reach/months": {},
  "GET /api/targets": {},
  "POST /api/targets": {
    body: {
      metric: "households",
      share: 0.7,
      due: "2027-12-31",
      place: "p-51",
      source: "Kế hoạch",
    },
    mayNot: "editor",
  },
  "POST /api/alerts": { mayNot: "editor" },
  "GET /api/alerts": {},
  "GET /api/alerts/:id": { params: { id: "w-x" } },
  "GET /api/alerts/:id.xml": { params: { id: "w-x" } },
  "POST /api/alerts/:id/air": { params: { id: "w-x" }, body: {}, mayNot: "editor" },
  "POST /api/alerts/:id/dismiss": {
    params: { id: "w-x" },
    body: { reason: "Trùng" },
    mayNot: "auditor",
  },
  "GET /api/alert-keys": { mayNot: "editor" },
  "POST /api/alert-keys": {
    body: { kid: "k1", publicKey: "A".repeat(43), name: "Đài", place: "p-51", airs: false },
    mayNot: "auditor",
  },
  "POST /api/alert-keys/:kid/approve": { params: { kid: "k1" }, mayNot: "auditor" },
  "DELETE /api/alert-keys/:kid": { params: { kid: "k1" }, mayNot: "auditor" },
  "GET /api/broadcasts/:id/cap": { params: { id: "b-x" } },
  "GET /api/holidays": { query: { from: "2026-05-18", to: "2026-05-20" } },
  "POST /api/holidays": {
    body: { day: "11-24", name: "Lễ", kind: "off", place: "p-51" },
    mayNot: "editor",
  },
  "DELETE /api/holidays/:id": { params: { id: "ngay-van-hoa" }, mayNot: "editor" },
  "GET /api/deadlines": { query: { from: "2026-05-18", to: "2026-06-20" } },
  "GET /api/deadline-rules": {},
  "POST /api/deadline-rules": {
    body: { name: "Quý", who: "Xã", to: "Sở", days: ["03-25"], before: true, place: "p-51" },
    mayNot: "editor",
  },
  "DELETE /api/deadline-rules/:id": { params: { id: "x" }, mayNot: "editor" },
  "GET /api/campaigns": {},
  "POST /api/campaigns": {
    body: { name: "Lễ hội", day: "03-10", place: "p-51" },
    mayNot: "editor",
  },
  "PATCH /api/campaigns/:id": {
    params: { id: "x" },
    body: { name: "Lễ hội" },
    mayNot: "auditor",
  },
  "DELETE /api/campaigns/:id": { params: { id: "x" }, mayNot: "technician" },
  "GET /api/communes/:code/calendar.ics": {
    params: { code: "21024" },
    query: { token: "x".repeat(43) },
  },
  "GET /api/communes/:code/calendar-feeds": { params: { code: "21024" } },
  "POST /api/communes/:code/calendar-feeds": {
    params: { code: "21024" },
    body: { name: "Điện thoại" },
    mayNot: "editor",
  },
  "DELETE /api/calendar-feeds/:id": { params: { id: "l-x" }, mayNot: "editor" },
  "POST /api/calendar/import": { query: { commune: "21024" }, mayNot: "technician" },
  "GET /api/reports": {},
  "GET /api/reports/:kind": { params: { kind: "half-year" } },
  "POST /api/reports/:kind/freeze": {
    params: { kind: "year" },
    body: { period: "2026" },
    mayNot: "auditor",
  },
  "GET /api/reports/frozen/:id": { params: { id: "bc-x" } },
  "POST /api/reports/frozen/:id/publish": { params: { id: "bc-x" }, mayNot: "auditor" },
  "GET /ket-qua": {},
  "GET /ket-qua/:id": { params: { id: "bc-x" } },
  "GET /ket-qua/:id/json": { params: { id: "bc-x" } },
  "GET /api/events": {},
  "GET /healthz": {},
  "GET /metrics": {},
  "GET /api/openapi.json": {},
  ...Object.fromEntries(webRoutes.map((name) => [name, {}])),
};

let world: WholeWorld;
let people: Record<string, Asker>;

beforeAll(async () => {
  world = await wholeWorld();
  await somePlaces(world);
  people = {
    auditor: await world.person("kiem", ["auditor", "centre"]),
    editor: await world.person("soan", ["editor", "centre"]),
    technician: await world.person("ky", ["technician", "centre"]),
  };
  const made = await must(world.admin.post("/api/messages", message));
  for (const [name, one] of Object.entries(cases)) {
    if (one.params?.["id"] === "m-x")
      (cases as Record<string, Case>)[name] = { ...one, params: { id: made.id } };
  }
});
afterAll(() => world.close());

const routes = () =>
  world.controller.server.routes.filter(({ method }) => method !== "HEAD" && method !== "OPTIONS");

test("every route is in the table", () => {
  const names = routes().map(routeName);
  expect(names.sort()).toEqual(Object.keys(cases).sort());
});

describe("without a log-in", () => {
  test.for(Object.entries(cases).filter(([name]) => !open.includes(name)))(
    "%s answers 401 and changes nothing",
    async ([name]) => {
      const { method, url } = split(name);
      const one = cases[name] as Case;
      const before = await world.snapshot();
      const reply = await world.nobody.ask(method, pathOf({ url }, one), one.body);
      expect([reply.status, reply.body.code]).toEqual([401, "not-logged-in"]);
      const stale = await world.nobody.ask(method, pathOf({ url }, one), one.body, {
        authorization: `Bearer ${"a".repeat(43)}`,
      });
      expect(stale.status).toBe(401);
      expect(await world.snapshot()).toBe(before);
    },
  );
});

describe("with the wrong role", () => {
  test.for(Object.entries(cases).filter(([, one]) => one.mayNot))(
    "%s answers 403 and changes nothing",
    async ([name]) => {
      const { method, url } = split(name);
      const one = cases[name] as Case;
      const before = await world.snapshot();
      const reply = await (people[one.mayNot ?? ""] as Asker).ask(
        method,
        pathOf({ url }, one),
        one.body,
      );
      expect([reply.status, reply.body.code]).toEqual([403, "not-allowed"]);
      expect(await world.snapshot()).toBe(before);
    },
  );
});

describe("the auditor reads everything and changes nothing:", () => {
  test.for(Object.keys(cases).filter((name) => !open.includes(name) && name !== "GET /api/events"))(
    "%s",
    async (name) => {
      const { method, url } = split(name);
      const one = cases[name] as Case;
      const before = await world.snapshot();
      const reply = await (people["auditor"] as Asker).ask(method, pathOf({ url }, one), one.body);
      if (method === "GET") expect(reply.status).not.toBe(403);
      else expect(await world.snapshot()).toBe(before);
    },
  );
});

describe("bad input is a problem with its reason and changes nothing:", () => {
  test.for(Object.keys(cases))("%s", async (name) => {
    const route = routes().find((one) => routeName(one) === name);
    if (!route) throw new Error(`no route ${name}`);
    const before = await world.snapshot();
    for (const bad of badRequests(route, cases[name] as Case)) {
      const asker = name === "POST /api/session" ? world.nobody : world.admin;
      const reply = await asker.ask(route.method, bad.path, bad.body, bad.headers);
      const told = `${bad.name}: ${reply.status} ${JSON.stringify(reply.body)}`;
      expect(reply.status, told).toBeGreaterThanOrEqual(400);
      expect(reply.status, told).toBeLessThan(500);
      expect(String(reply.headers["content-type"]), told).toContain("application/problem+json");
      expect(Object.keys(problems), told).toContain(reply.body.code);
      expect(reply.body, told).toMatchObject({
        status: reply.status,
        title: expect.any(String),
        hint: expect.any(String),
      });
      if (reply.body.code === "invalid-input")
        expect(reply.body.errors.length, told).toBeGreaterThan(0);
    }
    expect(await world.snapshot()).toBe(before);
  });
});

test("the log never says that a bad request broke something", () => {
  expect(world.logged.filter((line) => line.level === "error")).toEqual([]);
});

const split = (name: string) => {
  const [method = "", url = ""] = name.split(" ");
  return { method, url };
};
