const FULL = 32_767;

export function toFloat(samples: Int16Array): Float32Array {
  const out = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i += 1) out[i] = (samples[i] as number) / FULL;
  return out;
}

/** Rounds to 16 bits; what exceeds full scale is clipped, never wrapped. */
export function toInt16(samples: Float32Array): Int16Array {
  const out = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i += 1)
    out[i] = Math.max(-FULL, Math.min(FULL, Math.round((samples[i] as number) * FULL)));
  return out;
}
