import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Asker,
  must,
  PASSWORD,
  type PeopleWorld,
  peopleWorld,
  somePlaces,
} from "../../support/people-world.ts";

let world: PeopleWorld;
let one: Asker;
let id: string;
beforeAll(async () => {
  world = await peopleWorld();
  await somePlaces(world);
  one = await world.person("soan24", ["editor", "c-21024"]);
  id = (await one.get("/api/session")).body.person.id;
});
afterAll(() => world.close());

const list = async (by: Asker) => (await must(by.get(`/api/people/${id}/sessions`))).items;

test("people see where they are logged in, and which one they look from", async () => {
  const phone = await world.login("soan24", PASSWORD);
  const items = await list(phone);
  expect(items.map((it: { current: boolean }) => it.current).sort()).toEqual([false, true]);
  expect(JSON.stringify(items)).not.toContain(phone.token);
});

test("one log-in is ended at once, the other goes on; the audit log has it", async () => {
  const other = (await list(one)).find((it: { current: boolean }) => !it.current);
  const left = await must(one.ask("DELETE", `/api/people/${id}/sessions/${other.id}`));
  expect(left.items).toHaveLength(1);
  expect(await list(one)).toHaveLength(1);
  expect((await world.admin.get("/api/audit")).body.items[0]).toMatchObject({
    action: "person.end-session",
    subject: id,
  });
  expect((await one.ask("DELETE", `/api/people/${id}/sessions/${other.id}`)).status).toBe(404);
});

test("the administrator of the place may, a neighbour may not", async () => {
  const boss = await world.person("quantri24", ["admin", "c-21024"]);
  const neighbour = await world.person("quantri25", ["admin", "c-21025"]);
  const colleague = await world.person("duyet24", ["approver", "c-21024"]);
  expect((await neighbour.get(`/api/people/${id}/sessions`)).status).toBe(403);
  expect((await colleague.get(`/api/people/${id}/sessions`)).status).toBe(403);
  const [session] = await list(boss);
  expect((await colleague.ask("DELETE", `/api/people/${id}/sessions/${session.id}`)).status).toBe(
    403,
  );
  await must(boss.ask("DELETE", `/api/people/${id}/sessions/${session.id}`));
  expect((await one.get("/api/session")).status).toBe(401);
  expect((await boss.get("/api/people/u-none/sessions")).status).toBe(404);
});
