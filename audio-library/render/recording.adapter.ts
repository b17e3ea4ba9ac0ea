import { randomUUID } from "node:crypto";
import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Recording } from "./recording.ts";
import { memoryTape, type Tape } from "./tape.ts";

const BYTES = 4;

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function fileTape(file: number, frames: number): Tape {
  return {
    frames,
    read: (at, into) => {
      const count = Math.min(into.length, frames - at);
      return readSync(file, bytesOf(into.subarray(0, count)), 0, count * BYTES, at * BYTES) / BYTES;
    },
    write: (at, from) => {
      writeSync(file, bytesOf(from), 0, from.byteLength, at * BYTES);
    },
  };
}

/** Keeps up to `inMemory` frames in memory; a longer sound goes to a file without a name in `folder`. */
export function recorder(folder: string, inMemory: number): Recording {
  let pieces: Float32Array[] = [];
  let frames = 0;
  let file: number | undefined;
  const spill = (): number => {
    const name = join(folder, randomUUID());
    const opened = openSync(name, "wx+", 0o600);
    // The open file stays readable, and a crash leaves nothing behind.
    rmSync(name);
    for (const piece of pieces) writeSync(opened, bytesOf(piece));
    pieces = [];
    return opened;
  };
  const joined = (): Float32Array => {
    const all = new Float32Array(frames);
    let at = 0;
    for (const piece of pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    pieces = [];
    return all;
  };
  return {
    take: (samples) => {
      frames += samples.length;
      if (file === undefined) pieces.push(samples);
      else writeSync(file, bytesOf(samples));
      if (file === undefined && frames > inMemory) file = spill();
    },
    tape: () => (file === undefined ? memoryTape(joined()) : fileTape(file, frames)),
    close: () => {
      pieces = [];
      if (file === undefined) return;
      ftruncateSync(file);
      closeSync(file);
      file = undefined;
    },
  };
}
