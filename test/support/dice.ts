// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
/** Repeatable chance: the same seed throws the same numbers on every machine. */
export interface Dice {
  /** 0 ≤ x < 1 */
  unit(): number;
  between(low: number, high: number): number;
  whole(low: number, high: number): number;
  gauss(): number;
  pick<T>(of: readonly T[]): T;
  /** Independent dice for one purpose, so that adding a throw elsewhere changes nothing here. */
  fork(purpose: number): Dice;
}

export function dice(seed: number): Dice {
  let state = mix(seed >>> 0) || 1;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  let spare: number | undefined;
  const gauss = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const size = Math.sqrt(-2 * Math.log(1 - unit()));
    const angle = 2 * Math.PI * unit();
    spare = size * Math.sin(angle);
    return size * Math.cos(angle);
  };
  return {
    unit,
    between: (low, high) => low + (high - low) * unit(),
    whole: (low, high) => low + Math.floor((high - low + 1) * unit()),
    gauss,
    pick: (of) => of[Math.floor(of.length * unit())]!,
    fork: (purpose) => dice(mix(seed ^ mix(purpose + 0x9e37))),
  };
}

function mix(n: number): number {
  let h = n >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
