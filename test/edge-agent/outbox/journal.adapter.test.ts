import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openJournal } from "../../../edge-agent/outbox/journal.adapter.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (segment?: number) =>
  openJournal({
    folder,
    onFull: async () => {
      throw new Error("full");
    },
    ...(segment ? { segment } : {}),
  });
const jsons = async (segment?: number) => {
  const journal = await open(segment);
  await journal.close();
  return journal.lines().map(({ json }) => json);
};
const first = () => join(folder, "00000001.log");

async function write(count: number, segment?: number): Promise<void> {
  const journal = await open(segment);
  for (let n = 0; n < count; n++) await journal.append(JSON.stringify({ n, ạ: "ấn" }));
  await journal.close();
}

test("what was appended is there after a restart, in order", async () => {
  await write(3);
  await write(2);
  expect((await jsons()).map((json) => JSON.parse(json).n)).toEqual([0, 1, 2, 0, 1]);
});

test("a tail torn at any byte is cut off, the rest stays, and what follows is readable", async () => {
  await write(2);
  const keep = statSync(first()).size;
  await write(1);
  const all = statSync(first()).size;
  for (let size = keep; size < all; size += 3) {
    truncateSync(first(), size);
    const journal = await open();
    expect(journal.lines()).toHaveLength(2);
    await journal.append('{"n":"new"}');
    await journal.close();
    expect((await jsons()).at(-1)).toBe('{"n":"new"}');
    truncateSync(first(), keep);
    await write(1);
  }
});

test("a line that rotted in the middle is left out and counted", async () => {
  await write(3);
  const text = readFileSync(first(), "utf8").replace('"n":1', '"n":7');
  writeFileSync(first(), text);
  const journal = await open();
  await journal.close();
  expect(journal.lines().map(({ json }) => JSON.parse(json).n)).toEqual([0, 2]);
  expect(journal.lost).toBe(1);
});

test("rubbish after the last good line is no loss of ours", async () => {
  await write(1);
  appendFileSync(first(), "\0\0\0\0garbage");
  const journal = await open();
  await journal.close();
  expect([journal.lines().length, journal.lost]).toEqual([1, 0]);
});

test("lines of one turn share one write, and all are there when their promises say so", async () => {
  const journal = await open();
  await Promise.all(Array.from({ length: 50 }, (_, n) => journal.append(`${n}`)));
  expect(readFileSync(first(), "utf8").split("\n")).toHaveLength(51);
  await journal.close();
});

test("a full segment is followed by a new one, and old ones can be dropped, never the current", async () => {
  await write(10, 100);
  const names = readdirSync(folder);
  expect(names.length).toBeGreaterThan(2);
  const journal = await open(100);
  const [oldest, ...rest] = journal.segments();
  await journal.drop(oldest?.number ?? 0);
  await journal.drop(rest.at(-1)?.number ?? 0);
  expect(readdirSync(folder)).toHaveLength(names.length - 1);
  const { segment } = await journal.append('{"n":"last"}');
  expect(segment).toBeGreaterThanOrEqual(rest.at(-1)?.number ?? 0);
  await journal.close();
  expect((await jsons()).at(-1)).toBe('{"n":"last"}');
});

test("after the end nothing is accepted, and ending twice is harmless", async () => {
  const journal = await open();
  const pending = journal.append("1");
  await journal.close();
  await journal.close();
  await pending;
  await expect(journal.append("2")).rejects.toThrow("closed");
});

describe("on a disk that is full", () => {
  // A file size limit of the process gives the same error as a full disk, without needing root.
  const child = (limit: number, script: string) =>
    execFileSync(
      "prlimit",
      [
        `--fsize=${limit}`,
        process.execPath,
        "--import",
        "tsx",
        "--input-type=module",
        "-e",
        script,
      ],
      {
        encoding: "utf8",
        cwd: process.cwd(),
        env: { ...process.env, FOLDER: folder },
      },
    );

  test("an append is refused, and what was promised before is there", () => {
    const said = child(
      400,
      `
      process.on("SIGXFSZ", () => {});
      const { openJournal } = await import(${JSON.stringify(new URL("../../../edge-agent/outbox/journal.adapter.ts", import.meta.url).href)});
      const journal = await openJournal({ folder: process.env.FOLDER, onFull: async () => { throw new Error("full"); } });
      let kept = 0;
      try { for (;;) { await journal.append(JSON.stringify({ n: kept, pad: "x".repeat(40) })); kept++; } } catch {}
      const again = await journal.append("1").then(() => "taken", () => "refused");
      console.log(JSON.stringify({ kept, again }));
    `,
    );
    const { kept, again } = JSON.parse(said.trim().split("\n").at(-1) ?? "{}");
    expect(kept).toBeGreaterThan(2);
    expect(again).toBe("refused");
    return expect(jsons()).resolves.toHaveLength(kept);
  });
});
