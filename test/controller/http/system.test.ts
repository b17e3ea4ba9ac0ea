import { afterEach, expect, test } from "vitest";
import { must, type PeopleWorld, peopleWorld } from "../../support/people-world.ts";

let world: PeopleWorld;
afterEach(() => world.close());

test("liveness is for everybody and says what works", async () => {
  world = await peopleWorld();
  expect((await world.nobody.get("/healthz")).body).toEqual({
    ok: true,
    version: "test",
    checks: { database: true },
  });
  world.healthy = false;
  const reply = await world.nobody.get("/healthz");
  expect([reply.status, reply.body.ok]).toEqual([503, false]);
});

test("metrics are for this machine and for technicians, or for whoever has the token", async () => {
  world = await peopleWorld();
  const read = (remoteAddress: string, authorization?: string) =>
    world.server.app.inject({
      url: "/metrics",
      remoteAddress,
      headers: authorization ? { authorization } : {},
    });
  expect((await read("127.0.0.1")).body).toContain("vangxa_http_seconds_bucket");
  expect((await read("::1")).statusCode).toBe(200);
  expect((await read("10.0.0.9")).statusCode).toBe(401);
  const technician = await world.person("ky", ["technician", "centre"]);
  const editor = await world.person("soan", ["editor", "centre"]);
  expect((await read("10.0.0.9", `Bearer ${technician.token}`)).statusCode).toBe(200);
  expect((await read("10.0.0.9", `Bearer ${editor.token}`)).statusCode).toBe(401);
});

test("with a token even this machine needs it", async () => {
  world = await peopleWorld({ metricsToken: "a-token-of-a-scraper" });
  const read = (authorization?: string) =>
    world.server.app.inject({ url: "/metrics", headers: authorization ? { authorization } : {} });
  expect((await read()).statusCode).toBe(401);
  expect((await read("Bearer a-token-of-another")).statusCode).toBe(401);
  expect((await read("Bearer a-token-of-a-scraper")).body).toContain("vangxa_event_listeners 0");
});

test("labels of requests are routes, never what somebody typed", async () => {
  world = await peopleWorld();
  await world.nobody.get("/nowhere/secret-word");
  await must(world.admin.get("/api/communes?q=secret-word"));
  const { body } = await world.server.app.inject({ url: "/metrics" });
  expect(body).not.toContain("secret-word");
  expect(body).toMatch(
    /vangxa_http_seconds_count\{method="GET",route="\/api\/communes",status="200"\} 1/,
  );
});

test("gauges ask when they are read, counters and histograms count", async () => {
  const { openMetrics } = await import("../../../controller/http/metrics.adapter.ts");
  world = await peopleWorld();
  const metrics = openMetrics();
  let online: Record<string, number> = { "21024": 3 };
  metrics.gauges("vangxa_cluster_online", "Online clusters", "commune", async () => online);
  const count = metrics.counter("vangxa_outcomes_total", "Outcomes", "outcome");
  const delay = metrics.histogram("vangxa_start_delay_seconds", "Delay", [0.1, 1]);
  count("played");
  count("played");
  delay(0.5);
  expect(await metrics.text()).toContain('vangxa_cluster_online{commune="21024"} 3');
  online = { "21025": 1 };
  const text = await metrics.text();
  expect(text).not.toContain("21024");
  expect(text).toContain('vangxa_outcomes_total{outcome="played"} 2');
  expect(text).toContain('vangxa_start_delay_seconds_bucket{le="1"} 1');
});

test("the log is JSON lines in UTC without secrets or control characters", async () => {
  const { openLog } = await import("../../../controller/log.adapter.ts");
  world = await peopleWorld();
  const lines: string[] = [];
  const log = openLog("info", { write: (line) => void lines.push(line) });
  log.info(
    { password: "p1", body: { token: "t1" }, headers: { cookie: "c1", authorization: "a1" } },
    "one",
  );
  log.debug({}, "not at this level");
  log.warn({ name: "a\n\u0000b" }, "two");
  log.error({}, "three");
  expect(lines.map((line) => JSON.parse(line).level)).toEqual(["info", "warn", "error"]);
  expect(lines.join("")).not.toMatch(/p1|t1|c1|a1/);
  for (const line of lines) {
    expect(line.slice(0, -1)).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(line).time).toMatch(/^\d{4}-.*Z$/);
  }
});

test("nothing that was typed into a log-in or a message reaches the log", async () => {
  world = await peopleWorld();
  await world.nobody.post("/api/session", { username: "admin", password: "typed-secret-1" });
  await world.admin.post("/api/messages", {
    title: "typed-secret-2",
    theme: "thong-bao",
    language: "vie",
    text: "Kính chào bà con.",
  });
  await world.admin.get("/api/messages?q=typed-secret-3");
  expect(JSON.stringify(world.logged)).not.toContain("typed-secret");
  expect(world.logged.length).toBeGreaterThan(2);
});
