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

/** A stretch of another tape. */
export function partOfTape(tape: Tape, from: number, to: number): Tape {
  return {
    frames: to - from,
    read: (at, into) => tape.read(from + at, into.subarray(0, Math.max(0, to - from - at))),
    write: (at, samples) => tape.write(from + at, samples),
  };
}

/** Several tapes one after the other, without copying them. */
export function joinTapes(tapes: readonly Tape[]): Tape {
  const starts: number[] = [];
  let frames = 0;
  for (const tape of tapes) {
    starts.push(frames);
    frames += tape.frames;
  }
  /** Cuts `length` frames from `at` on at the seams: which tape, where in it, where in the slice. */
  const pieces = function* (at: number, length: number) {
    for (const [index, tape] of tapes.entries()) {
      const start = starts[index] as number;
      const first = Math.max(at, start);
      const last = Math.min(at + length, start + tape.frames);
      if (first < last) yield { tape, at: first - start, from: first - at, to: last - at };
    }
  };
  return {
    frames,
    read: (at, into) => {
      let count = 0;
      for (const piece of pieces(at, into.length))
        count += piece.tape.read(piece.at, into.subarray(piece.from, piece.to));
      return count;
    },
    write: (at, samples) => {
      for (const piece of pieces(at, samples.length))
        piece.tape.write(piece.at, samples.subarray(piece.from, piece.to));
    },
  };
}

/** Half a second at 24 kHz: a slice is worked off in a few milliseconds, then others may run. */
const SLICE = 12_000;

/** The slices of a tape in order. The buffer is used again for the next slice. */
export function* slices(tape: Tape): Generator<{ at: number; samples: Float32Array }> {
  const buffer = new Float32Array(SLICE);
  for (let at = 0; at < tape.frames; at += SLICE)
    yield { at, samples: buffer.subarray(0, tape.read(at, buffer)) };
}
