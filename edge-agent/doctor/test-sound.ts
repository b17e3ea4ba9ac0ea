import { FRAMES_PER_SECOND } from "../player/player.ts";
import { wavHeader } from "../player/wav.ts";

export const TEST_SECONDS = 10;
const LOUD = 0.12;
/** Bursts like syllables: a steady tone is equal to itself at every moment and could prove nothing. */
const BURST = 0.26 * FRAMES_PER_SECOND;
const SOUNDING = 0.7;

/** A hiss in bursts, the same on every board and like no message: the microphone can tell it from everything else. */
export function testSound(): Uint8Array {
  const frames = TEST_SECONDS * FRAMES_PER_SECOND;
  const samples = new Int16Array(frames);
  let state = 20_270_126;
  let low = 0;
  for (let n = 0; n < frames; n++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const white = state / 0x8000_0000 - 1;
    low += 0.35 * (white - low); // less shrill
    const phase = (n % BURST) / BURST / SOUNDING;
    const envelope = phase < 1 ? Math.sin(Math.PI * phase) : 0;
    samples[n] = Math.round(32_767 * LOUD * 2 * envelope * low);
  }
  const header = wavHeader(frames);
  const bytes = new Uint8Array(header.length + samples.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(samples.buffer), header.length);
  return bytes;
}
