/** What a file of sound held at a moment (steady milliseconds). */
export interface Mark {
  readonly at: number;
  readonly frames: number;
}

/** Frames `from`…`to`-1 of the file, of which the first sounded at `at` and the others followed at the file's rate. */
export interface Stretch {
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** When it was last seen to grow. */
  readonly seen: number;
}

/** A file that has not grown for so long has paused: what comes next has a time of its own. */
const PAUSED = 1_000;
const KEPT = 3_600_000;

/** The stretches of a file that somebody writes while it sounds, after one more look at it. */
export function grow(known: readonly Stretch[], before: Mark, now: Mark): readonly Stretch[] {
  if (now.frames === before.frames) return known;
  const kept = cutTo(known, now.frames).filter(({ seen }) => seen > now.at - KEPT);
  if (now.frames < before.frames) return kept; // what was written ahead was taken back
  const last = kept.at(-1);
  if (last && last.to === before.frames && now.at - last.seen <= PAUSED) {
    return [...kept.slice(0, -1), { ...last, to: now.frames, seen: now.at }];
  }
  return [...kept, { at: before.at, from: before.frames, to: now.frames, seen: now.at }];
}

const cutTo = (known: readonly Stretch[], frames: number): Stretch[] =>
  known
    .filter(({ from }) => from < frames)
    .map((one) => ({ ...one, to: Math.min(one.to, frames) }));
