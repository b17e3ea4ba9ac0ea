/** Sounds for tests, computed: nothing is downloaded, and the same call gives the same samples. */

export const HERTZ = 48_000;

export function tone(hertz: number, seconds: number, amplitude = 0.5, rate = HERTZ): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hertz * i) / rate),
  );
}

/** White noise between -amplitude and amplitude, from a small generator of our own. */
export function noise(seconds: number, amplitude = 0.5, seed = 1, rate = HERTZ): Float32Array {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return Float32Array.from({ length: Math.round(seconds * rate) }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return amplitude * ((state >>> 0) / 2_147_483_648 - 1);
  });
}

export const silence = (seconds: number, rate = HERTZ): Float32Array =>
  new Float32Array(Math.round(seconds * rate));

/** Syllables, words and pauses: bursts of a voiced buzz whose pitch wanders. */
export function babble(seconds: number, amplitude = 0.3, seed = 1, rate = HERTZ): Float32Array {
  const breath = noise(seconds, 1, seed, rate);
  let phase = 0;
  return breath.map((air, i) => {
    const time = i / rate;
    const pitch = 130 + 25 * Math.sin(2 * Math.PI * 0.7 * time + seed);
    phase += (2 * Math.PI * pitch) / rate;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 3.7 * time + seed)) ** 0.6;
    const word = Math.sin(2 * Math.PI * 0.31 * time + 2 * seed) > -0.6 ? 1 : 0;
    const voice = [1, 3, 5, 8, 12].reduce((sum, n) => sum + Math.sin(n * phase) / Math.sqrt(n), 0);
    return amplitude * syllable * word * (voice / 3 + 0.08 * air);
  });
}

export function joined(...pieces: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** Both at once; the second must be as long as the first. */
export const mixed = (one: Float32Array, other: Float32Array): Float32Array =>
  one.map((value, i) => value + (other[i] as number));

/** A 16-bit WAV file; `channels` copies of the same sound. */
export function wavBytes(sound: Float32Array, rate = HERTZ, channels = 1): Buffer {
  const data = Buffer.alloc(sound.length * channels * 2);
  sound.forEach((value, i) => {
    const sample = Math.round(Math.max(-1, Math.min(1, value)) * 32_767);
    for (let channel = 0; channel < channels; channel += 1)
      data.writeInt16LE(sample, (i * channels + channel) * 2);
  });
  const header = Buffer.alloc(44);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(36 + data.length, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

export async function* streamOf(bytes: Uint8Array, piece = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}
