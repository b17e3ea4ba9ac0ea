import { fateOf } from "../../contract/explain.ts";
import type { OccurrenceId } from "../../contract/ids.ts";
import type { Reason } from "../../contract/reasons.ts";
import type { Instant } from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import type { OccurrenceTable } from "../store/tables.ts";
import type { Ground } from "./check.ts";
import { progressOf, type Step } from "./commune-progress.ts";
import type { MustPlayItem } from "./must-play-api.ts";
import { noHoursOf, reasonText } from "./no-hours.ts";
import type { Iso } from "./view.ts";

/** A priority airing with what its order says. */
export interface MustPlayRow extends OccurrenceTable {
  readonly title: string;
  readonly place: string;
}

/** One airing everywhere: what one order has at one time is one item, in however many scopes it airs. */
export function airings(rows: readonly MustPlayRow[]): readonly (readonly MustPlayRow[])[] {
  const all = new Map<string, MustPlayRow[]>();
  for (const row of rows) {
    const key = `${row.broadcast} ${row.not_before}`;
    all.set(key, [...(all.get(key) ?? []), row]);
  }
  return [...all.values()];
}

/** Nothing final was said about it, and its deadline is still to come. */
export const waits = ({ pair }: Step): boolean => pair.outcome === null && pair.reason === null;

/** Which of these orders will find no place on a cluster, as its timeline has it now. */
export function unplaced(
  { documents, cluster, facts, regulated = false }: Ground,
  orders: readonly {
    readonly id: string;
    readonly not_before: number;
    readonly not_after: number;
  }[],
): ReadonlyMap<string, InVain> {
  const from = Math.min(...orders.map((one) => one.not_before)) as Instant;
  const to = Math.max(...orders.map((one) => one.not_after)) as Instant;
  const found = timeline(documents, cluster, facts, { from, to });
  const without = new Map<string, InVain>();
  const none = noHoursOf(cluster, regulated);
  for (const { id } of orders) {
    const fate = fateOf(found, id as OccurrenceId);
    if (fate?.kind !== "refused") continue;
    without.set(id, { reason: fate.reason, text: reasonText(fate.reason, none) });
  }
  return without;
}

/** Why a cluster waits in vain. */
export interface InVain {
  readonly reason: Reason;
  readonly text: string;
}

/** The step of a cluster that waits in vain says so. */
export const foretold = (step: Step, why: InVain | undefined): Step =>
  why === undefined || !waits(step)
    ? step
    : { ...step, pair: { ...step.pair, reason: why.reason, reasonText: why.text } };

export interface Seen {
  readonly rows: readonly MustPlayRow[];
  readonly steps: readonly Step[];
}

export function mustPlayItem(
  { rows, steps }: Seen,
  names: ReadonlyMap<string, string>,
  now: Instant,
  iso: Iso,
): MustPlayItem {
  const [first] = rows as readonly [MustPlayRow, ...MustPlayRow[]];
  const deadline = Math.max(...rows.map((one) => one.not_after));
  const { total, communes } = progressOf(steps, [], names);
  const behind = communes.filter(({ clusters, played }) => played < clusters);
  return {
    broadcast: first.broadcast as MustPlayItem["broadcast"],
    occurrence: first.id as MustPlayItem["occurrence"],
    title: first.title,
    from: first.place,
    notBefore: iso(first.not_before),
    deadline: iso(deadline),
    over: deadline <= now,
    total,
    communesDone: communes.length - behind.length,
    communes: behind,
  };
}
