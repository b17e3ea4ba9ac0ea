/** Gain that moves in a straight line, so that no start and no cut clicks. */
export interface Ramp {
  readonly gain: number;
  readonly target: number;
  /** Change per frame while they differ. */
  readonly step: number;
}

export const still = (gain: number): Ramp => ({ gain, target: gain, step: 0 });

/** From where it is to `target` in `frames`. */
export const rampTo = (from: Ramp, target: number, frames: number): Ramp => ({
  gain: from.gain,
  target,
  step: (target - from.gain) / Math.max(1, frames),
});

export const linear = (dB: number): number => 10 ** (dB / 20);

/** Scales `samples[from, to)` in place and returns the ramp as it stands after them. */
export function applyRamp(ramp: Ramp, samples: Int16Array, from: number, to: number): Ramp {
  let { gain } = ramp;
  const { target, step } = ramp;
  if (step === 0 && gain === 1) return ramp;
  for (let i = from; i < to; i++) {
    if (step !== 0) gain = step > 0 ? Math.min(target, gain + step) : Math.max(target, gain + step);
    const scaled = Math.round((samples[i] ?? 0) * gain);
    samples[i] = Math.max(-32_768, Math.min(32_767, scaled));
  }
  return gain === target ? still(target) : { gain, target, step };
}
