// The ear: hears what a loudspeaker was given and names each item, where it began and how much of it sounded. It knows the library's
// audio and nothing else: no plan, no receipt, no word of an agent. Every end-to-end run is judged by it.

/** One stretch of one item. Times in seconds: `at` in the recording, `offset` in the item. */
export interface Heard {
  readonly item: string;
  readonly at: number;
  readonly offset: number;
  readonly length: number;
}

/** Mono samples at 8 kHz, which is enough to tell items apart and places a start to 0.125 ms. */
export const RATE = 8_000;
const FRAME = 160; // 20 ms
const SAME = 0.6;
const SHORTEST = 0.2; // seconds: less than this names nothing
const QUIET = 1e-4;

/** From 48 kHz to 8 kHz: a windowed sinc, every sixth sample. */
export function to8k(samples: Float32Array): Float32Array {
  const taps = 97;
  const middle = (taps - 1) / 2;
  const kernel = Float64Array.from({ length: taps }, (_, i) => {
    const x = (i - middle) / 6;
    const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    return (sinc * (0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (taps - 1)))) / 6;
  });
  const out = new Float32Array(Math.ceil(samples.length / 6));
  for (let n = 0; n < out.length; n += 1) {
    let sum = 0;
    for (let i = 0; i < taps; i += 1) sum += (kernel[i] ?? 0) * (samples[n * 6 + i - middle] ?? 0);
    out[n] = sum;
  }
  return out;
}

/** In-place radix-2 FFT; `inverse` is not scaled. */
function fft(re: Float64Array, im: Float64Array, inverse: boolean): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i += 1) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j] as number, re[i] as number];
      [im[i], im[j]] = [im[j] as number, im[i] as number];
    }
  }
  for (let size = 2; size <= n; size <<= 1) butterflies(re, im, size, inverse);
}

function butterflies(re: Float64Array, im: Float64Array, size: number, inverse: boolean): void {
  const half = size / 2;
  const step = ((inverse ? 2 : -2) * Math.PI) / size;
  for (let k = 0; k < half; k += 1) {
    const [c, s] = [Math.cos(step * k), Math.sin(step * k)];
    for (let a = k; a < re.length; a += size) {
      const b = a + half;
      const [br, bi] = [re[b] as number, im[b] as number];
      const [tr, ti] = [br * c - bi * s, br * s + bi * c];
      re[b] = (re[a] as number) - tr;
      im[b] = (im[a] as number) - ti;
      re[a] = (re[a] as number) + tr;
      im[a] = (im[a] as number) + ti;
    }
  }
}

/** The shift of `item` inside `heard` (in samples, may be negative) at which the two agree most. */
function bestShift(heard: Float32Array, item: Float32Array): number {
  let size = 1;
  while (size < heard.length + item.length) size <<= 1;
  const [hr, hi] = [new Float64Array(size), new Float64Array(size)];
  const [ir, ii] = [new Float64Array(size), new Float64Array(size)];
  hr.set(heard);
  ir.set(item);
  fft(hr, hi, false);
  fft(ir, ii, false);
  for (let k = 0; k < size; k += 1) {
    const [a, b, c, d] = [hr[k] as number, hi[k] as number, ir[k] as number, ii[k] as number];
    hr[k] = a * c + b * d;
    hi[k] = b * c - a * d;
  }
  fft(hr, hi, true);
  let best = 0;
  for (let k = 1; k < size; k += 1) if ((hr[k] as number) > (hr[best] as number)) best = k;
  return best >= heard.length ? best - size : best;
}

const isPause = (item: Float32Array, from: number): boolean => {
  let x = 0;
  for (let i = 0; i < FRAME; i += 1) x += (item[from + i] ?? 0) ** 2;
  return x / FRAME < QUIET * QUIET * 100;
};

/** Whether 20 ms of the recording are that stretch of the item, whatever the volume. */
function sameFrame(heard: Float32Array, at: number, item: Float32Array, from: number): boolean {
  let [dot, h, x] = [0, 0, 0];
  for (let i = 0; i < FRAME; i += 1) {
    const [a, b] = [heard[at + i] ?? 0, item[from + i] ?? 0];
    dot += a * b;
    h += a * a;
    x += b * b;
  }
  // A pause inside the item is right only where the recording is silent too.
  if (x / FRAME < QUIET * QUIET * 100) return h / FRAME < QUIET * QUIET * 400;
  return dot > SAME * Math.sqrt(h * x) && h > 0;
}

/** The stretches of one item along one shift; a gap of up to 100 ms does not part them. */
function along(
  heard: Float32Array,
  item: Float32Array,
  shift: number,
): { from: number; to: number }[] {
  const out: { from: number; to: number; good: number; sounding: number }[] = [];
  for (let from = 0; from + FRAME <= item.length; from += FRAME) {
    const at = from + shift;
    if (at < 0 || at + FRAME > heard.length || !sameFrame(heard, at, item, from)) continue;
    const sounding = isPause(item, from) ? 0 : FRAME;
    const last = out.at(-1);
    if (last && from - last.to <= FRAME * 5) {
      last.to = from + FRAME;
      last.good += FRAME;
      last.sounding += sounding;
    } else out.push({ from, to: from + FRAME, good: FRAME, sounding });
  }
  return out.filter(
    (one) => one.sounding >= SHORTEST * RATE && one.good > 0.6 * (one.to - one.from),
  );
}

const LOOKS = 12;

/** Everything that was heard of these items (8 kHz), in order of time. */
export function listen(recording: Float32Array, items: ReadonlyMap<string, Float32Array>): Heard[] {
  const rest = Float32Array.from(recording);
  const out: Heard[] = [];
  for (const [item, samples] of items) {
    for (let look = 0; look < LOOKS; look += 1) {
      const shift = bestShift(rest, samples);
      const found = along(rest, samples, shift);
      if (found.length === 0) break;
      for (const { from, to } of found) {
        rest.fill(0, from + shift, to + shift);
        out.push({
          item,
          at: (from + shift) / RATE,
          offset: from / RATE,
          length: (to - from) / RATE,
        });
      }
    }
  }
  return out.sort((one, other) => one.at - other.at);
}

/** How far a recording contains an item as a whole: the normalised cross-correlation at the best shift, 0 to 1. */
export function likeness(heard: Float32Array, item: Float32Array): number {
  const shift = bestShift(heard, item);
  let [dot, h, x] = [0, 0, 0];
  for (let i = 0; i < item.length; i += 1) {
    const [a, b] = [heard[i + shift] ?? 0, item[i] ?? 0];
    dot += a * b;
    h += a * a;
    x += b * b;
  }
  return h > 0 && x > 0 ? dot / Math.sqrt(h * x) : 0;
}

/** Seconds of an item that were heard at least once, however often it was cut. */
export function secondsHeard(heard: readonly Heard[], item: string): number {
  const stretches = heard
    .filter((one) => one.item === item)
    .map((one) => ({ from: one.offset, to: one.offset + one.length }))
    .sort((one, other) => one.from - other.from);
  let [sum, reached] = [0, 0];
  for (const { from, to } of stretches) {
    sum += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return sum;
}

/** How often an item began. What goes on where the stretch before it ended (a starved sound card left a gap) is no new start. */
export function starts(heard: readonly Heard[], item: string): number {
  const mine = heard.filter((one) => one.item === item);
  return mine.filter((one, n) => {
    const before = mine[n - 1];
    const goesOn = before !== undefined && one.offset >= before.offset + before.length - 0.05;
    return one.offset < 0.3 && !goesOn;
  }).length;
}
