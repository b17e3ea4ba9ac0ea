import { partOfTape, slices, type Tape } from "./tape.ts";

const LOOK = 0.01;
/** Under the loudest moment, in amplitude: what is softer at the ends is no speech. */
const UNDER_PEAK = 0.003;
const KEEP = 0.03;

function peakOf(samples: Float32Array): number {
  let most = 0;
  for (let i = 0; i < samples.length; i += 1) {
    const value = Math.abs(samples[i] as number);
    if (value > most) most = value;
  }
  return most;
}

/** The tape without the silence at both ends; a breath stays, so that no consonant is lost. */
export function trimSilence(tape: Tape, rate: number): Tape {
  const step = Math.round(rate * LOOK);
  const peaks: number[] = [];
  for (const { samples } of slices(tape))
    for (let at = 0; at < samples.length; at += step)
      peaks.push(peakOf(samples.subarray(at, at + step)));
  const threshold = peaks.reduce((most, peak) => Math.max(most, peak), 0) * UNDER_PEAK;
  const first = peaks.findIndex((peak) => peak > threshold);
  if (first < 0) return partOfTape(tape, 0, 0);
  const last = peaks.findLastIndex((peak) => peak > threshold);
  const keep = Math.round(rate * KEEP);
  return partOfTape(
    tape,
    Math.max(0, first * step - keep),
    Math.min(tape.frames, (last + 1) * step + keep),
  );
}
