import Database from "better-sqlite3";
import { type Kysely, Kysely as Query, SqliteDialect, sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate, versionOf } from "../../../controller/store/migrate.ts";
import type { Migration } from "../../../controller/store/migration.ts";
import { migrations } from "../../../controller/store/migrations.ts";
import type { Tables } from "../../../controller/store/tables.ts";

let db: Kysely<Tables>;
beforeEach(() => {
  db = new Query<Tables>({ dialect: new SqliteDialect({ database: new Database(":memory:") }) });
});
afterEach(() => db.destroy());

const shape = async (): Promise<string[]> => {
  const { rows } = await sql<{ sql: string }>`
    select sql from sqlite_master where name not like 'sqlite_%' and name <> 'migration' and sql is not null order by name`.execute(
    db,
  );
  return rows.map((row) => row.sql);
};

const reversible = migrations.filter(({ down }) => typeof down === "function");

test("from every older version the same newest schema comes out", async () => {
  await migrate(db);
  const newest = await shape();
  expect(newest.length).toBeGreaterThan(40);
  for (let from = 0; from < migrations.length; from++) {
    await db.destroy();
    db = new Query<Tables>({ dialect: new SqliteDialect({ database: new Database(":memory:") }) });
    await migrate(db, from);
    expect(await versionOf(db)).toBe(from);
    await migrate(db);
    expect(await shape()).toEqual(newest);
  }
});

test("each step with a way back leaves nothing of itself behind", async () => {
  for (let version = 1; version <= reversible.length; version++) {
    await migrate(db, version - 1, reversible);
    const before = await shape();
    await migrate(db, version, reversible);
    expect(await shape()).not.toEqual(before);
    await migrate(db, version - 1, reversible);
    expect(await shape()).toEqual(before);
  }
});

test("evidence has no way back, and says why", async () => {
  await migrate(db);
  const evidence = migrations.filter(({ down }) => typeof down !== "function");
  expect(evidence.map(({ name }) => name)).toEqual([
    "playlog",
    "proof",
    "issued documents",
    "clock marks",
  ]);
  const refusing = migrations.findLastIndex(({ down }) => typeof down !== "function");
  await expect(migrate(db, 0)).rejects.toThrow(
    "clock marks has no way back: receipts and the play log are evidence",
  );
  expect(await versionOf(db)).toBe(refusing + 1);
});

test("a step that fails half-way leaves the version before it", async () => {
  const broken: Migration = {
    name: "broken",
    up: async (tx) => {
      await tx.schema.createTable("half").addColumn("id", "text").execute();
      throw new Error("power cut");
    },
    down: async () => undefined,
  };
  await migrate(db, 2);
  const before = await shape();
  await expect(migrate(db, 3, [...migrations.slice(0, 2), broken])).rejects.toThrow("power cut");
  expect(await versionOf(db)).toBe(2);
  expect(await shape()).toEqual(before);
});

test("a database of a newer program is not touched", async () => {
  await migrate(db, migrations.length);
  await expect(migrate(db, 1, migrations.slice(0, 1))).rejects.toThrow("this program knows 1");
});

test("the keys that promises stand on are there", async () => {
  await migrate(db);
  const receipt = {
    agent: "a",
    boot: "b",
    sequence: 1,
    kind: "boot",
    occurrence: null,
    at: 1,
    body: "{}",
    link: "l",
    received_at: 1,
  };
  await db.insertInto("receipt").values(receipt).execute();
  await expect(db.insertInto("receipt").values(receipt).execute()).rejects.toThrow("UNIQUE");
  const order = {
    id: "b1",
    place: "c-1",
    title: "t",
    theme: null,
    level: "normal",
    authority: "commune",
    status: "actual",
    spec: "{}",
    state: "active",
    author: "p",
    created_at: 1,
    content_hash: "",
    approvals: "[]",
    cancelled_at: null,
    cancelled_by: null,
    idempotency_key: "k",
  };
  await db.insertInto("broadcast").values(order).execute();
  await expect(
    db
      .insertInto("broadcast")
      .values({ ...order, id: "b2" })
      .execute(),
  ).rejects.toThrow("UNIQUE");
  await db
    .insertInto("broadcast")
    .values([
      { ...order, id: "b3", idempotency_key: null },
      { ...order, id: "b4", idempotency_key: null },
    ])
    .execute();
});

test("figures over a period are read from indexes alone", async () => {
  await migrate(db);
  const plan = async (query: string): Promise<string> => {
    const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(query)}`.execute(
      db,
    );
    return rows.map((row) => row.detail).join("; ");
  };
  expect(
    await plan(
      "select occurrence, outcome, rung from play_log where cluster = 'x' and at between 1 and 2",
    ),
  ).toContain("COVERING INDEX");
  expect(await plan("select occurrence, outcome, rung from outcome where cluster = 'x'")).toContain(
    "COVERING INDEX",
  );
  expect(await plan("select body from receipt where occurrence = 'x' and agent = 'y'")).toContain(
    "receipt_by_occurrence",
  );
});

test("the words of older messages are searched after the migration that adds them", async () => {
  await migrate(
    db,
    migrations.findIndex(({ name }) => name === "resource"),
  );
  const { rows } = await sql<{ name: string; type: string; notnull: number }>`
    pragma table_info(message)`.execute(db);
  const must = rows.filter(({ notnull }) => notnull === 1);
  for (const [id, text] of [
    ["m-1", "Đồng Ếch"],
    ["m-2", null],
  ]) {
    const given: Record<string, unknown> = { id, text, folded: "tin" };
    const values = Object.fromEntries(
      must.map(({ name, type }) => [name, given[name] ?? (/int/i.test(type) ? 1 : "x")]),
    );
    await db
      .insertInto("message")
      .values({ ...values, ...given } as never)
      .execute();
  }
  await migrate(db);
  const found = await db.selectFrom("message").select("folded").orderBy("id").execute();
  expect(found.map(({ folded }) => folded)).toEqual(["tin dong ech", "tin"]);
});
