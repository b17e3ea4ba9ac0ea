/** Gain that moves in a straight line from `from` to `target` in `frames`, so that no start and no cut clicks. */
export interface Ramp {
  readonly from: number;
  readonly target: number;
  readonly frames: number;
  readonly done: number;
}

export const still = (gain: number): Ramp => ({ from: gain, target: gain, frames: 0, done: 0 });

export const gainOf = ({ from, target, frames, done }: Ramp): number =>
  done >= frames ? target : from + ((target - from) * done) / frames;

export const framesLeft = ({ frames, done }: Ramp): number => frames - done;

/** From where it is to `target` in `frames`. */
export const rampTo = (from: Ramp, target: number, frames: number): Ramp => ({
  from: gainOf(from),
  target,
  frames,
  done: 0,
});

export const linear = (dB: number): number => 10 ** (dB / 20);

/** Scales `samples[from, to)` in place and returns the ramp as it stands after them. */
export function applyRamp(ramp: Ramp, samples: Int16Array, from: number, to: number): Ramp {
  if (framesLeft(ramp) === 0 && ramp.target === 1) return ramp;
  const { frames, done, target } = ramp;
  const start = ramp.from;
  for (let i = from; i < to; i++) {
    const at = done + i - from + 1;
    const gain = at >= frames ? target : start + ((target - start) * at) / frames;
    const scaled = Math.round(samples[i]! * gain);
    samples[i] = Math.max(-32_768, Math.min(32_767, scaled));
  }
  return { ...ramp, done: Math.min(frames, done + Math.max(0, to - from)) };
}
