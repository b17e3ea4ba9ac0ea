// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
/** A real Fourier transform of one fixed size. A spectrum is interleaved re, im for bins 0…size/2: `size + 2` numbers. */
export interface RealFft {
  readonly size: number;
  /** `samples` has `size` numbers, `spectrum` `size + 2`; both belong to the caller and must not overlap. */
  forward(samples: Float64Array, spectrum: Float64Array): void;
  /** Exact inverse of `forward`, scaled by 1/size; `spectrum` is left as it was. */
  inverse(spectrum: Float64Array, samples: Float64Array): void;
}

export const powerOfTwoFor = (least: number): number =>
  2 ** Math.ceil(Math.log2(Math.max(4, least)));

/** `size` must be a power of two, 4 or more. Keeps its tables and scratch memory, so make one and use it often. */
export function realFft(size: number): RealFft {
  if (size < 4 || !Number.isInteger(Math.log2(size)))
    throw new RangeError(`not a power of two: ${size}`);
  const half = size / 2;
  const wheel = turns(half);
  const fine = turns(size);
  const packed = new Float64Array(size);
  const scratch = new Float64Array(size);

  function forward(samples: Float64Array, spectrum: Float64Array): void {
    packed.set(samples.subarray(0, size));
    const z = complexFft(packed, scratch, wheel);
    spectrum[0] = z[0]! + z[1]!;
    spectrum[1] = 0;
    spectrum[size] = z[0]! - z[1]!;
    spectrum[size + 1] = 0;
    // Even samples ride as the real part and odd ones as the imaginary part of one half-size transform: part them again.
    for (let k = 1, m = half - 1; k <= m; k++, m--) {
      const evenRe = 0.5 * (z[2 * k]! + z[2 * m]!);
      const evenIm = 0.5 * (z[2 * k + 1]! - z[2 * m + 1]!);
      const oddRe = 0.5 * (z[2 * k + 1]! + z[2 * m + 1]!);
      const oddIm = 0.5 * (z[2 * m]! - z[2 * k]!);
      const turnedRe = oddRe * fine[2 * k]! - oddIm * fine[2 * k + 1]!;
      const turnedIm = oddRe * fine[2 * k + 1]! + oddIm * fine[2 * k]!;
      spectrum[2 * k] = evenRe + turnedRe;
      spectrum[2 * k + 1] = evenIm + turnedIm;
      spectrum[2 * m] = evenRe - turnedRe;
      spectrum[2 * m + 1] = turnedIm - evenIm;
    }
  }

  function inverse(spectrum: Float64Array, samples: Float64Array): void {
    packed[0] = 0.5 * (spectrum[0]! + spectrum[size]!);
    packed[1] = -0.5 * (spectrum[0]! - spectrum[size]!);
    for (let k = 1, m = half - 1; k <= m; k++, m--) {
      const evenRe = 0.5 * (spectrum[2 * k]! + spectrum[2 * m]!);
      const evenIm = 0.5 * (spectrum[2 * k + 1]! - spectrum[2 * m + 1]!);
      const turnedRe = 0.5 * (spectrum[2 * k]! - spectrum[2 * m]!);
      const turnedIm = 0.5 * (spectrum[2 * k + 1]! + spectrum[2 * m + 1]!);
      const oddRe = turnedRe * fine[2 * k]! + turnedIm * fine[2 * k + 1]!;
      const oddIm = turnedIm * fine[2 * k]! - turnedRe * fine[2 * k + 1]!;
      // Conjugated, so that the forward transform does the inverse.
      packed[2 * k] = evenRe - oddIm;
      packed[2 * k + 1] = -(evenIm + oddRe);
      packed[2 * m] = evenRe + oddIm;
      packed[2 * m + 1] = evenIm - oddRe;
    }
    const z = complexFft(packed, scratch, wheel);
    for (let k = 0; k < half; k++) {
      samples[2 * k] = z[2 * k]! / half;
      samples[2 * k + 1] = -z[2 * k + 1]! / half;
    }
  }

  return { size, forward, inverse };
}

/** e^(-2πik/n) for k = 0…n-1, interleaved. */
function turns(n: number): Float64Array {
  const table = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    table[2 * k] = Math.cos((2 * Math.PI * k) / n);
    table[2 * k + 1] = -Math.sin((2 * Math.PI * k) / n);
  }
  return table;
}

/** Self-sorting (Stockham) transform, radix 4 with one radix 2 step where needed; answers whichever buffer holds the result. */
function complexFft(input: Float64Array, spare: Float64Array, wheel: Float64Array): Float64Array {
  let [x, y] = [input, spare];
  let n = input.length / 2;
  for (let stride = 1; n > 1; ) {
    if (n === 2) {
      radix2(x, y, stride);
      n = 1;
    } else {
      radix4(x, y, n / 4, stride, wheel);
      n /= 4;
      stride *= 4;
    }
    [x, y] = [y, x];
  }
  return x;
}

function radix2(x: Float64Array, y: Float64Array, stride: number): void {
  for (let q = 0; q < 2 * stride; q++) {
    const a = x[q]!;
    const b = x[q + 2 * stride]!;
    y[q] = a + b;
    y[q + 2 * stride] = a - b;
  }
}

function radix4(
  x: Float64Array,
  y: Float64Array,
  quarter: number,
  stride: number,
  wheel: Float64Array,
): void {
  const step = 2 * stride * quarter;
  const row = 2 * stride;
  for (let p = 0; p < quarter; p++) {
    const turn = 2 * p * stride;
    const w1r = wheel[turn]!;
    const w1i = wheel[turn + 1]!;
    const w2r = wheel[2 * turn]!;
    const w2i = wheel[2 * turn + 1]!;
    const w3r = wheel[3 * turn]!;
    const w3i = wheel[3 * turn + 1]!;
    let from = p * row;
    let to = 4 * p * row;
    for (const end = from + row; from < end; from += 2, to += 2) {
      const ar = x[from]!;
      const ai = x[from + 1]!;
      const br = x[from + step]!;
      const bi = x[from + step + 1]!;
      const cr = x[from + 2 * step]!;
      const ci = x[from + 2 * step + 1]!;
      const dr = x[from + 3 * step]!;
      const di = x[from + 3 * step + 1]!;
      const sumR = ar + cr;
      const sumI = ai + ci;
      const apartR = ar - cr;
      const apartI = ai - ci;
      const otherR = br + dr;
      const otherI = bi + di;
      const turnedR = di - bi;
      const turnedI = br - dr;
      const oneR = apartR - turnedR;
      const oneI = apartI - turnedI;
      const twoR = sumR - otherR;
      const twoI = sumI - otherI;
      const threeR = apartR + turnedR;
      const threeI = apartI + turnedI;
      y[to] = sumR + otherR;
      y[to + 1] = sumI + otherI;
      y[to + row] = w1r * oneR - w1i * oneI;
      y[to + row + 1] = w1r * oneI + w1i * oneR;
      y[to + 2 * row] = w2r * twoR - w2i * twoI;
      y[to + 2 * row + 1] = w2r * twoI + w2i * twoR;
      y[to + 3 * row] = w3r * threeR - w3i * threeI;
      y[to + 3 * row + 1] = w3r * threeI + w3i * threeR;
    }
  }
}
