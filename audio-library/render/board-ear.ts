/** Hears a finished file as a board will: with the same decoder. */
export interface BoardEar {
  /** Hands over the sound at 48 kHz; answers its frames, or nothing when a board could not decode it. */
  hear(
    file: Uint8Array,
    how: {
      readonly signal?: AbortSignal | undefined;
      readonly take: (samples: Float32Array) => void;
    },
  ): Promise<number | undefined>;
}

/** Whatever rate went in, Opus comes out at this one. */
export const BOARD_HERTZ = 48_000;
