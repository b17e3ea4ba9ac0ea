import { partOfTape, slices, type Tape } from "./tape.ts";

const LOOK = 0.01;
/** Under the loudest moment, in amplitude: what is softer at the ends is no speech. */
const UNDER_PEAK = 0.003;
const KEEP = 0.03;

/** Half of how far the samples reach: a direct current, which is no sound, does not count. */
function swingOf(samples: Float32Array): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < samples.length; i += 1) {
    const value = samples[i] as number;
    if (value > most) most = value;
    if (value < least) least = value;
  }
  return (most - least) / 2;
}

/** The tape without the silence at both ends; a breath stays, so that no consonant is lost. */
export function trimSilence(tape: Tape, rate: number): Tape {
  const step = Math.round(rate * LOOK);
  const peaks: number[] = [];
  for (const { samples } of slices(tape))
    for (let at = 0; at < samples.length; at += step)
      peaks.push(swingOf(samples.subarray(at, at + step)));
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
