import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Files } from "./files.ts";

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";

const isFull = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOSPC";

/** A rename is durable only once its folder is synced. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const part = `${path}.part`;
  const handle = await open(part, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, path);
  await syncFolder(dirname(path));
}

/** `onFull` makes room on a full disk, or says that there is none left to make. */
export function openFiles(root: string, onFull: () => Promise<boolean> = async () => false): Files {
  // Two writes of one name never overlap, and the later one stays.
  const queues = new Map<string, Promise<void>>();
  return {
    read: async (name) => {
      try {
        return await readFile(join(root, name), "utf8");
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    write: (name, text) => {
      const before = queues.get(name)?.catch(() => undefined) ?? Promise.resolve();
      const put = () => writeDurably(join(root, name), text);
      const written = before.then(put).catch(async (error: unknown) => {
        if (!isFull(error) || !(await onFull())) throw error;
        await put();
      });
      queues.set(name, written);
      return written;
    },
    remove: (name) => rm(join(root, name), { force: true }),
    list: async (folder) => {
      try {
        return (await readdir(join(root, folder))).filter((name) => !name.endsWith(".part")).sort();
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
  };
}
