import { appendFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { spoolFolder } from "../../../controller/live/spool.adapter.ts";
import {
  filenameOf,
  MOST_LEFT,
  messageOf,
  type Spooled,
  type SpoolHead,
  sourceOf,
} from "../../../controller/live/spool.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vangxa-spool-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const by = { id: "u-1", name: "Bà Ba", roles: [], username: "ba", address: "" } as never;
const headOf = (id: string): SpoolHead => ({
  ...{ id, by, title: "Họp\nthôn", theme: "thong-bao" },
  mime: "audio/webm;codecs=opus",
});
async function soundOf({ read }: Spooled): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of read()) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
const until = async (ask: () => Promise<boolean>): Promise<void> => {
  while (!(await ask())) await new Promise((go) => setTimeout(go, 5));
};

test("what was written before the program died is there, in order, with whose it is", async () => {
  const spool = await spoolFolder(folder);
  const spooling = spool.begin(headOf("live-1"));
  for (let n = 0; n < 100; n += 1) spooling.write(Buffer.from(`${n};`));
  const all = Array.from({ length: 100 }, (_, n) => `${n};`).join("");
  await until(async () => (await spool.one("live-1"))?.bytes === all.length);
  const [left, ...others] = await (await spoolFolder(folder)).left();
  expect(others).toEqual([]);
  expect(left).toMatchObject({ head: headOf("live-1"), isWhole: false, bytes: all.length });
  expect(await soundOf(left as Spooled)).toBe(all);
  await spooling.close();
});

test("one that ended as it should says so, and is gone when it is dropped", async () => {
  const spool = await spoolFolder(folder);
  const spooling = spool.begin(headOf("live-1"));
  spooling.write(new Uint8Array(40_000));
  await spooling.close();
  expect(await spool.one("live-1")).toMatchObject({ isWhole: true, bytes: 40_000 });
  expect(await spool.one("live-2")).toBeUndefined();
  await spool.drop("live-1");
  expect(await readdir(folder)).toEqual([]);
});

test("a folder that takes nothing is told at the end and never in mid-speech", async () => {
  const spool = await spoolFolder(folder);
  await rm(folder, { recursive: true });
  const spooling = spool.begin(headOf("live-1"));
  spooling.write(new Uint8Array(10));
  await expect(spooling.close()).rejects.toThrow("ENOENT");
});

test("a disk that fails later keeps what it has", async () => {
  const spool = await spoolFolder(folder);
  await writeFile(join(folder, "live-1.open"), "");
  const spooling = spool.begin(headOf("live-1"));
  await new Promise((go) => setTimeout(go, 20));
  spooling.write(new Uint8Array(10));
  await expect(spooling.close()).rejects.toThrow("EEXIST");
});

test("files that broke off inside their head go, and of very many only the newest stay", async () => {
  const spool = await spoolFolder(folder);
  await writeFile(join(folder, "live-00.open"), '{"id":"live-00"');
  await writeFile(join(folder, "live-01.open"), "\u0000\u0000\n");
  await appendFile(join(folder, "somebody-elses.txt"), "x");
  expect(await spool.left()).toEqual([]);
  expect(await readdir(folder)).toEqual(["somebody-elses.txt"]);
  for (let n = 10; n < 13 + MOST_LEFT; n += 1) {
    const spooling = spool.begin(headOf(`live-${n}`));
    await spooling.close();
  }
  expect((await spool.left()).map(({ head }) => head.id)[0]).toBe("live-13");
  expect(await readdir(folder)).toHaveLength(MOST_LEFT + 1);
});

test("what the library says of it", () => {
  const head = headOf("live-1");
  expect(sourceOf(head, true)).toBe("Ghi lại buổi nói trực tiếp của Bà Ba");
  expect(sourceOf(head, false)).toBe(
    "Ghi lại buổi nói trực tiếp của Bà Ba, bị cắt giữa chừng do máy chủ ngừng đột ngột",
  );
  const long = { ...head, by: { name: "A".repeat(400) } as never };
  expect(sourceOf(long, false)).toHaveLength(300);
  expect(
    [head.mime, "audio/ogg", "audio/mp4"].map((mime) => filenameOf({ ...head, mime })),
  ).toEqual(["live-1.webm", "live-1.ogg", "live-1.m4a"]);
  expect(messageOf(head)).toBe("m-live-1");
});
