import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  readTarHeader,
  TAR_END,
  TarError,
  tarFiles,
  tarHeader,
  tarPadding,
} from "../../../controller/message/tar.ts";

interface File {
  readonly name: string;
  readonly content: Uint8Array;
}

const archive = (files: readonly File[]): Buffer =>
  Buffer.concat([
    ...files.flatMap(({ name, content }) => [
      tarHeader(name, content.length),
      content,
      tarPadding(content.length),
    ]),
    TAR_END,
  ]);

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Uint8Array, size = 1_000, wanted = (_name: string) => true) {
  const files: File[] = [];
  for await (const { name, content } of tarFiles(inPieces(bytes, size), ({ name: n }) => wanted(n)))
    files.push({ name, content: Buffer.from(content) });
  return files;
}

test("what is written is read, however it is cut on the way", async () => {
  const file = fc.record({
    name: fc.stringMatching(/^[a-z]{1,20}\/[a-z0-9.]{1,70}$/),
    content: fc.uint8Array({ maxLength: 1_500 }).map((bytes) => Buffer.from(bytes)),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { maxLength: 4 }),
      fc.integer({ min: 1, max: 3_000 }),
      async (files, size) => {
        expect(await read(archive(files), size)).toEqual(files);
      },
    ),
    { numRuns: 40 },
  );
});

test("a file that nobody wants is passed over", async () => {
  const files = ["a", "b", "c"].map((name) => ({ name, content: Buffer.from(name.repeat(700)) }));
  const found = await read(archive(files), 100, (name) => name !== "b");
  expect(found.map(({ name }) => name)).toEqual(["a", "c"]);
});

test("an archive that breaks off, or is none, is refused", async () => {
  const good = archive([{ name: "a", content: Buffer.from("x".repeat(900)) }]);
  for (const cut of [1, 511, 700, 1_400, 1_536])
    await expect(read(good.subarray(0, cut))).rejects.toThrow(TarError);
  await expect(read(Buffer.from("no archive ".repeat(99)))).rejects.toThrow(TarError);
  const sparse = Buffer.from(good);
  sparse.write("77777777777x", 124);
  expect(() => readTarHeader(sparse.subarray(0, 512))).toThrow(TarError);
});

test("a header with a right sum and a size that is none is refused", () => {
  const header = Buffer.from(tarHeader("a", 0));
  header.write("8", 134);
  header.write("        ", 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  expect(() => readTarHeader(header)).toThrow(TarError);
});

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vangxa-tar-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("tar of the system reads it, and what that writes is read", async () => {
  writeFileSync(
    join(folder, "ours.tar"),
    archive([{ name: "audio/a.ogg", content: Buffer.from("sound") }]),
  );
  execFileSync("tar", ["-xf", "ours.tar"], { cwd: folder });
  expect(readFileSync(join(folder, "audio/a.ogg"), "utf8")).toBe("sound");
  execFileSync("tar", ["--format=ustar", "-cf", "theirs.tar", "./audio"], { cwd: folder });
  expect(await read(readFileSync(join(folder, "theirs.tar")))).toEqual([
    { name: "audio/a.ogg", content: Buffer.from("sound") },
  ]);
});
