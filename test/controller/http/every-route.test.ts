import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problems } from "../../../controller/problems.ts";
import { type Case, cases, message } from "../../support/good-requests.ts";
import { open } from "../../support/open-routes.ts";
import { type Asker, must, somePlaces } from "../../support/people-world.ts";
import { badRequests, pathOf, routeName } from "../../support/route-cases.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

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
      if (one.withheld) expect(reply.status).toBe(403);
      else if (method === "GET") expect(reply.status).not.toBe(403);
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
