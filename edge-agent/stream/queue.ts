/** Decoded sound that waits to be heard, the oldest first. */
export interface SoundQueue {
  push(samples: Int16Array): void;
  frames(): number;
  /** Exactly so many frames, or nothing. */
  take(frames: number): Int16Array | undefined;
  /** The frames that `take` would give, without taking them. */
  peek(frames: number): Int16Array | undefined;
  /** Forgets the oldest until no more than `most` are left. */
  trim(most: number): void;
}

export function soundQueue(): SoundQueue {
  let parts: Int16Array[] = [];
  let used = 0; // frames of parts[0] that are gone
  let count = 0;

  function copy(frames: number): Int16Array | undefined {
    if (count < frames) return undefined;
    const out = new Int16Array(frames);
    let [done, from] = [0, used];
    for (const part of parts) {
      const some = part.subarray(from, from + frames - done);
      out.set(some, done);
      done += some.length;
      from = 0;
      if (done === frames) break;
    }
    return out;
  }

  function drop(frames: number): void {
    count -= frames;
    used += frames;
    while (parts[0] && used >= parts[0].length) {
      used -= parts[0].length;
      parts = parts.slice(1);
    }
  }

  return {
    push(samples) {
      if (samples.length === 0) return;
      parts.push(samples);
      count += samples.length;
    },
    frames: () => count,
    take(frames) {
      const out = copy(frames);
      if (out) drop(frames);
      return out;
    },
    peek: copy,
    trim(most) {
      if (count > most) drop(count - most);
    },
  };
}
