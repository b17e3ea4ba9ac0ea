/**
 * Mono sound of a known length that is worked on in place, slice by slice. Samples are floats, 1 is
 * full scale. A short sound lives in memory, a long one may live in a file: nobody else can tell.
 */
export interface Tape {
  readonly frames: number;
  /** Fills `into` from frame `at` on and returns how many frames there were. */
  read(at: number, into: Float32Array): number;
  write(at: number, from: Float32Array): void;
}

export function memoryTape(samples: Float32Array): Tape {
  return {
    frames: samples.length,
    read: (at, into) => {
      const part = samples.subarray(at, at + into.length);
      into.set(part);
      return part.length;
    },
    write: (at, from) => samples.set(from, at),
  };
}

/** About half a second at 48 kHz: a slice is worked off in a few milliseconds, then others may run. */
export const SLICE = 24_000;

/** The slices of a tape in order. The buffer is used again for the next slice. */
export function* slices(tape: Tape): Generator<{ at: number; samples: Float32Array }> {
  const buffer = new Float32Array(SLICE);
  for (let at = 0; at < tape.frames; at += SLICE)
    yield { at, samples: buffer.subarray(0, tape.read(at, buffer)) };
}
