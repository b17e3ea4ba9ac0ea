import { linear } from "../player/mix.ts";

/** −2 dBFS: with what lies between samples that stays under −1 dBTP. */
const CEILING = 26_028;
/** dB a chunk of 10 ms: down 6 dB a second, up 2. */
const DOWN = 0.06;
const UP = 0.02;

/** Brings a stream to its gain, slowly, and holds its peaks under the ceiling. */
export interface Leveller {
  /** Scales a chunk in place; `next` is the one after it, so that its peak is seen before it comes. */
  level(chunk: Int16Array, next: Int16Array | undefined, wanted: number): void;
  /** The next chunk is of another source: its gain is taken at once. */
  reset(): void;
}

export function leveller(): Leveller {
  let gain: number | undefined;
  let edge: number | undefined;
  return {
    level(chunk, next, wanted) {
      gain = gain === undefined ? wanted : towards(gain, wanted);
      const here = Math.min(linear(gain), CEILING / peakOf(chunk));
      const end = Math.min(here, next ? CEILING / peakOf(next) : here);
      const start = Math.min(here, edge ?? here);
      for (let i = 0; i < chunk.length; i++) {
        const now = start + ((end - start) * i) / chunk.length;
        chunk[i] = Math.round((chunk[i] as number) * now);
      }
      edge = end;
    },
    reset() {
      gain = undefined;
      edge = undefined;
    },
  };
}

const towards = (gain: number, wanted: number): number =>
  wanted < gain ? Math.max(wanted, gain - DOWN) : Math.min(wanted, gain + UP);

function peakOf(samples: Int16Array): number {
  let peak = 1;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}
