import type { Segment } from "../../contract/facts.ts";
import type { OccurrenceId } from "../../contract/ids.ts";
import type { Occurrence } from "../../contract/plan.ts";
import { TOLERANCE } from "../../contract/programme.ts";
import type { Instant, Window } from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import type { CarriedItem, Hours } from "../fleet/succession.ts";
import type { Ground } from "./check.ts";

/** An airing that the successor's hours keep from sounding at a cluster, or not when or as long as it was to. */
export interface Changed {
  readonly broadcast: string;
  readonly title: string;
  readonly fate: "silent" | "shifted";
  /** Why it does not sound: a word of the timeline; `session` where it only moves. */
  readonly why: string;
}

const EVER: Window = {
  from: Number.NEGATIVE_INFINITY as Instant,
  to: Number.POSITIVE_INFINITY as Instant,
};

/** What the same orders do at a cluster under other hours, against what they would do: no second set of rules, the timeline twice. */
export function underHours({ documents, cluster, facts }: Ground, hours: Hours): Changed[] {
  const before = timeline(documents, cluster, facts, EVER);
  const after = timeline(documents, { ...cluster, ...hours }, facts, EVER);
  const reasons = new Map(after.refusals.map((one) => [one.occurrence, one.reason]));
  const now = stretches(after.segments);
  const airings = new Map(
    documents
      .flatMap((one): readonly Occurrence[] =>
        one.kind === "plan" ? one.occurrences : one.emergencies,
      )
      .map((one) => [one.id, one]),
  );
  return [...stretches(before.segments)].flatMap(([id, was]): Changed[] => {
    const is = now.get(id);
    const { broadcast, title } = airings.get(id) as Occurrence;
    const why = reasons.get(id) ?? "session";
    if (!is) return [{ broadcast, title, fate: "silent", why }];
    const moved = Math.abs(is.start - was.start) > TOLERANCE || was.length - is.length > TOLERANCE;
    return moved ? [{ broadcast, title, fate: "shifted", why }] : [];
  });
}

interface Stretch {
  readonly start: number;
  readonly length: number;
}

function stretches(segments: readonly Segment[]): ReadonlyMap<OccurrenceId, Stretch> {
  const all = new Map<OccurrenceId, Stretch>();
  for (const { occurrence, start, end } of segments) {
    const one = all.get(occurrence) ?? { start, length: 0 };
    all.set(occurrence, { start: one.start, length: one.length + end - start });
  }
  return all;
}

/** One line for each order and what happens to it; `count` airings at clusters. */
export function hoursItems(
  found: readonly { readonly commune: string; readonly changed: Changed }[],
): readonly CarriedItem[] {
  const lines = new Map<string, CarriedItem & { readonly count: number }>();
  for (const { commune, changed } of found) {
    const { broadcast, title, fate, why } = changed;
    const key = JSON.stringify([commune, broadcast, fate, why]);
    const count = (lines.get(key)?.count ?? 0) + 1;
    const about = { kind: "airing", id: broadcast, name: title, from: commune };
    lines.set(key, { ...about, fate, why, count });
  }
  return [...lines.values()];
}
