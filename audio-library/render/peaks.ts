/** Columns of the drawn wave: as JSON under 4 KB. */
const COLUMNS = 800;
const FULL = 255;

/** Collects the drawn wave of a sound: the largest amplitude of each column, 0-255. */
export function peakColumns(frames: number): {
  push(samples: Float32Array): void;
  columns(): number[];
} {
  const count = Math.min(COLUMNS, Math.max(frames, 1));
  const most = new Float32Array(count);
  let at = 0;
  return {
    push: (samples) => {
      for (let i = 0; i < samples.length; i += 1) {
        const column = Math.min(count - 1, Math.floor(((at + i) * count) / frames));
        const value = Math.abs(samples[i] as number);
        if (value > (most[column] as number)) most[column] = value;
      }
      at += samples.length;
    },
    columns: () => Array.from(most, (value) => Math.min(FULL, Math.round(value * FULL))),
  };
}
