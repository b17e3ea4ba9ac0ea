// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
/** Two-pole filters for the simulated street; the test's own, so that it does not lean on the code it judges. */
export type Shape = "low" | "high" | "band";

export function filtered(
  x: Float32Array,
  rate: number,
  shape: Shape,
  hertz: number,
  q = Math.SQRT1_2,
): Float32Array {
  const w = (2 * Math.PI * hertz) / rate;
  const alpha = Math.sin(w) / (2 * q);
  const cos = Math.cos(w);
  const a0 = 1 + alpha;
  const gain = { low: (1 - cos) / 2, high: (1 + cos) / 2, band: alpha }[shape] / a0;
  const [b0, b1, b2] = { low: [1, 2, 1], high: [1, -2, 1], band: [1, 0, -1] }[shape] as [
    number,
    number,
    number,
  ];
  const [a1, a2] = [(-2 * cos) / a0, (1 - alpha) / a0];
  const y = new Float32Array(x.length);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let n = 0; n < x.length; n++) {
    const value = gain * (b0 * x[n]! + b1 * x1 + b2 * x2) - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x[n]!, y1, value];
    y[n] = value;
  }
  return y;
}

/** What lies between 300 and 3,800 Hz, by steep filters. */
export function inBand(x: Float32Array, rate: number): Float32Array {
  let band = x;
  for (const q of [0.51, 0.6, 0.9, 2.56])
    band = filtered(filtered(band, rate, "high", 300, q), rate, "low", 3_800, q);
  return band;
}

/** Its mean power. */
export const inBandPower = (x: Float32Array, rate: number): number => power(inBand(x, rate));

export function power(x: Float32Array): number {
  let sum = 0;
  for (const value of x) sum += value * value;
  return x.length > 0 ? sum / x.length : 0;
}

export function scaled(x: Float32Array, gain: number): Float32Array {
  return x.map((value) => value * gain);
}

/** Adds `from` into `into`, `at` samples later; what falls outside is lost. */
export function addAt(into: Float32Array, from: Float32Array, at: number, gain = 1): void {
  const last = Math.min(from.length, into.length - at);
  for (let n = Math.max(0, -at); n < last; n++) into[at + n]! += gain * from[n]!;
}

export function joined(...parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
