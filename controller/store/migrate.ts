import { type Kysely, sql } from "kysely";
import type { Migration } from "./migration.ts";
import { migrations } from "./migrations.ts";
import type { Tables } from "./tables.ts";

/** The version that a database stands at; 0 = empty. */
export async function versionOf(db: Kysely<Tables>): Promise<number> {
  await sql`create table if not exists migration (version integer primary key, name text not null)`.execute(
    db,
  );
  const found = await sql<{
    last: number | null;
  }>`select max(version) as last from migration`.execute(db);
  return found.rows[0]?.last ?? 0;
}

/** Each step in its own transaction: after a kill the database stands at one version, never between. */
export async function migrate(
  db: Kysely<Tables>,
  to: number = migrations.length,
  list: readonly Migration[] = migrations,
): Promise<void> {
  let at = await versionOf(db);
  if (at > list.length)
    throw new Error(`database is at version ${at}, this program knows ${list.length}`);
  for (; at < to; at++) await up(db, list[at] as Migration, at + 1);
  for (; at > to; at--) await down(db, list[at - 1] as Migration, at);
}

const up = (db: Kysely<Tables>, step: Migration, version: number): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await step.up(tx);
    await sql`insert into migration (version, name) values (${version}, ${step.name})`.execute(tx);
  });

async function down(db: Kysely<Tables>, { name, down }: Migration, version: number): Promise<void> {
  if (typeof down !== "function") throw new Error(`${name} has no way back: ${down.refused}`);
  await db.transaction().execute(async (tx) => {
    await down(tx);
    await sql`delete from migration where version = ${version}`.execute(tx);
  });
}
