/** A document's place in its row of versions. */
export interface Version {
  readonly scope: string;
  readonly document: string;
  readonly epoch: number;
  readonly revision: number;
}

/** Whether a board has what it should play: all of its scopes' newest documents, not all of them, or nobody knows. */
export type PlanState = "current" | "behind" | "unknown";

export const scopesOfBoard = (agent: string, commune: string, province: string | undefined) => [
  "centre",
  ...(province === undefined ? [] : [`p-${province}`]),
  `c-${commune}`,
  `a-${agent}`,
];

/** What a board says it has applied against the newest version of each document of its scopes. */
export function planState(
  applied: readonly Version[] | undefined,
  scopes: readonly string[],
  newest: ReadonlyMap<string, readonly Version[]>,
): PlanState {
  if (applied === undefined) return "unknown";
  const wanted = scopes.flatMap((scope) => newest.get(scope) ?? []);
  const has = (head: Version): boolean =>
    applied.some(
      (one) =>
        one.scope === head.scope &&
        one.document === head.document &&
        one.epoch === head.epoch &&
        one.revision >= head.revision,
    );
  return wanted.every(has) ? "current" : "behind";
}
