import { afterEach, beforeEach, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../../contract/time.ts";
import {
  ADMIN_PASSWORD,
  type Asker,
  must,
  PASSWORD,
  type PeopleWorld,
  peopleWorld,
  somePlaces,
} from "../../support/people-world.ts";

let world: PeopleWorld;
beforeEach(async () => {
  world = await peopleWorld();
  await somePlaces(world);
});
afterEach(() => world.close());

const cookies = (reply: { headers: Readonly<Record<string, unknown>> }): string[] =>
  [reply.headers["set-cookie"] ?? []].flat() as string[];
const pair = (cookie: string): string => cookie.split(";")[0] ?? "";

test("a log-in gives a cookie that scripts and other sites cannot use, and the same token as text", async () => {
  const reply = await world.nobody.post("/api/session", {
    username: " ADMIN ",
    password: ADMIN_PASSWORD,
  });
  expect(reply.status).toBe(200);
  const [session = "", device = ""] = cookies(reply);
  for (const cookie of [session, device]) {
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Strict");
    expect(cookie).toContain("Path=/");
  }
  expect(pair(session)).toBe(`vangxa=${reply.body.token}`);
  expect(reply.body).toMatchObject({
    person: { username: "admin" },
    roles: [{ role: "admin", place: "centre" }],
  });
  const who = await world.nobody.get("/api/session", { cookie: pair(session) });
  expect(who.body.person.username).toBe("admin");
});

test("only the hash of a token is kept", async () => {
  const dump = await world.snapshot();
  expect(dump).not.toContain(world.admin.token);
  expect(dump).not.toContain(ADMIN_PASSWORD);
  const logins = await world.store.db.selectFrom("login").selectAll().execute();
  expect(JSON.stringify(logins)).not.toContain(world.admin.token);
});

test("the password counts exactly as it was typed", async () => {
  for (const password of [
    ` ${ADMIN_PASSWORD}`,
    ADMIN_PASSWORD.toUpperCase(),
    `${ADMIN_PASSWORD} `,
  ]) {
    const reply = await world.nobody.post("/api/session", { username: "admin", password });
    expect([reply.status, reply.body.code]).toEqual([401, "wrong-login"]);
  }
});

test("an unknown name and a wrong password are told alike", async () => {
  const one = await world.nobody.post("/api/session", { username: "khong-co", password: "x" });
  const other = await world.nobody.post("/api/session", { username: "admin", password: "x" });
  expect({ ...one.body, instance: "" }).toEqual({ ...other.body, instance: "" });
});

const guess = (headers: Record<string, string> = {}) =>
  world.nobody.ask(
    "POST",
    "/api/session",
    { username: "admin", password: "sai mat khau roi" },
    headers,
  );

test("the right password is no guess: whoever has it may log in as often as needed", async () => {
  for (let n = 0; n < 15; n++) await world.login("admin", ADMIN_PASSWORD);
  for (let n = 0; n < 10; n++) expect((await guess()).status).toBe(401);
  expect((await guess()).status).toBe(429);
});

test("guessing is stopped after ten checks in a quarter of an hour and goes on after it", async () => {
  const statuses: number[] = [];
  for (let n = 0; n < 13; n++) statuses.push((await guess()).status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  expect(statuses.slice(10)).toEqual([429, 429, 429]);
  const right = await world.nobody.post("/api/session", {
    username: "admin",
    password: ADMIN_PASSWORD,
  });
  expect([right.status, right.body.code, right.headers["retry-after"]]).toEqual([
    429,
    "too-many-logins",
    "900",
  ]);
  world.time.advance(minutes(15));
  await world.login("admin", ADMIN_PASSWORD);
});

test("guessing locks the real person out neither of open sessions nor of the own device", async () => {
  const first = await world.nobody.post("/api/session", {
    username: "admin",
    password: ADMIN_PASSWORD,
  });
  const device = pair(cookies(first)[1] ?? "");
  for (let n = 0; n < 20; n++) await guess();
  expect((await world.admin.get("/api/session")).status).toBe(200);
  const own = await world.nobody.ask(
    "POST",
    "/api/session",
    { username: "admin", password: ADMIN_PASSWORD },
    { cookie: device },
  );
  expect(own.status).toBe(200);
});

test("a forged or borrowed device gives no further guesses", async () => {
  await world.person("lan", ["editor", "c-21024"]);
  const lan = await world.nobody.post("/api/session", { username: "lan", password: PASSWORD });
  const borrowed = pair(cookies(lan)[1] ?? "");
  for (let n = 0; n < 12; n++) await guess();
  for (const cookie of [borrowed, "vangxa-device=abc.def", "vangxa-device=", "vangxa-device=.."]) {
    expect((await guess({ cookie })).status).toBe(429);
  }
});

test("a session ends half an hour after its last use, and twelve hours after it began", async () => {
  const idle = await world.login("admin", ADMIN_PASSWORD);
  world.time.advance(minutes(31));
  expect((await idle.get("/api/session")).status).toBe(401);
  const busy = await world.login("admin", ADMIN_PASSWORD);
  for (let n = 0; n < 35; n++) {
    world.time.advance(minutes(20));
    expect((await busy.get("/api/session")).status, `after ${(n + 1) * 20} minutes`).toBe(200);
  }
  world.time.advance(minutes(20));
  expect((await busy.get("/api/session")).status).toBe(401);
});

test("log-ins that are over are forgotten", async () => {
  await world.login("admin", ADMIN_PASSWORD);
  world.time.advance(hours(13));
  await new Promise((go) => setTimeout(go, 50));
  const left = await world.store.db.selectFrom("login").selectAll().execute();
  expect(left).toEqual([]);
});

test("a session is dead at once after log-out, a new password, a change of roles, disabling", async () => {
  const ends: ((lan: Asker, id: string) => Promise<unknown>)[] = [
    (lan) => lan.ask("DELETE", "/api/session"),
    (_, id) =>
      must(world.admin.ask("PATCH", `/api/people/${id}`, { password: "mot mat khau khac han" })),
    (_, id) =>
      must(
        world.admin.ask("PATCH", `/api/people/${id}`, {
          roles: [{ role: "auditor", place: "c-21024" }],
        }),
      ),
    (_, id) => must(world.admin.ask("PATCH", `/api/people/${id}`, { disabled: true })),
  ];
  for (const [n, end] of ends.entries()) {
    const lan = await world.person(`lan${n}`, ["editor", "c-21024"]);
    const { body } = await lan.get("/api/session");
    await end(lan, body.person.id);
    expect((await lan.get("/api/session")).status, String(end)).toBe(401);
  }
});

test("a disabled person cannot log in, and comes back when enabled", async () => {
  const lan = await world.person("lan", ["editor", "c-21024"]);
  const { id } = (await lan.get("/api/session")).body.person;
  await must(world.admin.ask("PATCH", `/api/people/${id}`, { disabled: true }));
  const refused = await world.nobody.post("/api/session", { username: "lan", password: PASSWORD });
  expect(refused.body.code).toBe("wrong-login");
  await must(world.admin.ask("PATCH", `/api/people/${id}`, { disabled: false }));
  await world.login("lan", PASSWORD);
});

test("another site's page cannot change anything with somebody's cookie", async () => {
  const reply = await world.nobody.post("/api/session", {
    username: "admin",
    password: ADMIN_PASSWORD,
  });
  const cookie = pair(cookies(reply)[0] ?? "");
  const commune = { code: "21077", province: "51", name: "Xã" };
  const post = (headers: Record<string, string>) =>
    world.nobody.ask("POST", "/api/communes", commune, { cookie, host: "loa.xa.vn", ...headers });
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://loa.xa.vn.evil.example" },
    { origin: "http://loa.xa.vn@evil.example" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ] as Record<string, string>[]) {
    const refused = await post(headers);
    expect([refused.status, refused.body.code], JSON.stringify(headers)).toEqual([
      403,
      "bad-origin",
    ]);
  }
  expect((await post({ origin: "http://loa.xa.vn", "sec-fetch-site": "same-origin" })).status).toBe(
    201,
  );
});

test("a made-up password is told once and lets the person in", async () => {
  const made = await must(
    world.admin.post("/api/people", {
      username: "hoa",
      name: "Hoa",
      roles: [{ role: "editor", place: "c-21024" }],
    }),
  );
  expect(made["password"]).toMatch(/^[a-z0-9]{5}(-[a-z0-9]{5}){3}$/);
  await world.login("hoa", made["password"] as string);
  const list = await must(world.admin.get("/api/people"));
  expect(JSON.stringify(list)).not.toContain(made["password"]);
});

test("people change their own name and, knowing the old one, their password; nothing else of themselves", async () => {
  const lan = await world.person("lan", ["editor", "c-21024"]);
  const path = `/api/people/${(await lan.get("/api/session")).body.person.id}`;
  expect((await lan.ask("PATCH", path, { name: "Nguyễn Thị Lan" })).body.name).toBe(
    "Nguyễn Thị Lan",
  );
  const fresh = { password: "mot mat khau khac han" };
  expect((await lan.ask("PATCH", path, fresh)).body.code).toBe("wrong-password");
  expect(
    (await lan.ask("PATCH", path, { roles: [{ role: "admin", place: "centre" }] })).status,
  ).toBe(403);
  expect((await lan.ask("PATCH", path, { ...fresh, currentPassword: PASSWORD })).status).toBe(200);
  await world.login("lan", fresh.password);
});

test("an administrator of a province grants nothing outside it and touches nobody of elsewhere", async () => {
  const chief = await world.person("tinh51", ["admin", "p-51"]);
  const other = await world.person("phulam", ["editor", "c-26001"]);
  const create = (role: string, place: string) =>
    chief.post("/api/people", {
      username: `n-${place}-${role}`,
      name: "N",
      roles: [{ role, place }],
    });
  expect((await create("editor", "c-21024")).status).toBe(201);
  expect((await create("admin", "p-51")).status).toBe(201);
  for (const place of ["centre", "p-75", "c-26001"]) {
    expect((await create("editor", place)).body.code, place).toBe("role-too-high");
  }
  expect((await create("editor", "c-99999")).body.code).toBe("unknown-place");
  const { id } = (await other.get("/api/session")).body.person;
  expect((await chief.ask("PATCH", `/api/people/${id}`, { disabled: true })).body.code).toBe(
    "role-too-high",
  );
  const names = (await must(chief.get("/api/people"))).items.map(
    (one: { username: string }) => one.username,
  );
  expect(names).toContain("n-c-21024-editor");
  expect(names).not.toContain("phulam");
  expect(names).not.toContain("admin");
});

test("the last administrator of everything cannot be removed", async () => {
  const { id } = (await world.admin.get("/api/session")).body.person;
  for (const change of [
    { disabled: true },
    { roles: [] },
    { roles: [{ role: "auditor", place: "centre" }] },
  ]) {
    expect((await world.admin.ask("PATCH", `/api/people/${id}`, change)).body.code).toBe(
      "last-administrator",
    );
  }
  await world.person("hai", ["admin", "centre"]);
  expect((await world.admin.ask("PATCH", `/api/people/${id}`, { disabled: true })).status).toBe(
    200,
  );
});

test("weak passwords and taken names are refused", async () => {
  const body = { name: "N", roles: [] };
  expect(
    (await world.admin.post("/api/people", { ...body, username: "x1", password: "ngan" })).body
      .code,
  ).toBe("weak-password");
  expect(
    (await world.admin.post("/api/people", { ...body, username: "ADMIN", password: PASSWORD })).body
      .code,
  ).toBe("username-taken");
});

test("the first administrator is made once; without a given password one is made up", async () => {
  expect(await world.side.start("another password")).toBeUndefined();
  expect(
    (await world.nobody.post("/api/session", { username: "admin", password: "another password" }))
      .status,
  ).toBe(401);
  world.time.advance(seconds(1));
});
