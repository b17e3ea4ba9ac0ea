import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { steadyMilliseconds } from "../clock.adapter.ts";
import { findWavSound, type WavSound } from "../player/wav.ts";
import type { EarChoice } from "./ear.ts";
import { grow, type Mark, type Stretch } from "./growth.ts";
import { RATE } from "./prepare.ts";
import { resample, resampler } from "./resample.ts";

/** What was heard lately, at 8 kHz. */
export interface Microphone {
  /** Sound between two steady moments; zeros where there is none. */
  between(from: number, to: number): Float32Array;
  close(): void;
}

export const openMicrophone = (choice: EarChoice): Microphone =>
  choice.kind === "file" ? fileMicrophone(choice.path) : cardMicrophone(choice);

const LOOK_EVERY = 100;
const HEAD = 4_096;

/** A 16-bit WAV file that another program writes while the sound lasts. */
function fileMicrophone(path: string): Microphone {
  let sound: WavSound | undefined;
  let inode = 0;
  let mark: Mark = { at: steadyMilliseconds(), frames: 0 };
  let stretches: readonly Stretch[] = [];
  const timer = setInterval(look, LOOK_EVERY);
  look();
  // What was in the file before this program looked has no time: it is not what sounds now.
  stretches = [];

  function withFile<T>(run: (file: number) => T): T | undefined {
    let file: number;
    try {
      file = openSync(path, "r");
    } catch {
      return undefined; // not there yet, or set aside just now
    }
    try {
      return run(file);
    } finally {
      closeSync(file);
    }
  }

  function look(): void {
    const at = steadyMilliseconds();
    const frames = withFile((file) => {
      const { size, ino } = fstatSync(file);
      if (ino !== inode) {
        [inode, sound, stretches] = [ino, undefined, []];
        mark = { at: mark.at, frames: 0 };
      }
      sound ??= headOf(file);
      if (!sound) return 0;
      return Math.max(0, Math.floor((size - sound.from) / (2 * sound.channels)));
    });
    const now = { at, frames: frames ?? 0 };
    stretches = grow(stretches, mark, now);
    mark = now;
  }

  function read(file: number, from: number, to: number): Float32Array {
    const { channels, from: start } = sound as WavSound;
    const bytes = Buffer.alloc(Math.max(0, to - from) * 2 * channels);
    readSync(file, bytes, 0, bytes.length, start + from * 2 * channels);
    const out = new Float32Array(Math.max(0, to - from));
    for (let i = 0; i < out.length; i++) {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += bytes.readInt16LE((i * channels + c) * 2);
      out[i] = sum / channels / 32_768;
    }
    return out;
  }

  return {
    between(from, to) {
      look();
      const out = new Float32Array(Math.max(0, Math.round(((to - from) * RATE) / 1_000)));
      withFile((file) => {
        for (const one of sound ? stretches : []) {
          const perMs = (sound as WavSound).rate / 1_000;
          const first = Math.max(one.from, Math.round(one.from + (from - one.at) * perMs));
          const last = Math.min(one.to, Math.round(one.from + (to - one.at) * perMs));
          if (last <= first) continue;
          const at = one.at + (first - one.from) / perMs;
          const samples = resample(read(file, first, last), (sound as WavSound).rate, RATE);
          put(out, Math.round(((at - from) * RATE) / 1_000), samples);
        }
      });
      return out;
    },
    close: () => clearInterval(timer),
  };
}

function headOf(file: number): WavSound | undefined {
  const head = new Uint8Array(HEAD);
  return findWavSound(head.subarray(0, readSync(file, head, 0, HEAD, 0)));
}

function put(target: Float32Array, at: number, samples: Float32Array): void {
  const from = Math.max(0, -at);
  const room = target.length - Math.max(0, at);
  if (room > 0 && from < samples.length) {
    target.set(samples.subarray(from, Math.min(samples.length, from + room)), Math.max(0, at));
  }
}

const CARD_RATE = 48_000;
/** The longest programme and a minute, in samples; 30 MB once it is full. */
const KEPT = 31 * 60 * RATE;
/** Milliseconds that the card may be late before it counts as a gap. */
const GAP = 250;
const AGAIN = 5_000;

/** A sound card through `arecord`; automatic gain and noise suppression must be off. */
function cardMicrophone(choice: Extract<EarChoice, { kind: "alsa" }>): Microphone {
  const ring = new Int16Array(KEPT);
  let zero: number | undefined; // the steady moment of sample 0
  let count = 0;
  let child: ChildProcess | undefined;
  let closed = false;
  let later: NodeJS.Timeout | undefined;
  open();

  function open(): void {
    const narrow = resampler(CARD_RATE, RATE);
    const one = spawn(
      choice.program ?? "arecord",
      [
        ...(choice.args ?? [
          "-q",
          ...["-t", "raw", "-f", "S16_LE", "-r", String(CARD_RATE), "-c", "1"],
          ...["-D", choice.device],
        ]),
      ],
      { stdio: ["ignore", "pipe", "ignore"] },
    );
    child = one;
    let odd = Buffer.alloc(0);
    one.stdout.on("data", (chunk: Buffer) => {
      const bytes = Buffer.concat([odd, chunk]);
      odd = bytes.subarray(bytes.length & ~1);
      const samples = new Float32Array(bytes.length >> 1);
      for (let i = 0; i < samples.length; i++) samples[i] = bytes.readInt16LE(2 * i) / 32_768;
      take(narrow.push(samples), (samples.length * 1_000) / CARD_RATE);
    });
    one.on("error", () => undefined); // `close` follows
    one.on("close", () => {
      if (!closed) later = setTimeout(open, AGAIN);
    });
  }

  function take(samples: Float32Array, length: number): void {
    const began = steadyMilliseconds() - length;
    zero ??= began;
    const missed = began - zero - (count * 1_000) / RATE;
    if (missed > GAP) {
      for (let i = 0; i < Math.min(KEPT, (missed * RATE) / 1_000); i++) ring[count++ % KEPT] = 0;
    }
    for (const sample of samples) ring[count++ % KEPT] = Math.round(sample * 32_767);
  }

  return {
    between(from, to) {
      const out = new Float32Array(Math.max(0, Math.round(((to - from) * RATE) / 1_000)));
      if (zero === undefined) return out;
      const start = Math.round(((from - zero) * RATE) / 1_000);
      for (let i = 0; i < out.length; i++) {
        const at = start + i;
        if (at >= 0 && at < count && at >= count - KEPT) {
          out[i] = (ring[at % KEPT] ?? 0) / 32_767;
        }
      }
      return out;
    },
    close() {
      closed = true;
      clearTimeout(later);
      child?.kill();
    },
  };
}
