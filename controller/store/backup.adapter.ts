import { createReadStream } from "node:fs";
import { chmod, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type BackupFile, type Backups, isBackupName, KEPT_BACKUPS } from "../backup.ts";
import { copyDatabase } from "./sqlite.adapter.ts";

/** For this user only: a copy holds what the database holds. */
const OWN_FOLDER = 0o700;
const OWN_FILE = 0o600;

export function backupFolder(database: string, folder: string): Backups {
  const one = async (name: string): Promise<BackupFile> => {
    const { size, mtimeMs } = await stat(join(folder, name));
    return { name, bytes: size, at: Math.round(mtimeMs) };
  };
  async function list(): Promise<BackupFile[]> {
    const names = await readdir(folder).catch(() => []);
    const mine = names.filter(isBackupName).sort().reverse();
    return Promise.all(mine.map(one));
  }
  return {
    list,
    make: async (at) => {
      await mkdir(folder, { recursive: true, mode: OWN_FOLDER });
      const stamp = new Date(at).toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
      const name = `vangxa-${stamp}.db`;
      const part = join(folder, `${name}.part`);
      await rm(part, { force: true });
      await copyDatabase(database, part);
      await chmod(part, OWN_FILE);
      // Only a whole copy ever carries its final name.
      await rename(part, join(folder, name));
      for (const old of (await list()).slice(KEPT_BACKUPS)) await rm(join(folder, old.name));
      return one(name);
    },
    read: (name) => createReadStream(join(folder, name)),
  };
}
