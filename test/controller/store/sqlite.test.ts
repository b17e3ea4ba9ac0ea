import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "../../../controller/store/sqlite.adapter.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vangxa-store-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = (): string => join(folder, "vangxa.db");

test("a commit is on the disk before anybody is told: WAL, FULL, foreign keys", async () => {
  const store = await openStore({ file: file() });
  const pragma = async (name: string) => {
    const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(store.db);
    return Object.values(rows[0] ?? {})[0];
  };
  expect(await pragma("journal_mode")).toBe("wal");
  expect(await pragma("synchronous")).toBe(2);
  expect(await pragma("foreign_keys")).toBe(1);
  expect(await pragma("busy_timeout")).toBe(5_000);
  await expect(
    store.db
      .insertInto("occurrence_cluster")
      .values({ occurrence: "none", cluster: "x" })
      .execute(),
  ).rejects.toThrow("FOREIGN KEY");
  await store.close();
});

test("what was written is there after opening again", async () => {
  const first = await openStore({ file: file() });
  await first.db.insertInto("setting").values({ name: "a", value: "1" }).execute();
  await first.close();
  const again = await openStore({ file: file() });
  expect(await again.db.selectFrom("setting").selectAll().execute()).toEqual([
    { name: "a", value: "1" },
  ]);
  await again.close();
});

test("a statement that is kept serves many values, also while a cursor is open on the same text", async () => {
  const store = await openStore({ file: file() });
  for (let n = 0; n < 5; n++) {
    await store.db
      .insertInto("setting")
      .values({ name: `n${n}`, value: String(n) })
      .execute();
  }
  const query = store.db
    .selectFrom("setting")
    .select("value")
    .where("name", ">=", "n")
    .orderBy("name");
  const seen: string[] = [];
  for await (const row of query.stream()) seen.push(row.value);
  expect(seen).toEqual(["0", "1", "2", "3", "4"]);
  expect(await query.execute()).toHaveLength(5);
  await store.close();
});

test("on a full disk the ballast goes, a person is told, and work goes on", async () => {
  const troubles: string[] = [];
  const store = await openStore({
    file: file(),
    ballast: 300_000,
    onTrouble: (what) => troubles.push(what),
  });
  expect(statSync(`${file()}.ballast`).size).toBe(300_000);
  await sql`pragma max_page_count = 260`.execute(store.db);
  const write = (n: number) =>
    store.db
      .insertInto("setting")
      .values({ name: `big-${n}`, value: "x".repeat(20_000) })
      .execute();
  const fill = async (): Promise<number> => {
    for (let n = 0; n < 200; n++) {
      try {
        await write(n);
      } catch {
        return n;
      }
    }
    return 200;
  };
  expect(await fill()).toBeLessThan(200);
  expect(troubles).toEqual(["disk-full"]);
  expect(existsSync(`${file()}.ballast`)).toBe(false);
  // The room that the ballast gave back.
  await sql`pragma max_page_count = 400`.execute(store.db);
  await store.db.insertInto("setting").values({ name: "cancel", value: "1" }).execute();
  await store.close();
});
