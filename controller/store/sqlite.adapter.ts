import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import Database from "better-sqlite3";
import { Kysely, SqliteDialect, sql } from "kysely";
import { ContractError } from "../../contract/ids.ts";
import { fold } from "../fleet/fold.ts";
import { migrate } from "./migrate.ts";
import type { Tables } from "./tables.ts";

export interface SqliteSettings {
  /** A file, or `:memory:`. */
  readonly file: string;
  /** Bytes held back beside the file and given up when the disk is full, so that receipts and cancels still commit. */
  readonly ballast?: number;
  /** The disk is full and the ballast is gone, or the disk failed: a person must look. */
  readonly onTrouble?: (trouble: "disk-full" | "disk-failed", error: unknown) => void;
}

export interface Store {
  readonly db: Kysely<Tables>;
  /** Nothing else reads or writes through this store while `work` does so on another connection. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** The disk failed under another connection: nothing is written any more, because nobody knows what is there. */
  distrust(error: unknown): void;
  close(): Promise<void>;
}

/** Opens the database and brings it to the newest version. */
export async function openStore(settings: SqliteSettings): Promise<Store> {
  const store = connect(settings);
  try {
    await migrate(store.db);
  } catch (error) {
    await store.close();
    throw error;
  }
  if (settings.ballast !== undefined) fill(ballastOf(settings.file), settings.ballast);
  return store;
}

/** One more connection to a database that is open and of the newest version. */
export function connect(settings: SqliteSettings): Store {
  const raw = new Database(settings.file);
  // FULL is the price of an ack: with NORMAL a power cut takes back rows that were already confirmed.
  raw.pragma("journal_mode = WAL");
  raw.pragma("synchronous = FULL");
  raw.pragma("foreign_keys = ON");
  raw.pragma("busy_timeout = 5000");
  // A WAL that stays small leaves room on a full disk and keeps the next start short.
  raw.pragma("wal_autocheckpoint = 1000");
  raw.pragma("journal_size_limit = 8388608");
  raw.pragma("cache_size = -32768");
  // Names and titles are looked for without their marks: SQLite's own comparison does not find "Đồng Ếch" for "dong ech".
  raw.function("folded", { deterministic: true }, (text) => fold(String(text ?? "")));
  // What one statement would take back waits in memory; SQLite else makes a file of its own for it, again and again.
  raw.pragma("temp_store = MEMORY");
  const database = guarded(raw, settings);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  return {
    db,
    alone: (work) => db.connection().execute(work),
    distrust: database.distrust,
    close: () => db.destroy(),
  };
}

/**
 * For reading beside a running controller or after it: nothing is brought to a newer version, nothing is written. The answer says
 * how many steps the database has taken.
 */
export async function openToRead(
  file: string,
): Promise<Pick<Store, "db" | "close"> & { readonly version: number }> {
  const raw = new Database(file, { readonly: true, fileMustExist: true });
  const found = raw.prepare("select max(version) as version from migration").get() as {
    version: number | null;
  };
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: raw }) });
  return { db, version: found.version ?? 0, close: () => db.destroy() };
}

/** SQLite's own quick check of a file that may be in use; the answer is `ok` or what is wrong. */
export async function quickCheck(file: string): Promise<{ version: number; said: string }> {
  const { db, version, close } = await openToRead(file);
  try {
    const { rows } = await sql<{ quick_check: string }>`pragma quick_check`.execute(db);
    return { version, said: rows.map((row) => row.quick_check).join("; ") };
  } finally {
    await close();
  }
}

/** A whole copy of a database that may be in use, in small steps, as one file without a log beside it. */
export async function copyDatabase(file: string, to: string): Promise<void> {
  const raw = new Database(file, { readonly: true, fileMustExist: true });
  try {
    await raw.backup(to);
  } finally {
    raw.close();
  }
  const copy = new Database(to);
  copy.pragma("journal_mode = DELETE");
  copy.close();
}

const ballastOf = (file: string): string => `${file}.ballast`;

function fill(path: string, bytes: number): void {
  if (existsSync(path) && statSync(path).size >= bytes) return;
  try {
    const file = openSync(path, "w", 0o600);
    // Written, not only stretched: a sparse file holds no blocks back.
    for (let at = 0; at < bytes; at += 65_536)
      writeSync(file, new Uint8Array(Math.min(65_536, bytes - at)));
    ftruncateSync(file, bytes);
    closeSync(file);
  } catch {
    rmSync(path, { force: true });
  }
}

interface Statement {
  readonly reader: boolean;
  all(parameters: readonly unknown[]): unknown[];
  run(parameters: readonly unknown[]): {
    changes: number | bigint;
    lastInsertRowid: number | bigint;
  };
  iterate(parameters: readonly unknown[]): IterableIterator<unknown>;
}

const KEPT = 200;

/**
 * Kysely prepares each query anew, which costs more than running it: statements are kept by their text. After a failed disk
 * the outcome of a commit is unknown (rows may be there that were reported lost), so nothing is written any more.
 */
function guarded(raw: Database.Database, settings: SqliteSettings) {
  const kept = new Map<string, Database.Statement>();
  let broken: unknown;
  const watch = <T>(run: () => T): T => {
    if (broken !== undefined) throw broken;
    try {
      return run();
    } catch (error) {
      broken = trouble(error, settings);
      throw error;
    }
  };
  const prepared = (text: string): Database.Statement => {
    const found = kept.get(text);
    if (found) return found;
    const made = raw.prepare(text);
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? "");
    kept.set(text, made);
    return made;
  };
  return {
    distrust: (error: unknown): void => {
      broken ??= error;
    },
    close: () => {
      kept.clear();
      raw.close();
    },
    prepare: (text: string): Statement => {
      const statement = watch(() => prepared(text));
      return {
        reader: statement.reader,
        all: (parameters) => watch(() => statement.all(...parameters)),
        run: (parameters) => watch(() => statement.run(...parameters)),
        // An open cursor bars its statement from other use, so it gets its own.
        iterate: (parameters) => raw.prepare(text).iterate(...parameters),
      };
    },
  };
}

function trouble(error: unknown, settings: SqliteSettings): unknown {
  const code = error instanceof Database.SqliteError ? error.code : "";
  if (code.startsWith("SQLITE_IOERR") || code.startsWith("SQLITE_CORRUPT")) {
    settings.onTrouble?.("disk-failed", error);
    return new ContractError("store-broken", code);
  }
  if (code === "SQLITE_FULL") {
    rmSync(ballastOf(settings.file), { force: true });
    settings.onTrouble?.("disk-full", error);
  }
  return undefined;
}
