import { type CreateTableBuilder, type Kysely, type SchemaModule, sql } from "kysely";
import type { Tables } from "./tables.ts";

type Made = CreateTableBuilder<string, string>;
type Name = keyof Tables;

const types = { text: "text", integer: "integer", real: "real" } as const;

/**
 * `"id text, seen_at instant, note text?"`: a question mark allows null. An instant does not fit 32 bits: PostgreSQL calls that
 * bigint, and SQLite does not mind.
 */
function withColumns(start: Made, columns: string): Made {
  return columns.split(",").reduce((made, column) => {
    const [name = "", kind = ""] = column.trim().split(/\s+/);
    const type = kind.replace("?", "");
    const known = type === "instant" ? sql`bigint` : types[type as keyof typeof types];
    return made.addColumn(name, known, (as) => (kind.endsWith("?") ? as : as.notNull()));
  }, start);
}

export const table = (schema: SchemaModule, name: Name, columns: string, ...key: string[]): Made =>
  withColumns(schema.createTable(name), columns).addPrimaryKeyConstraint(
    `${name}_key`,
    key as never[],
  );

/** A table whose rows are numbered as they come and whose numbers are never used again. */
export const numbered = (schema: SchemaModule, name: Name, number: string, columns: string) =>
  withColumns(
    schema.createTable(name).addColumn(number, "integer", (as) => as.primaryKey().autoIncrement()),
    columns,
  );

/** `column` of `from` names a row of `to`. */
export const refers = (made: Made, from: Name, column: string, to: Name, key: string): Made =>
  made.addForeignKeyConstraint(`${from}_${column}`, [column as never], to, [key]);

export const index = (schema: SchemaModule, on: Name, ...columns: string[]): Promise<void> =>
  schema
    .createIndex(`${on}_by_${columns.join("_")}`)
    .on(on)
    .columns(columns)
    .execute();

export const drop =
  (...names: readonly Name[]) =>
  async (db: Kysely<Tables>): Promise<void> => {
    for (const name of names) await db.schema.dropTable(name).execute();
  };
