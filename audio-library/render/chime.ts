export type ChimeKind = "none" | "normal" | "emergency";

interface Note {
  readonly hertz: number;
  /** seconds from the start of the chime */
  readonly at: number;
  /** seconds until it has faded to a thousandth */
  readonly ring: number;
}

/** Rising and calm for an ordinary message, a hard alternation for an emergency. */
const OPENING: Record<Exclude<ChimeKind, "none">, readonly Note[]> = {
  normal: [
    { hertz: 523.25, at: 0, ring: 1.1 },
    { hertz: 659.26, at: 0.45, ring: 1.1 },
    { hertz: 783.99, at: 0.9, ring: 1.6 },
  ],
  emergency: [
    { hertz: 987.77, at: 0, ring: 0.9 },
    { hertz: 739.99, at: 0.5, ring: 0.9 },
    { hertz: 987.77, at: 1, ring: 0.9 },
    { hertz: 739.99, at: 1.5, ring: 1.2 },
  ],
};

const CLOSING: typeof OPENING = {
  normal: [
    { hertz: 783.99, at: 0, ring: 1.1 },
    { hertz: 523.25, at: 0.45, ring: 1.5 },
  ],
  emergency: [
    { hertz: 987.77, at: 0, ring: 0.9 },
    { hertz: 739.99, at: 0.5, ring: 1.2 },
  ],
};

/** Strength of the tone and its overtones: a horn sounds a pure tone as a whistle. */
const PARTIALS = [1, 0.4, 0.2];
const ONSET = 0.008;
const FADED = Math.log(1_000);

function strike(out: Float32Array, note: Note, rate: number): void {
  const first = Math.round(note.at * rate);
  const frames = Math.round(note.ring * rate);
  for (let i = 0; i < frames; i += 1) {
    const time = i / rate;
    const envelope = Math.min(1, time / ONSET) * Math.exp((-FADED * time) / note.ring);
    const wave = PARTIALS.reduce(
      (sum, strength, n) => sum + strength * Math.sin(2 * Math.PI * note.hertz * (n + 1) * time),
      0,
    );
    out[first + i] = (out[first + i] as number) + 0.3 * envelope * wave;
  }
}

/** The chime before (`opening`) or after a message, 2-3 seconds; empty for `none`. */
export function chime(kind: ChimeKind, place: "opening" | "closing", rate: number): Float32Array {
  if (kind === "none") return new Float32Array(0);
  const notes = (place === "opening" ? OPENING : CLOSING)[kind];
  const length = Math.max(...notes.map((note) => note.at + note.ring));
  const out = new Float32Array(Math.round(length * rate));
  for (const note of notes) strike(out, note, rate);
  return out;
}
