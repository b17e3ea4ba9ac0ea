import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "../sync-folder.adapter.ts";
import { headIn, headLine, MOST_LEFT, type Spool, type Spooled, type Spooling } from "./spool.ts";

/** Two seconds of speech may be lost with the power; a program that dies loses nothing that was written. */
const SYNC_EVERY = 16_384;
/** The head of a file with a long name and many roles, bytes. */
const MOST_HEAD = 65_536;
/** While it is spoken, and once its speech ended as it should. */
const OPEN = ".open";
const WHOLE = ".whole";

/** One file a session: a line that says whose it is, then the bytes as the browser sent them. */
export async function spoolFolder(folder: string): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = (id: string, kind: string) => join(folder, `${id}${kind}`);

  async function names(): Promise<string[]> {
    const found = await readdir(folder);
    return found.filter((name) => name.endsWith(OPEN) || name.endsWith(WHOLE)).sort();
  }

  async function read(name: string): Promise<Spooled | undefined> {
    const file = join(folder, name);
    const handle = await open(file, "r");
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(MOST_HEAD), 0, MOST_HEAD, 0);
      const found = headIn(buffer.subarray(0, bytesRead));
      if (!found) return undefined;
      const { head, length } = found;
      const bytes = (await handle.stat()).size - length;
      const isWhole = name.endsWith(WHOLE);
      return { head, isWhole, bytes, read: () => createReadStream(file, { start: length }) };
    } finally {
      await handle.close();
    }
  }

  return {
    begin(head): Spooling {
      const file = path(head.id, OPEN);
      const writer = behind(file, Buffer.from(headLine(head)));
      return {
        write: writer.write,
        close: async () => {
          await writer.close();
          await rename(file, path(head.id, WHOLE));
          await syncFolder(folder);
        },
      };
    },
    async one(id) {
      const name = (await names()).find((one) => one === id + OPEN || one === id + WHOLE);
      return name === undefined ? undefined : read(name);
    },
    async left() {
      const all = await names();
      const many = Math.max(0, all.length - MOST_LEFT);
      for (const old of all.slice(0, many)) await rm(join(folder, old), { force: true });
      const spooled: Spooled[] = [];
      for (const name of all.slice(many)) {
        const one = await read(name);
        if (one) spooled.push(one);
        else await rm(join(folder, name), { force: true });
      }
      return spooled;
    },
    async drop(id) {
      await rm(path(id, OPEN), { force: true });
      await rm(path(id, WHOLE), { force: true });
    },
  };
}

/** Writes behind whoever speaks, in order; after the first error nothing more is tried. */
function behind(file: string, first: Uint8Array) {
  const opened = open(file, "wx", 0o600);
  const queue: Uint8Array[] = [first];
  let unsynced = 0;
  let failure: { readonly error: unknown } | undefined;

  async function pour(): Promise<void> {
    if (failure || queue.length === 0) return;
    try {
      const some = Buffer.concat(queue.splice(0));
      const handle = await opened;
      await handle.writeFile(some);
      unsynced += some.length;
      if (unsynced < SYNC_EVERY) return;
      await handle.datasync();
      unsynced = 0;
    } catch (error) {
      failure = { error };
    }
  }

  let work = pour();
  return {
    write(bytes: Uint8Array): void {
      if (failure) return;
      queue.push(bytes);
      work = work.then(pour);
    },
    async close(): Promise<void> {
      await work;
      const handle = await opened.catch(() => undefined);
      await handle?.datasync();
      await handle?.close();
      if (failure) throw failure.error;
    },
  };
}
