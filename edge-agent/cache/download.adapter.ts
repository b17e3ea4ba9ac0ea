import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Sha256 } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import { syncFolder } from "../files.adapter.ts";
import type { Answer, Http } from "../link/http.ts";
import type { AudioStore, Fetched } from "./store.ts";

const NAME = /^[0-9a-f]{64}$/;

export async function openAudioStore(folder: string, http: Http): Promise<AudioStore> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const pathOf = (sha256: Sha256): string => join(folder, sha256);

  async function fetch(
    base: string,
    sha256: Sha256,
    bytes: number,
    signal: AbortSignal,
  ): Promise<Fetched> {
    const part = `${pathOf(sha256)}.part`;
    const hash = createHash("sha256");
    let have = await hashPart(part, bytes, hash);
    let received = 0;
    const fail = (code: "unreachable" | "absent" | "wrong-hash" | "disk-full"): Fetched => ({
      ok: false,
      code,
      received,
    });
    let file: FileHandle | undefined;
    let answer: Answer | undefined;
    try {
      if (have < bytes) {
        // Without If-Range: the address is the content. A 200 to it means the whole, from zero.
        answer = await http.get(`${base}/audio/sha256/${sha256}`, { from: have, signal });
        if (answer.status === 404) return fail("absent");
        if (answer.status !== 200 && answer.status !== 206) return fail("unreachable");
        const fresh = answer.status === 200 && have > 0;
        if (fresh) have = 0;
        const sum = fresh ? createHash("sha256") : hash;
        file = await open(part, "a", 0o644);
        if (fresh) await file.truncate(0);
        for await (const chunk of answer.body) {
          received += chunk.length;
          if (have + chunk.length > bytes) return await discard(part, fail("wrong-hash"));
          await file.writeFile(chunk);
          sum.update(chunk);
          have += chunk.length;
        }
        if (have < bytes) return fail("unreachable");
        await file.sync();
        if (sum.digest("hex") !== sha256) return await discard(part, fail("wrong-hash"));
      } else if (hash.digest("hex") !== sha256) return await discard(part, fail("wrong-hash"));
      await rename(part, pathOf(sha256));
      await syncFolder(folder);
      return { ok: true, received };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") return fail("disk-full");
      return fail("unreachable");
    } finally {
      answer?.close();
      await file?.close();
    }
  }

  async function discard(part: string, why: Fetched): Promise<Fetched> {
    await rm(part, { force: true });
    return why;
  }

  return {
    async list() {
      const names = (await readdir(folder)).filter((name) => NAME.test(name));
      return Promise.all(
        names.map(async (name) => {
          const { size, mtimeMs } = await stat(join(folder, name));
          return { sha256: name as Sha256, bytes: size, usedAt: Math.round(mtimeMs) as Instant };
        }),
      );
    },
    pathOf,
    fetch,
    remove: async (sha256) => {
      await rm(pathOf(sha256), { force: true });
      await rm(`${pathOf(sha256)}.part`, { force: true });
    },
    async free() {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}

/** Hashes what an earlier attempt left and returns its size; more than the whole is thrown away. */
async function hashPart(part: string, bytes: number, hash: Hash): Promise<number> {
  const size = await stat(part).then(
    (found) => found.size,
    () => 0,
  );
  if (size > bytes) await rm(part, { force: true });
  if (size === 0 || size > bytes) return 0;
  for await (const chunk of createReadStream(part)) hash.update(chunk as Buffer);
  return size;
}
