import { type Duration, seconds, shorter, times } from "../../contract/time.ts";

/** Waits that double up to `longest`, each between half and the whole: a fleet that lost its broker does not return at once. */
export function* backoff(
  chance: () => number,
  first: Duration = seconds(1),
  longest: Duration = seconds(60),
): Generator<Duration, never> {
  for (let wait = first; ; wait = shorter(longest, times(wait, 2))) {
    yield times(wait, 0.5 + chance() / 2);
  }
}
