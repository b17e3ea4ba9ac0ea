export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Several two-pole filters in a row that remember where the last slice ended. */
export interface Filter {
  /** Filters in place. */
  run(samples: Float32Array): void;
}

export function cascade(sections: readonly Biquad[]): Filter {
  const memory = sections.map(() => ({ z1: 0, z2: 0 }));
  return {
    run: (samples) => {
      sections.forEach((section, index) => {
        const state = memory[index] as { z1: number; z2: number };
        const { b0, b1, b2, a1, a2 } = section;
        let { z1, z2 } = state;
        for (let i = 0; i < samples.length; i += 1) {
          const x = samples[i] as number;
          const y = b0 * x + z1;
          z1 = b1 * x - a1 * y + z2;
          z2 = b2 * x - a2 * y;
          samples[i] = y;
        }
        // A tail that decays into denormal numbers would slow silence down a hundredfold.
        state.z1 = Math.abs(z1) < 1e-30 ? 0 : z1;
        state.z2 = Math.abs(z2) < 1e-30 ? 0 : z2;
      });
    },
  };
}

/** The quality factors that make two two-pole stages one fourth-order Butterworth filter. */
export const BUTTERWORTH_4 = [0.541_196_1, 1.306_563] as const;

const prewarp = (frequency: number, rate: number): number => Math.tan((Math.PI * frequency) / rate);

export function highPass(frequency: number, q: number, rate: number): Biquad {
  const k = prewarp(frequency, rate);
  const norm = 1 / (1 + k / q + k * k);
  return {
    b0: norm,
    b1: -2 * norm,
    b2: norm,
    a1: 2 * (k * k - 1) * norm,
    a2: (1 - k / q + k * k) * norm,
  };
}

export function lowPass(frequency: number, q: number, rate: number): Biquad {
  const k = prewarp(frequency, rate);
  const norm = 1 / (1 + k / q + k * k);
  const b0 = k * k * norm;
  return { b0, b1: 2 * b0, b2: b0, a1: 2 * (k * k - 1) * norm, a2: (1 - k / q + k * k) * norm };
}
