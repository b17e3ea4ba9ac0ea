import { hornBand } from "./band.ts";
import { type ChimeKind, chime } from "./chime.ts";
import { fromDecibel } from "./decibel.ts";
import { loudnessMeter } from "./loudness.ts";
import { joinTapes, memoryTape, type Tape } from "./tape.ts";

/**
 * Everything is put together, levelled and given to the encoder at this rate: the band ends at 7 kHz, so
 * twice as many samples would cost twice the time for nothing. Opus comes out at 48 kHz all the same.
 */
export const HERTZ = 24_000;

/** A stretch of speech and the seconds of silence behind it, if more follows. */
export interface Spoken {
  readonly sound: Tape;
  readonly rest: number;
}

/** Seconds of a sound's beginning and of its end that every message with the same chime has. */
export interface Shared {
  readonly before: number;
  readonly after: number;
}

const AROUND_CHIME = 0.4;
const CHIME_UNDER_SPEECH = 3;
/** Seconds of a speech that tell how loud it is. */
const TASTE = 20;

/** Loudness in the band that will sound; changes `sound`. */
function loudnessInBand(sound: Float32Array): number {
  hornBand(HERTZ).run(sound);
  const meter = loudnessMeter(HERTZ);
  meter.push(sound);
  return meter.integrated();
}

function tasteOf(part: Tape): Float32Array {
  const taste = new Float32Array(Math.min(part.frames, TASTE * HERTZ));
  part.read(0, taste);
  return taste;
}

/** A chime 3 dB softer than the speech beside it: it calls, it does not frighten. */
function fitChime(sound: Float32Array, speech: number): Float32Array {
  if (!Number.isFinite(speech)) return sound;
  const gain = fromDecibel(speech - CHIME_UNDER_SPEECH - loudnessInBand(sound.slice()));
  return sound.map((value) => value * gain);
}

const silence = (seconds: number): Tape =>
  memoryTape(new Float32Array(Math.round(seconds * HERTZ)));

const lengthOf = (kind: ChimeKind, place: "opening" | "closing"): number =>
  chime(kind, place, HERTZ).length / HERTZ;

/** What `compose` puts around the words. */
export const sharedBy = (kind: ChimeKind): Shared => ({
  before: lengthOf(kind, "opening"),
  after: lengthOf(kind, "closing"),
});

/** Chime, parts with rests between them, chime: one sound that is then levelled as a whole. */
export function compose(parts: readonly Spoken[], kind: ChimeKind): Tape {
  const spoken = parts.flatMap(({ sound, rest }, index) =>
    index === parts.length - 1 ? [sound] : [sound, silence(rest)],
  );
  const [first] = spoken;
  if (kind === "none" || first === undefined) return joinTapes(spoken);
  const speech = loudnessInBand(tasteOf(first));
  const fitted = (place: "opening" | "closing"): Tape =>
    memoryTape(fitChime(chime(kind, place, HERTZ), speech));
  return joinTapes([
    fitted("opening"),
    silence(AROUND_CHIME),
    ...spoken,
    silence(AROUND_CHIME),
    fitted("closing"),
  ]);
}
