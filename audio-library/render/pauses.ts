/** Shorter rests belong to the sounds themselves: the closure of a consonant, the end of a word. */
const SHORTEST = 0.12;
const LOOK = 0.01;
const UNDER_PEAK = 0.003;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function silentStretches(sound: Float32Array, rate: number): Stretch[] {
  const step = Math.round(rate * LOOK);
  const threshold = sound.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * UNDER_PEAK;
  const found: Stretch[] = [];
  let from = 0;
  for (let at = 0; at <= sound.length; at += step) {
    const look = sound.subarray(at, at + step);
    if (look.length > 0 && look.every((value) => Math.abs(value) <= threshold)) continue;
    if (at - from >= SHORTEST * rate) found.push({ from, to: at });
    from = at + step;
  }
  return found;
}

/** Makes every rest between words `factor` times as long, whatever engine spoke. */
export function stretchPauses(sound: Float32Array, rate: number, factor: number): Float32Array {
  if (factor === 1) return sound;
  const stretches = silentStretches(sound, rate).map(({ from, to }) => ({
    middle: Math.floor((from + to) / 2),
    added: Math.round((to - from) * (factor - 1)),
  }));
  const total = stretches.reduce((sum, { added }) => sum + added, sound.length);
  const out = new Float32Array(total);
  let read = 0;
  let write = 0;
  for (const { middle, added } of stretches) {
    // Taken from or put into the middle, so that both edges keep their breath.
    const half = Math.max(0, -added) / 2;
    const before = sound.subarray(read, middle - Math.floor(half));
    out.set(before, write);
    write += before.length + Math.max(0, added);
    read = middle + Math.ceil(half);
  }
  out.set(sound.subarray(read), write);
  return out;
}
