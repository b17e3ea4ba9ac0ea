import type { Cluster } from "./agent-config.ts";
import type { Item } from "./item.ts";
import { latestStart } from "./item.ts";
import type { Occurrence } from "./plan.ts";
import type { Reason } from "./reasons.ts";
import { type Instant, lastOf, later } from "./time.ts";

/** Why an item can never sound on this cluster, whatever else happens; judged by a board alone, however it was signed. */
export function barred(item: Item, cluster: Pick<Cluster, "exercise">): Reason | undefined {
  const { occurrence } = item;
  if (!mayBeHeard(occurrence, cluster)) return "not-actual";
  // Programme 1169, duty 17: what is a state secret is never publicised, whoever approved it.
  if (occurrence.secrecy === "state-secret") return "state-secret";
  if (!isApproved(occurrence)) return "not-approved";
  if (item.whole === 0) return "malformed";
  if (item.planned < item.end && item.planned <= latestStart(item)) return undefined;
  if (!wouldFit(item, occurrence.notAfter)) return "outside-window";
  return wouldFit(item, item.end) ? "not-yet-valid" : "content-expired";
}

/** An exercise or a test sounds in exercise mode only, and says first that it is one. */
function mayBeHeard({ status, parts }: Occurrence, cluster: Pick<Cluster, "exercise">): boolean {
  if (status === "actual") return true;
  const [first] = parts;
  return cluster.exercise && first?.kind === "audio" && first.role === "exercise-notice";
}

/** One person approves what is ordinary, two an emergency. */
const isApproved = ({ approvedBy, level }: Occurrence): boolean =>
  new Set(approvedBy).size >= (level === "emergency" ? 2 : 1);

/** Whether it would fit before `end` if all of its content were valid already. */
function wouldFit({ occurrence, elastic, whole }: Item, end: Instant): boolean {
  const { notBefore, placement } = occurrence;
  const planned = placement.kind === "session" ? notBefore : lastOf(notBefore, placement.at);
  return planned < end && (elastic || later(planned, whole) <= end);
}
