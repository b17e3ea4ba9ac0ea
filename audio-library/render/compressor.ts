import type { Filter } from "./biquad.ts";
import { fromDecibel } from "./decibel.ts";

export interface CompressorSettings {
  /** dBFS */
  readonly threshold: number;
  readonly ratio: number;
  /** seconds */
  readonly attack: number;
  /** seconds */
  readonly release: number;
  /** Width in dB over which the ratio sets in. */
  readonly knee: number;
}

export const SPEECH_COMPRESSOR: CompressorSettings = {
  threshold: -18,
  ratio: 4,
  attack: 0.005,
  release: 0.15,
  knee: 4,
};

/** The gain in dB that a level in dB gets: none below the knee, the full ratio above it. */
export function compressionGain(level: number, settings: CompressorSettings): number {
  const over = level - settings.threshold;
  const slope = 1 / settings.ratio - 1;
  const half = settings.knee / 2;
  if (over <= -half) return 0;
  if (over >= half) return slope * over;
  return (slope * (over + half) ** 2) / (2 * settings.knee);
}

/** The curve is worked out once for so many samples and drawn as a line between: it moves slowly. */
const STEP = 16;

/** Evens out loud and soft syllables by the power of the last moments. */
export function compressor(settings: CompressorSettings, rate: number): Filter {
  const rise = 1 - Math.exp(-1 / (settings.attack * rate));
  const fall = 1 - Math.exp(-1 / (settings.release * rate));
  let power = 0;
  let gain = 1;
  let slope = 0;
  let phase = 0;
  return {
    run: (samples) => {
      for (let i = 0; i < samples.length; i += 1) {
        const value = samples[i] as number;
        const now = value * value;
        power += (now - power) * (now > power ? rise : fall);
        if (phase === 0) {
          const level = 10 * Math.log10(power + 1e-12);
          slope = (fromDecibel(compressionGain(level, settings)) - gain) / STEP;
        }
        gain += slope;
        phase = (phase + 1) % STEP;
        samples[i] = value * gain;
      }
    },
  };
}
