import {
  appendFileSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import type { Reason } from "../../contract/reasons.ts";
import { type Pace, paceFrom } from "./paced.ts";
import type { Sink } from "./sink.ts";
import { WAV_HEADER, wavHeader } from "./wav.ts";

/** About three hours of sound; then the file is set aside as `FILE.1.wav`. */
const LARGEST = 1_073_741_824;
/** Half a second: a machine that is busy with other things does not tear the sound; a cut takes back what is too much. */
const LEAD = 24_000;
/** Milliseconds between opening and the first frame. */
const OPENING = 5;
/** The header is brought up to date after so many frames. */
const HEADER_EVERY = 12_000;

/**
 * A loudspeaker that is a file. It plays in real time against the steady clock, and what it wrote is what an ear would have heard:
 * a writer that comes late leaves silence. Between items nothing is written; `FILE.wav.json` says in lines of JSON when a frame of
 * the file sounded: `{"kind":"run","frame":N,"at":MS}` at each stretch (wall clock, frames then follow at 48 kHz until the next
 * such line), `{"kind":"item","frame":N,"at":MS,"item":ID}` where an item begins, `{"kind":"underrun","frame":N,"frames":N}` for silence, and
 * `{"kind":"back","frame":N}` where what was written ahead was taken back: an earlier line with a higher frame did not sound.
 * A second program finds the same file after a restart and goes on at its end.
 */
export function virtualSink(path: string): Sink {
  let file: number | undefined;
  let total = 0; // frames of the file
  let zero = 0; // frame of the file at which this stretch began
  let pace: Pace = paceFrom(0);
  let written = 0;
  let headerAt = 0;
  let wall = 0;
  let trouble: Reason | undefined;

  const log = (line: object) => appendFileSync(`${path}.json`, `${JSON.stringify(line)}\n`);

  function open(): number {
    let fd = openSync(path, openFlags, 0o644);
    let { size } = fstatSync(fd);
    if (size >= LARGEST) {
      closeSync(fd);
      const aside = path.replace(/(\.wav)?$/, ".1.wav");
      renameSync(path, aside);
      renameSync(`${path}.json`, `${aside}.json`);
      fd = openSync(path, openFlags, 0o644);
      size = 0;
    }
    total = Math.max(0, Math.floor((size - WAV_HEADER) / 2));
    ftruncateSync(fd, WAV_HEADER + total * 2);
    return fd;
  }

  function header(fd: number): void {
    writeSync(fd, wavHeader(total), 0, WAV_HEADER, 0);
    headerAt = total;
  }

  function put(samples: Int16Array): void {
    if (file === undefined) return;
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    try {
      writeWhole(file, bytes, WAV_HEADER + total * 2);
    } catch {
      trouble = "disk-full";
      return;
    }
    total += samples.length;
    written += samples.length;
    if (total - headerAt >= HEADER_EVERY) header(file);
  }

  const at = (frame: number): number => wall + pace.steadyAt(frame) - pace.steadyAt(0);

  return {
    preroll: 300,
    start(now) {
      trouble = undefined;
      file ??= open();
      header(file);
      zero = total;
      written = 0;
      pace = paceFrom(now + OPENING);
      wall = Date.now() + OPENING;
      log({ kind: "run", frame: zero, at: wall });
    },
    running: () => file !== undefined,
    room(now) {
      const missed = pace.missed(now, written);
      if (missed > 0) {
        log({ kind: "underrun", frame: zero + written, frames: missed });
        put(new Int16Array(missed));
      }
      return pace.room(now, written, LEAD);
    },
    written: () => written,
    write: put,
    takeBack(now, guard) {
      const keep = Math.min(written, pace.position(now, written) + guard);
      const back = new Int16Array(written - keep);
      if (file === undefined || back.length === 0) return back;
      const bytes = new Uint8Array(back.buffer);
      total -= back.length;
      written = keep;
      readSync(file, bytes, 0, bytes.length, WAV_HEADER + total * 2);
      ftruncateSync(file, WAV_HEADER + total * 2);
      log({ kind: "back", frame: zero + written });
      header(file);
      return back;
    },
    position: (now) => pace.position(now, written),
    frameAt: (steady) => pace.frameAt(steady),
    steadyAt: (frame) => pace.steadyAt(frame),
    trouble: () => trouble,
    note: (frame, label) => log({ kind: "item", frame: zero + frame, at: at(frame), item: label }),
    stop() {
      if (file === undefined) return;
      header(file);
      closeSync(file);
      file = undefined;
    },
  };
}

function writeWhole(file: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, bytes.length - done, at + done);
  }
}

// Read and write, made when missing, never emptied.
const openFlags = 0o2 | 0o100;
