import { FRAMES_PER_SECOND } from "./player.ts";

export const WAV_HEADER = 44;

/** The header of a mono s16 file of so many frames. */
export function wavHeader(frames: number, rate: number = FRAMES_PER_SECOND): Uint8Array {
  const bytes = new Uint8Array(WAV_HEADER);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string) => {
    for (let i = 0; i < word.length; i++) view.setUint8(at + i, word.charCodeAt(i));
  };
  text(0, "RIFF");
  view.setUint32(4, 36 + frames * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, frames * 2, true);
  return bytes;
}

export interface WavSound {
  readonly channels: number;
  readonly rate: number;
  /** Where the samples begin and, by their header, end. */
  readonly from: number;
  readonly to: number;
}

/** Finds the samples of a 16-bit PCM file by its first bytes; `undefined` for anything else. */
export function findWavSound(bytes: Uint8Array): WavSound | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.length < WAV_HEADER || word(0) !== "RIFF" || word(8) !== "WAVE") return undefined;
  let format: { channels: number; rate: number } | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    if (word(at) === "fmt " && at + 24 <= bytes.length) {
      if (view.getUint16(at + 8, true) !== 1 || view.getUint16(at + 22, true) !== 16)
        return undefined;
      format = { channels: view.getUint16(at + 10, true), rate: view.getUint32(at + 12, true) };
    }
    if (word(at) === "data" && format) {
      return { ...format, from: at + 8, to: at + 8 + size };
    }
    at += 8 + size + (size % 2);
  }
  return undefined;
}
