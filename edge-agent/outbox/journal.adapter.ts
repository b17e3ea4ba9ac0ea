import { mkdir, open, readdir, readFile, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { syncFolder } from "../files.adapter.ts";
import { isReadOnly, type ReadOnly } from "../read-only.ts";
import type { Journal } from "./journal.ts";
import { jsonOf, lineOf } from "./rows.ts";

const SEGMENT = 1_048_576;
/** Milliseconds between two tries to write to a read-only disk. */
const AGAIN = 2_000;
const nameOf = (segment: number): string => `${String(segment).padStart(8, "0")}.log`;

export interface JournalSettings {
  readonly folder: string;
  /** Bytes at which a new segment begins. */
  readonly segment?: number;
  /** Called when the disk is full: makes room, or throws. */
  readonly onFull: () => Promise<void>;
  /** Lines wait in memory while the disk is read-only; without it such a disk is broken for good. */
  readonly readOnly?: ReadOnly | undefined;
}

interface Waiting {
  readonly line: string;
  readonly done: (at: { segment: number }) => void;
  readonly failed: (error: unknown) => void;
}

export async function openJournal(settings: JournalSettings): Promise<Journal> {
  const { folder, segment: largest = SEGMENT } = settings;
  const { readOnly } = settings;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await readAll(folder);
  const sizes = new Map(found.segments.map(({ number, bytes }) => [number, bytes]));
  let current = Math.max(1, ...sizes.keys());
  sizes.set(current, sizes.get(current) ?? 0);
  // No handle is kept: one that outlives a read-only spell is not to be trusted, and it would hold off the repair.
  let made = false;
  await make().catch((error: unknown) => {
    if (!readOnly || !isReadOnly(error)) throw error;
    readOnly.turned();
  });
  let queue: Waiting[] = [];
  let flushing: Promise<void> | undefined;
  let broken: unknown;
  let closed = false;

  async function flush(): Promise<void> {
    await new Promise(setImmediate);
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      await flushBatch(batch);
    }
    flushing = undefined;
  }

  async function flushBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      if (broken) throw broken;
      if ((sizes.get(current) ?? 0) >= largest) await rotate();
      await writeSynced(Buffer.from(batch.map(({ line }) => line).join("")));
      for (const { done } of batch) done({ segment: current });
    } catch (error) {
      // What the disk holds now is unknown: nothing more is written until a restart has looked.
      broken = error;
      for (const { failed } of batch) failed(error);
    }
  }

  /** The segment is there, and nothing torn behind its last good line. */
  async function make(): Promise<void> {
    if (made) return;
    await createSegment(folder, current);
    await truncate(join(folder, nameOf(current)), sizes.get(current) ?? 0);
    made = true;
  }

  async function writeSynced(bytes: Buffer): Promise<void> {
    const at = sizes.get(current) ?? 0;
    const path = join(folder, nameOf(current));
    await whenWritable(() =>
      withRoom(
        async () => {
          await make();
          await writeAll(path, bytes, at);
        },
        () => truncate(path, at), // half a line may be there
      ),
    );
    sizes.set(current, at + bytes.length);
  }

  /** Again and again while the disk is read-only: what waits was promised to nobody yet, and nothing of it is lost. */
  async function whenWritable(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await write();
        return readOnly?.mended();
      } catch (error) {
        if (!readOnly || !isReadOnly(error) || closed) throw error;
        readOnly.turned();
        made = false;
        await new Promise((resolve) => setTimeout(resolve, AGAIN).unref());
        if (closed) throw error;
      }
    }
  }

  /** Again and again while room can be made; `onFull` says when none is left. */
  async function withRoom(write: () => Promise<void>, undo: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
        await undo();
        await settings.onFull();
      }
    }
  }

  async function rotate(): Promise<void> {
    const next = current + 1;
    await whenWritable(() =>
      withRoom(
        () => createSegment(folder, next),
        async () => undefined,
      ),
    );
    current = next;
    sizes.set(current, 0);
  }

  return {
    lines: () => found.lines,
    forgetLines: () => void found.lines.splice(0),
    lost: found.lost,
    append: (json) =>
      new Promise((done, failed) => {
        if (closed) return failed(new Error("the journal is closed"));
        queue.push({ line: lineOf(json, crc32), done, failed });
        flushing ??= flush();
      }),
    segments: () =>
      [...sizes].map(([number, bytes]) => ({ number, bytes })).sort((a, b) => a.number - b.number),
    async drop(number) {
      if (number === current) return;
      await rm(join(folder, nameOf(number)), { force: true });
      await syncFolder(folder);
      sizes.delete(number);
    },
    async close() {
      if (closed) return;
      closed = true;
      await (readOnly?.now() ? undefined : flushing);
    },
  };
}

/** A write near the end of a disk may take only some of the bytes, without an error. */
async function writeAll(path: string, bytes: Buffer, at: number): Promise<void> {
  // Not in append mode: a torn line is overwritten where it began.
  const file = await open(path, "r+", 0o600);
  try {
    for (let done = 0; done < bytes.length; ) {
      done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
    }
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function createSegment(folder: string, number: number): Promise<void> {
  const handle = await open(join(folder, nameOf(number)), "a+", 0o600);
  await handle.close();
  await syncFolder(folder);
}

interface Found {
  readonly lines: { segment: number; json: string }[];
  readonly segments: { number: number; bytes: number }[];
  lost: number;
}

async function readAll(folder: string): Promise<Found> {
  const numbers = (await readdir(folder))
    .flatMap((name) => /^(\d{8})\.log$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  const found: Found = { lines: [], segments: [], lost: 0 };
  for (const number of numbers) {
    const path = join(folder, nameOf(number));
    const whole = readLines(await readFile(path, "utf8"), number, found);
    // Only the newest segment can have been torn; what follows its last good line is cut off before it is written to.
    found.segments.push({
      number,
      bytes: number === numbers.at(-1) ? whole : (await stat(path)).size,
    });
  }
  return found;
}

/** Adds the good lines of one segment and returns the byte after the last of them. */
function readLines(text: string, segment: number, found: Found): number {
  let bytes = 0;
  let whole = 0;
  let doubtful = 0;
  const pieces = text.split("\n");
  pieces.forEach((line, i) => {
    const last = i === pieces.length - 1;
    bytes += Buffer.byteLength(line) + (last ? 0 : 1);
    const json = last ? undefined : jsonOf(line, crc32);
    if (json === undefined) {
      if (line !== "") doubtful += 1;
      return;
    }
    found.lines.push({ segment, json });
    found.lost += doubtful;
    doubtful = 0;
    whole = bytes;
  });
  return whole;
}
