import { hornBand } from "./band.ts";
import { type ChimeKind, chime } from "./chime.ts";
import { fromDecibel } from "./decibel.ts";
import { loudnessMeter } from "./loudness.ts";

/** Everything is put together and delivered at this rate. */
export const HERTZ = 48_000;

export interface Layout {
  readonly chime: ChimeKind;
  /** seconds of silence between the parts */
  readonly pause: number;
}

const AROUND_CHIME = 0.4;
const CHIME_UNDER_SPEECH = 3;
/** Enough of a speech to know how loud it is. */
const TASTE = 20;

function loudnessInBand(sound: Float32Array): number {
  const taste = sound.slice(0, TASTE * HERTZ);
  hornBand(HERTZ).run(taste);
  const meter = loudnessMeter(HERTZ);
  meter.push(taste);
  return meter.integrated();
}

/** A chime 3 dB softer than the speech beside it: it calls, it does not frighten. */
function fitChime(sound: Float32Array, speech: number): Float32Array {
  const own = loudnessInBand(sound);
  if (!Number.isFinite(own) || !Number.isFinite(speech)) return sound;
  const gain = fromDecibel(speech - CHIME_UNDER_SPEECH - own);
  return sound.map((value) => value * gain);
}

function join(pieces: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** Chime, parts with pauses between them, chime: one sound that is then levelled as a whole. */
export function compose(parts: readonly Float32Array[], layout: Layout): Float32Array {
  const silence = (seconds: number): Float32Array => new Float32Array(Math.round(seconds * HERTZ));
  const spoken = parts.flatMap((part, index) =>
    index === 0 ? [part] : [silence(layout.pause), part],
  );
  if (layout.chime === "none") return join(spoken);
  const loudness = loudnessInBand(parts[0] ?? silence(0));
  const [before, after] = (["opening", "closing"] as const).map((place) =>
    fitChime(chime(layout.chime, place, HERTZ), loudness),
  ) as [Float32Array, Float32Array];
  return join([before, silence(AROUND_CHIME), ...spoken, silence(AROUND_CHIME), after]);
}
