import type { Document } from "../../contract/plan.ts";
import { hours, type Instant } from "../../contract/time.ts";

const HORIZON_LOW = hours(24);

/**
 * A scope without a plan, or one whose plan soon says nothing more: ask again. The board's own scope has a plan only when something
 * was ordered for it alone.
 */
export function isHungry(
  scopes: readonly string[],
  documents: readonly Document[],
  now: Instant,
): boolean {
  const places = scopes.filter((scope) => !scope.startsWith("a-"));
  return places.some((scope) => {
    const plan = documents.find((one) => one.kind === "plan" && one.scope === scope);
    return plan?.kind !== "plan" || plan.horizon.to < now + HORIZON_LOW;
  });
}
