import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sha256 } from "../../contract/ids.ts";
import { wavHeader } from "../../edge-agent/player/wav.ts";
import { noise } from "./audio.ts";
import { sha256 } from "./small-centre.ts";

/** A 16-bit WAV of unique noise: every stretch of it can be told from every other by the ear. */
export function noiseWav(seconds: number, seed: number, amplitude = 0.3): Buffer {
  const samples = noise(seconds, amplitude, seed);
  const pcm = Int16Array.from(samples, (sample) => Math.round(sample * 32_767));
  return Buffer.concat([wavHeader(pcm.length), Buffer.from(pcm.buffer)]);
}

/** Keeps a sound in a folder under the hash of its bytes, as a board's store does. */
export function keepSound(folder: string, bytes: Uint8Array): Sha256 {
  const name = sha256(bytes);
  writeFileSync(join(folder, name), bytes);
  return name;
}

/** The samples of such a file. */
export function samplesOf(wav: Buffer): Float32Array {
  const out = new Float32Array((wav.length - 44) / 2);
  for (let i = 0; i < out.length; i++) out[i] = wav.readInt16LE(44 + i * 2) / 32_768;
  return out;
}

export interface SinkLine {
  readonly kind: "run" | "item" | "underrun" | "back";
  readonly frame: number;
  readonly at: number;
  readonly item?: string;
  readonly frames?: number;
}

/** What the virtual loudspeaker wrote beside its recording. */
export const sinkLines = (text: string): SinkLine[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as SinkLine);

/** The wall clock at which a second of the recording sounded. */
export function wallOf(lines: readonly SinkLine[], second: number): number {
  const frame = Math.round(second * 48_000);
  const run = lines.findLast((line) => line.kind === "run" && line.frame <= frame);
  if (!run) throw new Error(`no run holds second ${second}`);
  return run.at + (frame - run.frame) / 48;
}
