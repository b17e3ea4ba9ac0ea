import { afterAll, beforeAll, expect, test } from "vitest";
import { auditStore } from "../../../controller/access/audit.store.ts";
import { firstBroken } from "../../../controller/access/audit.ts";
import { sha256Of } from "../../../controller/sha256.adapter.ts";
import { must, type PeopleWorld, peopleWorld, somePlaces } from "../../support/people-world.ts";

let world: PeopleWorld;
beforeAll(async () => {
  world = await peopleWorld();
  await somePlaces(world);
});
afterAll(() => world.close());

test("every change says who, from where, what before and after, and no secret", async () => {
  const lan = await world.person("lan", ["editor", "c-21024"]);
  const { id } = (await lan.get("/api/session")).body.person;
  await must(
    world.admin.ask("PATCH", `/api/people/${id}`, {
      name: "Lan",
      password: "mot mat khau khac han",
    }),
  );
  const [row] = (await must(world.admin.get("/api/audit?limit=1"))).items;
  expect(row).toMatchObject({
    action: "person.change",
    subject: id,
    address: "127.0.0.1",
    before: { name: "lan" },
    after: { name: "Lan", password: "changed" },
  });
  const all = JSON.stringify((await must(world.admin.get("/api/audit?limit=500"))).items);
  expect(all).not.toContain("mat khau");
  expect(all).not.toContain("argon2");
});

test("pages go back to the first row without a gap", async () => {
  const seen: number[] = [];
  let path: string | undefined = "/api/audit?limit=3";
  while (path) {
    const page: { items: { seq: number }[]; next?: string } = await must(world.admin.get(path));
    seen.push(...page.items.map((row) => row.seq));
    path = page.next === undefined ? undefined : `/api/audit?limit=3&before=${page.next}`;
  }
  expect(seen).toEqual([...seen.keys()].map((n) => seen.length - n));
});

test("a changed, missing or inserted row breaks the chain where it is", async () => {
  const store = auditStore(world.store.db, world.time, sha256Of);
  const rows = await store.walk(1_000, 0);
  expect(rows.length).toBeGreaterThan(8);
  expect(firstBroken(sha256Of, rows)).toBeUndefined();
  const forged = rows.map((row) => (row.seq === 4 ? { ...row, action: "nothing.happened" } : row));
  expect(firstBroken(sha256Of, forged)).toBe(4);
  expect(
    firstBroken(
      sha256Of,
      rows.filter((row) => row.seq !== 5),
    ),
  ).toBe(6);
});

test("changes at the same moment keep one chain", async () => {
  const store = auditStore(world.store.db, world.time, sha256Of);
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      store.record({ by: undefined, action: "test.many", subject: String(n) }),
    ),
  );
  expect(firstBroken(sha256Of, await store.walk(1_000, 0))).toBeUndefined();
});
