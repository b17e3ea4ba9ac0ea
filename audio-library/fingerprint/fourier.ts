/** Power of each line of `samples` (a power of two of them), 0 up to half the rate. */
export function powerOf(samples: Float64Array): Float64Array {
  const size = samples.length;
  const real = reordered(samples);
  const imaginary = new Float64Array(size);
  for (let half = 1; half < size; half *= 2)
    for (let twist = 0; twist < half; twist += 1) {
      const angle = (-Math.PI * twist) / half;
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
      for (let at = twist; at < size; at += 2 * half) {
        const [a, b] = [real[at + half]!, imaginary[at + half]!];
        const [x, y] = [a * cosine - b * sine, a * sine + b * cosine];
        real[at + half] = real[at]! - x;
        imaginary[at + half] = imaginary[at]! - y;
        real[at]! += x;
        imaginary[at]! += y;
      }
    }
  return Float64Array.from({ length: size / 2 }, (_, k) => real[k]! ** 2 + imaginary[k]! ** 2);
}

/** In the order of mirrored bits, as the butterflies want them. */
function reordered(samples: Float64Array): Float64Array {
  const out = new Float64Array(samples.length);
  for (let at = 0, mirror = 0; at < samples.length; at += 1) {
    out[mirror] = samples[at]!;
    let bit = samples.length >> 1;
    for (; bit > 0 && mirror & bit; bit >>= 1) mirror ^= bit;
    mirror |= bit;
  }
  return out;
}
