import type { Target } from "./gaps.ts";

export interface DatedTarget extends Target {
  readonly due: string;
  readonly place: string;
  readonly source: string;
  readonly perMonth?: number;
}

/**
 * The target that holds on a day at a place, which is named by its scopes, the nearest first: the place's own before those above
 * it, the next that falls due before later ones, and one that is over only where none is to come.
 */
export function targetFor(
  targets: readonly DatedTarget[],
  metric: Target["metric"],
  scopes: readonly string[],
  day: string,
): DatedTarget | undefined {
  const rank = (one: DatedTarget) => (one.due >= day ? 0 : 1);
  const distance = (one: DatedTarget) => scopes.indexOf(one.place);
  const soonest = (one: DatedTarget, other: DatedTarget) => (one.due < other.due ? -1 : 1);
  return targets
    .filter((one) => one.metric === metric && scopes.includes(one.place))
    .sort(
      (one, other) =>
        rank(one) - rank(other) ||
        distance(one) - distance(other) ||
        (rank(one) === 0 ? soonest(one, other) : soonest(other, one)),
    )[0];
}
