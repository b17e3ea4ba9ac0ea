import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { link, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type AudioStore, isSha256, type Sha256, type Stored } from "./audio-store.ts";

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export async function sha256OfFile(path: string): Promise<Sha256> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** `<root>/<first two digits>/<hash>`; unfinished files live in `<root>/tmp`. */
export async function folderStore(root: string): Promise<AudioStore> {
  const unfinished = join(root, "tmp");
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });

  const path = (sha256: Sha256): string => {
    if (!isSha256(sha256)) throw new Error("not a SHA-256");
    return join(root, sha256.slice(0, 2), sha256);
  };

  /** Only a file whose bytes are on the disk ever carries its final name. */
  const settle = async (from: string, sha256: Sha256, bytes: number): Promise<Stored> => {
    const to = path(sha256);
    const existed = (await sizeOf(to)) !== undefined;
    const isNewFolder = (await mkdir(dirname(to), { recursive: true })) !== undefined;
    // Also over an equal name: should the old bytes have been damaged, they are good again.
    await rename(from, to);
    await syncFolder(dirname(to));
    if (isNewFolder) await syncFolder(root);
    return { sha256, bytes, existed };
  };

  const sync = async (file: string): Promise<number> => {
    const handle = await open(file, "r+");
    try {
      await handle.sync();
      return (await handle.stat()).size;
    } finally {
      await handle.close();
    }
  };

  return {
    path,
    put: async (bytes) => {
      const file = join(unfinished, randomUUID());
      const handle = await open(file, "wx");
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      return settle(file, sha256, bytes.length);
    },
    adopt: async (from) => {
      // Our own name for it first: what its owner still does with the old name no longer matters.
      const file = join(unfinished, randomUUID());
      await link(from, file);
      await rm(from);
      const bytes = await sync(file);
      return settle(file, await sha256OfFile(file), bytes);
    },
    size: (sha256) => sizeOf(path(sha256)),
    read: (sha256, range) =>
      createReadStream(path(sha256), range && { start: range.first, end: range.last }),
    list: async () => {
      const folders = (await readdir(root)).filter((name) => /^[0-9a-f]{2}$/.test(name));
      const names = await Promise.all(folders.map((name) => readdir(join(root, name))));
      return names.flat().filter(isSha256).sort();
    },
    verify: async (sha256) => {
      if ((await sizeOf(path(sha256))) === undefined) return "missing";
      return (await sha256OfFile(path(sha256))) === sha256 ? "good" : "damaged";
    },
    remove: async (sha256) => {
      await rm(path(sha256), { force: true });
      await syncFolder(dirname(path(sha256))).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
  };
}
