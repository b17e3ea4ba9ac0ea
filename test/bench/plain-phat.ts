// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { powerOfTwoFor, realFft } from "../../edge-agent/evidence/fft.ts";

/** The usual answer (GCC-PHAT over the whole stretch), as the peer to beat: peak² ÷ mean² over the searched lags. */
export function plainPhat(
  reference: Float32Array,
  capture: Float32Array,
  centre: number,
  reach: number,
): { readonly score: number; readonly lag: number } {
  const fft = realFft(powerOfTwoFor(Math.max(reference.length, capture.length) * 2));
  const [time, x, y] = [
    new Float64Array(fft.size),
    new Float64Array(fft.size + 2),
    new Float64Array(fft.size + 2),
  ];
  time.set(reference);
  fft.forward(time, x);
  time.fill(0);
  time.set(capture);
  fft.forward(time, y);
  const bins = fft.size / 2;
  for (let k = 0; k <= bins; k++) {
    const hertz = (k * 8_000) / fft.size;
    const re = x[2 * k]! * y[2 * k]! + x[2 * k + 1]! * y[2 * k + 1]!;
    const im = x[2 * k]! * y[2 * k + 1]! - x[2 * k + 1]! * y[2 * k]!;
    const size = Math.hypot(re, im);
    const inside = hertz >= 300 && hertz <= 3_800 && size > 0;
    x[2 * k] = inside ? re / size : 0;
    x[2 * k + 1] = inside ? im / size : 0;
  }
  fft.inverse(x, time);
  let best = { square: 0, lag: 0 };
  let sum = 0;
  for (let lag = centre - reach; lag <= centre + reach; lag++) {
    const square = time[(lag + fft.size) % fft.size]! ** 2;
    sum += square;
    if (square > best.square) best = { square, lag };
  }
  return { score: best.square / (sum / (2 * reach + 1)), lag: best.lag };
}
