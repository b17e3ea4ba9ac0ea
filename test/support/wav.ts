import { readFileSync } from "node:fs";
import { OggOpusDecoder } from "ogg-opus-decoder";

/** Samples (−1 … 1) of a 16-bit mono WAV, even one that is still growing. */
export function readWav(file: string): { rate: number; samples: Float32Array } {
  const bytes = readFileSync(file);
  let [at, rate] = [12, 48_000];
  while (at + 8 <= bytes.length) {
    const name = bytes.toString("ascii", at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (name === "fmt ") rate = bytes.readUInt32LE(at + 12);
    if (name === "data") return { rate, samples: floats(bytes.subarray(at + 8)) };
    at += 8 + size + (size % 2);
  }
  return { rate, samples: new Float32Array(0) };
}

function floats(bytes: Buffer): Float32Array {
  const out = new Float32Array(Math.floor(bytes.length / 2));
  for (let i = 0; i < out.length; i += 1) out[i] = bytes.readInt16LE(i * 2) / 32_768;
  return out;
}

/** The sound of an Ogg Opus file, mono at 48 kHz. */
export async function readOpus(file: string): Promise<Float32Array> {
  const decoder = new OggOpusDecoder();
  await decoder.ready;
  const { channelData } = await decoder.decodeFile(readFileSync(file));
  decoder.free();
  return channelData[0] ?? new Float32Array(0);
}
