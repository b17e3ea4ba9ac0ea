import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { codingFor, isImmutable, typeOf, type WebFile, type WebFiles } from "./web-files.ts";

const squeeze = {
  br: (bytes: Uint8Array) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes, { level: 9 }),
};

/** Reads the built app into memory, a few hundred KB; each file is compressed once, when it is first asked for. */
export async function openWebFiles(folder: string): Promise<WebFiles> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, WebFile>();
  for (const entry of names) {
    const file = join(entry.parentPath, entry.name);
    const path = `/${file
      .slice(folder.length + 1)
      .split(sep)
      .join("/")}`;
    const type = typeOf(path);
    if (entry.isFile() && type !== undefined)
      files.set(path, webFile(path, type, await readFile(file)));
  }
  return { get: (path) => files.get(path) };
}

function webFile(path: string, type: string, bytes: Uint8Array): WebFile {
  const squeezed = new Map<string, Promise<Uint8Array>>();
  return {
    type,
    immutable: isImmutable(path),
    etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
    body: async (acceptEncoding) => {
      const coding = codingFor(acceptEncoding);
      if (coding === undefined || type.startsWith("image/png")) return { bytes };
      const small = squeezed.get(coding) ?? squeeze[coding](bytes);
      squeezed.set(coding, small);
      return { bytes: await small, coding };
    },
  };
}
