export interface WavSound {
  readonly sampleRate: number;
  readonly pcm: Int16Array;
}

const ascii = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + 4));

/**
 * Reads 16-bit mono WAV. A program that writes to a pipe cannot know the length beforehand, so the
 * last chunk ends where the bytes end, whatever its header claims.
 */
export function readWav(bytes: Uint8Array): WavSound | undefined {
  if (bytes.length < 44 || ascii(bytes, 0) !== "RIFF" || ascii(bytes, 8) !== "WAVE")
    return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sampleRate = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (ascii(bytes, at) === "fmt " && body + 16 <= bytes.length) {
      const mono16 = view.getUint16(body + 2, true) === 1 && view.getUint16(body + 14, true) === 16;
      if (!mono16) return undefined;
      sampleRate = view.getUint32(body + 4, true);
    }
    if (ascii(bytes, at) === "data") {
      if (sampleRate === 0) return undefined;
      const length = Math.min(size, bytes.length - body) & ~1;
      // A copy: samples must start at an even address, and a Buffer is a window on a larger one.
      const data = new Uint8Array(bytes.subarray(body, body + length));
      return { sampleRate, pcm: new Int16Array(data.buffer) };
    }
    at = body + size + (size % 2);
  }
  return undefined;
}
