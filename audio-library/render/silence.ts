const LOOK = 0.01;
/** Under the loudest moment, in amplitude: what is softer at the ends is no speech. */
const UNDER_PEAK = 0.003;
const KEEP = 0.03;

function peakOf(samples: Float32Array, from: number, to: number): number {
  let most = 0;
  for (let i = from; i < to; i += 1) most = Math.max(most, Math.abs(samples[i] as number));
  return most;
}

/** Cuts silence off both ends and leaves a breath, so that no consonant is lost. */
export function trimSilence(samples: Float32Array, rate: number): Float32Array {
  const step = Math.round(rate * LOOK);
  const threshold = peakOf(samples, 0, samples.length) * UNDER_PEAK;
  let start = samples.length;
  let end = 0;
  for (let at = 0; at < samples.length; at += step) {
    const stop = Math.min(at + step, samples.length);
    if (peakOf(samples, at, stop) <= threshold) continue;
    start = Math.min(start, at);
    end = stop;
  }
  if (end === 0) return new Float32Array(0);
  const keep = Math.round(rate * KEEP);
  return samples.subarray(Math.max(0, start - keep), Math.min(samples.length, end + keep));
}
