import type { Work } from "../../audio-library/work.ts";

/** Runs interruptible work to its end and counts how often others could have run. */
export function run<T>(work: Work<T>): { value: T; breaths: number } {
  for (let breaths = 0; ; breaths += 1) {
    const step = work.next();
    if (step.done) return { value: step.value, breaths };
  }
}
