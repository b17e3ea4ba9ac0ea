import { FRAMES_PER_SECOND } from "../player/player.ts";

/** The level of every item of the library (audio.md section 4), LUFS. */
export const TARGET = -16;
/** dB that a stream may be changed by: a whisper is not blown up to a roar of noise. */
const MOST_UP = 12;
const MOST_DOWN = -30;
/** LUFS: what is under it is a pause and says nothing about the level. */
const GATE = -50;
const BLOCK = FRAMES_PER_SECOND / 10;
/** Blocks of 100 ms that are remembered: 4 s. */
const MEMORY = 40;

/** ITU-R BS.1770 at 48 kHz: the shelf of the head, then the high-pass. */
const STAGES = [
  [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585],
  [1, -2, 1, -1.99004745483398, 0.99007225036621],
] as const;

/** Loudness of a stream as it comes in, and the gain that brings it to the common level. */
export interface LoudnessMeter {
  hear(samples: Int16Array): void;
  /** dB; 0 until something was heard. */
  gain(): number;
  /** A new connection may be another programme. */
  reset(): void;
}

export function loudnessMeter(): LoudnessMeter {
  const memory = STAGES.map(() => [0, 0] as [number, number]);
  let blocks: number[] = [];
  let [sum, count] = [0, 0];

  function weigh(sample: number): number {
    let x = sample;
    for (const [i, [b0, b1, b2, a1, a2]] of STAGES.entries()) {
      const z = memory[i] as [number, number];
      const y = b0 * x + z[0];
      z[0] = b1 * x - a1 * y + z[1];
      z[1] = b2 * x - a2 * y;
      x = y;
    }
    return x;
  }

  return {
    hear(samples) {
      for (const sample of samples) {
        sum += weigh(sample / 32_768) ** 2;
        count += 1;
        if (count < BLOCK) continue;
        const power = sum / BLOCK;
        if (lufs(power) > GATE) blocks = [...blocks, power].slice(-MEMORY);
        [sum, count] = [0, 0];
      }
    },
    gain() {
      if (blocks.length === 0) return 0;
      const mean = blocks.reduce((all, power) => all + power, 0) / blocks.length;
      return Math.max(MOST_DOWN, Math.min(MOST_UP, TARGET - lufs(mean)));
    },
    reset() {
      blocks = [];
    },
  };
}

const lufs = (power: number): number => 10 * Math.log10(power + 1e-12) - 0.691;
