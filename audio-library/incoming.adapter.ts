import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { HEAD, type Incoming, type ReceiveHow } from "./incoming.ts";

type Poured<R> =
  | { readonly stopped: R | { readonly ok: false; readonly code: "too-large" | "aborted" } }
  | { readonly bytes: number; readonly sha256: string };

/** Collects the first bytes and asks about them once, at the latest when the file ends. */
function headJudge<R>(refuse: (head: Uint8Array) => R | undefined) {
  let head = Buffer.alloc(0);
  let asked = false;
  return (piece: Uint8Array, isEnd: boolean): R | undefined => {
    if (asked) return undefined;
    head = Buffer.concat([head, piece.subarray(0, HEAD - head.length)]);
    if (head.length < HEAD && !isEnd) return undefined;
    asked = true;
    return refuse(head);
  };
}

async function pour<R>(
  handle: FileHandle,
  file: AsyncIterable<Uint8Array>,
  { mostBytes, signal, refuse }: ReceiveHow<R>,
): Promise<Poured<R>> {
  const hash = createHash("sha256");
  const judge = headJudge(refuse);
  let bytes = 0;
  for await (const piece of file) {
    if (signal?.aborted) return { stopped: { ok: false, code: "aborted" } };
    bytes += piece.length;
    if (bytes > mostBytes) return { stopped: { ok: false, code: "too-large" } };
    const refusal = judge(piece, false);
    if (refusal !== undefined) return { stopped: refusal };
    hash.update(piece);
    await handle.writeFile(piece);
  }
  const refusal = judge(new Uint8Array(0), true);
  return refusal === undefined ? { bytes, sha256: hash.digest("hex") } : { stopped: refusal };
}

/** Streams to disk and hashes on the way; never more than a piece of the file is in memory. */
export async function incomingFolder(folder: string): Promise<Incoming> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const discard = (path: string): Promise<void> => rm(path, { force: true });
  return {
    discard,
    receive: async (file, how) => {
      const path = join(folder, randomUUID());
      const handle = await open(path, "wx", 0o600);
      let kept = false;
      try {
        const end = await pour(handle, file, how);
        if ("stopped" in end) return end.stopped;
        kept = true;
        return { ok: true, path, ...end };
      } finally {
        await handle.close();
        if (!kept) await discard(path);
      }
    },
  };
}
