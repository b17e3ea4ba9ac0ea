/** Work that can be interrupted: each `yield` is a good moment for others to run. */
export type Work<T> = Generator<undefined, T, undefined>;

/** Lets other work of the process run for a moment. */
export type Breathe = () => Promise<void>;

/** Runs heavy work in slices, so that the process stays awake. `undefined`: it was stopped. */
export async function drive<T>(
  work: Work<T>,
  breathe: Breathe,
  signal: AbortSignal | undefined,
): Promise<{ value: T } | undefined> {
  for (;;) {
    if (signal?.aborted) return undefined;
    const step = work.next();
    if (step.done) return { value: step.value };
    await breathe();
  }
}
