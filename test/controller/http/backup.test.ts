import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { minutes } from "../../../contract/time.ts";
import { KEPT_BACKUPS } from "../../../controller/backup.ts";
import { openToRead } from "../../../controller/store/sqlite.adapter.ts";
import { must, somePlaces } from "../../support/people-world.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

let world: WholeWorld;
let scratch: string;
beforeAll(async () => {
  world = await wholeWorld();
  scratch = await mkdtemp(join(tmpdir(), "vangxa-backup-"));
  await somePlaces(world);
});
afterAll(async () => {
  await world.close();
  await rm(scratch, { recursive: true, force: true });
});

test("a copy of the running database opens by itself and holds what was there", async () => {
  const made = await must(world.admin.post("/api/backups"));
  expect(made.name).toBe("vangxa-20260518-010000.db");
  const reply = await world.admin.get(`/api/backups/${made.name}`);
  expect([reply.status, reply.raw.length]).toEqual([200, made.bytes]);
  const file = join(scratch, "copy.db");
  await writeFile(file, reply.raw);
  const copy = await openToRead(file);
  const communes = await copy.db.selectFrom("commune").select("code").execute();
  expect(communes.map(({ code }) => code)).toContain("21024");
  await copy.close();
  const audit = (await world.admin.get("/api/audit")).body.items;
  expect(audit.slice(0, 2).map((one: { action: string }) => one.action)).toEqual([
    "backup.read",
    "backup.make",
  ]);
});

test("the oldest copies are thrown away", async () => {
  for (let n = 0; n < KEPT_BACKUPS; n += 1) {
    world.time.advance(minutes(1));
    await must(world.admin.post("/api/backups"));
  }
  const { items } = (await world.admin.get("/api/backups")).body;
  expect(items).toHaveLength(KEPT_BACKUPS);
  expect(items[0].name).toBe("vangxa-20260518-011000.db");
  expect(items.at(-1).name).toBe("vangxa-20260518-010100.db");
});

test("only whoever administers everything; no name leads out of the folder", async () => {
  const commune = await world.person("quantrixa", ["admin", "c-21024"]);
  const technician = await world.person("kythuat", ["technician", "centre"]);
  expect((await commune.get("/api/backups")).status).toBe(403);
  for (const one of [commune, technician]) {
    expect((await one.post("/api/backups")).status).toBe(403);
    expect((await one.get("/api/backups/vangxa-20260518-011000.db")).status).toBe(403);
  }
  expect((await world.admin.get("/api/backups/..%2fvangxa.db")).status).toBe(400);
  expect((await world.admin.get("/api/backups/vangxa-20200101-000000.db")).status).toBe(404);
});
