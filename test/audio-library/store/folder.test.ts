import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AudioStore } from "../../../audio-library/store/audio-store.ts";
import { folderStore } from "../../../audio-library/store/folder.adapter.ts";

let root = "";
let store: AudioStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "vangxa-store-"));
  store = await folderStore(join(root, "sha256"));
});
afterEach(() => rm(root, { recursive: true }));

const bytes = Buffer.from("một tệp âm thanh");
const sha256 = createHash("sha256").update(bytes).digest("hex");

async function all(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const found: Uint8Array[] = [];
  for await (const piece of pieces) found.push(piece);
  return Buffer.concat(found).toString("utf8");
}

test("a file is found by the hash of its bytes", async () => {
  expect(await store.put(bytes)).toEqual({ sha256, bytes: bytes.length, existed: false });
  expect(await store.size(sha256)).toBe(bytes.length);
  expect(await all(store.read(sha256))).toBe("một tệp âm thanh");
  expect(await readFile(store.path(sha256))).toEqual(bytes);
  expect(await store.list()).toEqual([sha256]);
  expect(await store.verify(sha256)).toBe("good");
});

test("the same bytes are kept once", async () => {
  await store.put(bytes);
  expect(await store.put(bytes)).toEqual({ sha256, bytes: bytes.length, existed: true });
  await Promise.all(Array.from({ length: 8 }, () => store.put(bytes)));
  expect(await store.list()).toEqual([sha256]);
  expect(await readdir(join(root, "sha256", "tmp"))).toEqual([]);
});

test("a range gives its bytes, both ends included", async () => {
  await store.put(Buffer.from("0123456789"));
  const [name = ""] = await store.list();
  expect(await all(store.read(name, { first: 2, last: 4 }))).toBe("234");
});

test("a finished file is taken over and its old name is gone", async () => {
  const path = join(root, "ready");
  await writeFile(path, bytes);
  expect(await store.adopt(path)).toEqual({ sha256, bytes: bytes.length, existed: false });
  await expect(stat(path)).rejects.toThrow("ENOENT");
  expect(await store.verify(sha256)).toBe("good");
});

test("a damaged file is found, and good again once its bytes are put again", async () => {
  await store.put(bytes);
  await writeFile(store.path(sha256), Buffer.from(bytes).fill("x", 3, 4));
  expect(await store.verify(sha256)).toBe("damaged");
  await store.put(bytes);
  expect(await store.verify(sha256)).toBe("good");
});

test("what is not there is not there", async () => {
  expect(await store.size(sha256)).toBeUndefined();
  expect(await store.verify(sha256)).toBe("missing");
  await store.remove(sha256);
  await store.put(bytes);
  await store.remove(sha256);
  expect(await store.size(sha256)).toBeUndefined();
  expect(await store.list()).toEqual([]);
});

test("a name that is no hash is a bug, never a path", () => {
  for (const name of ["../../etc/passwd", "", "A".repeat(64), sha256.slice(1)])
    expect(() => store.path(name)).toThrow("not a SHA-256");
});

test("what a crash left unfinished is gone at the next start, what is finished stays", async () => {
  await store.put(bytes);
  await writeFile(join(root, "sha256", "tmp", "half"), "half");
  const again = await folderStore(join(root, "sha256"));
  expect(await readdir(join(root, "sha256", "tmp"))).toEqual([]);
  expect(await again.list()).toEqual([sha256]);
});
