import { afterAll, beforeAll, expect, test } from "vitest";
import { type Case, cases, message } from "../../support/good-requests.ts";
import { must, somePlaces } from "../../support/people-world.ts";
import { pathOf } from "../../support/route-cases.ts";
import { toldStories } from "../../support/told-stories.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

let world: WholeWorld;
/** What was made by a POST to a path, by that path. */
let made: Map<string, string>;
beforeAll(async () => {
  world = await wholeWorld();
  await somePlaces(world);
  const { id } = await must(world.admin.post("/api/messages", message));
  made = new Map([["/api/messages", id]]);
});
afterAll(() => world.close());

const audited = async () =>
  (await world.store.db.selectFrom("audit").selectAll().orderBy("seq").execute()).map((row) => row);

/** They change nothing that lasts: they speak, compute or ask. A log-in has a log of its own. */
const changesNothing = [
  "POST /api/session",
  "DELETE /api/session",
  "POST /api/speech/preview",
  "POST /api/broadcasts/check",
  "POST /api/broadcasts/:id/check",
  "POST /api/reach/coverage",
];

test("every write of a person leaves a row of the log: who, from where, what", async () => {
  const [silent, failed]: [string[], string[]] = [[], []];
  for (const [name, one] of Object.entries(cases)) {
    const [method = "", url = ""] = name.split(" ");
    if (method === "GET" || changesNothing.includes(name)) continue;
    const before = (await audited()).length;
    const reply = await world.admin.ask(method, pathOf({ url }, withId(url, one)), one.body);
    if (reply.status >= 300) {
      failed.push(name);
      continue;
    }
    if (typeof reply.body?.id === "string" && !made.has(url)) made.set(url, reply.body.id);
    const rows = (await audited()).slice(before);
    if (rows.length === 0) silent.push(name);
    for (const row of rows)
      expect([name, row.person, row.address]).toEqual([name, expect.any(String), "127.0.0.1"]);
  }
  expect(silent).toEqual([]);
  expect(failed.sort()).toEqual(Object.keys(toldStories).sort());
  const verdict = await world.admin.get("/api/audit/verify");
  expect(verdict.body).toMatchObject({ ok: true, rows: (await audited()).length });
});

test("a changed row of the log is named", async () => {
  await world.store.db.updateTable("audit").set({ action: "x" }).where("seq", "=", 2).execute();
  const { body } = await world.admin.get("/api/audit/verify");
  expect(body).toMatchObject({ ok: false, broken: 2 });
  expect(body.vi).toContain("dòng 2");
});

const withId = (url: string, one: Case): Case => {
  const id = made.get(url.replace(/\/:id.*$/, "")) ?? made.get(parentOf[url] ?? "");
  return one.params?.["id"] !== undefined && id !== undefined && needsMade(url)
    ? { ...one, params: { id } }
    : one;
};
/** Places are there already, under the names of the table. */
const needsMade = (url: string): boolean =>
  !/^\/api\/(clusters|hamlets|communes|people)\//.test(url);
const parentOf: Readonly<Record<string, string>> = {
  "/api/calendar-feeds/:id": "/api/communes/:code/calendar-feeds",
  "/api/reports/frozen/:id/publish": "/api/reports/:kind/freeze",
};
