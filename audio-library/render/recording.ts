import type { Tape } from "./tape.ts";

/** Takes sound of unknown length; what comes out lives in memory or, if long, on disk. */
export interface Recording {
  take(samples: Float32Array): void;
  /** Call once, after the last piece. */
  tape(): Tape;
  /** Gives memory and disk back; the tape is gone then. */
  close(): void;
}
