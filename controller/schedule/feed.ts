import type { Timeline } from "../../contract/facts.ts";
import type { Occurrence } from "../../contract/plan.ts";
import type { Instant } from "../../contract/time.ts";
import { isoOf } from "../iso.ts";
import { themeName } from "../message/themes.ts";
import type { FeedEvent } from "./ical.ts";

/** What the board of one cluster will play, by its own computation. */
export interface ClusterTimeline {
  readonly cluster: string;
  readonly timeline: Timeline;
  readonly occurrences: ReadonlyMap<string, Occurrence>;
}

interface Run {
  readonly occurrence: Occurrence;
  readonly start: Instant;
  readonly end: Instant;
}

const PRIORITY = { emergency: 1, priority: 5, normal: 9 } as const;

/** An event for each stretch in which an item sounds without a break, the same on however many clusters. */
export function eventsOf(clusters: readonly ClusterTimeline[], place: string): FeedEvent[] {
  const runs = new Map<string, { readonly run: Run; readonly clusters: string[] }>();
  for (const { cluster, timeline, occurrences } of clusters) {
    for (const run of runsOf(timeline, occurrences)) {
      const key = `${run.start.toString().padStart(16, "0")} ${run.end} ${run.occurrence.id}`;
      const known = runs.get(key) ?? { run, clusters: [] };
      known.clusters.push(cluster);
      runs.set(key, known);
    }
  }
  const inOrder = [...runs].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const told = new Map<string, number>();
  return inOrder.map(([, { run, clusters: where }]) => {
    // Its place among the airing's stretches, not its start, which moves while it waits to be heard of.
    const nth = told.get(run.occurrence.id) ?? 0;
    told.set(run.occurrence.id, nth + 1);
    return eventOf(run, where, place, nth);
  });
}

function runsOf({ segments }: Timeline, occurrences: ReadonlyMap<string, Occurrence>): Run[] {
  const runs: Run[] = [];
  for (const { occurrence: id, start, end } of segments) {
    const before = runs.at(-1);
    if (before?.occurrence.id === id && before.end === start)
      runs[runs.length - 1] = { ...before, end };
    // A segment is always of an occurrence of the same documents.
    else runs.push({ occurrence: occurrences.get(id) as Occurrence, start, end });
  }
  return runs;
}

function eventOf(
  { occurrence, start, end }: Run,
  clusters: readonly string[],
  place: string,
  nth: number,
): FeedEvent {
  const exercise = occurrence.status === "actual" ? "" : "[DIỄN TẬP] ";
  return {
    uid: `${occurrence.id}-${nth}@vangxa`,
    start: utc(start),
    // An item shorter than a second is still an event.
    end: utc(Math.max(end, start + 1_000) as Instant),
    summary: `${exercise}${occurrence.title}`,
    description: `${clusters.length} cụm loa: ${clusters.join(", ")}`,
    location: place,
    categories: occurrence.theme === undefined ? [] : [themeName(occurrence.theme)],
    priority: PRIORITY[occurrence.level],
  };
}

export const utc = (at: Instant): string => isoOf(at).replace(/\.\d{3}Z$/, "Z");
