import type { Static } from "typebox";
import type { Cluster } from "../../contract/agent-config.ts";
import type { Facts, Timeline } from "../../contract/facts.ts";
import type { ClusterId } from "../../contract/ids.ts";
import type { Document } from "../../contract/plan.ts";
import { days, type Instant } from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import { type Result, refuse } from "../problems.ts";
import { noHoursOf, reasonText } from "./no-hours.ts";
import type { TimelineView } from "./schedule-api.ts";
import type { Iso } from "./view.ts";

/** What the board of a cluster has been told and has reported: the same input that the board computes from. */
export interface Known {
  readonly documents: readonly Document[];
  readonly cluster: Cluster;
  readonly facts: Facts;
  /** Its commune has a regulation of its own. */
  readonly regulated?: boolean;
}

export interface TimelineDeps {
  readonly iso: Iso;
  readonly parseInstant: (iso: string) => Instant | undefined;
  readonly known: (cluster: ClusterId) => Promise<Known | undefined>;
}

export interface TimelineService {
  of(cluster: ClusterId, from: string, to: string): Promise<Result<Static<typeof TimelineView>>>;
}

export const createTimeline = (deps: TimelineDeps): TimelineService => ({
  of: async (cluster, fromText, toText) => {
    const from = deps.parseInstant(fromText);
    const to = deps.parseInstant(toText);
    if (from === undefined || to === undefined) return refuse("no-such-time");
    if (!(to > from) || to - from > days(31)) return refuse("window-too-long");
    const known = await deps.known(cluster);
    if (!known) return refuse("cluster-unknown");
    const found = timeline(known.documents, known.cluster, known.facts, { from, to });
    return { ok: true, value: view(found, known, deps.iso) };
  },
});

function view(
  found: Timeline,
  { documents, cluster, regulated = false }: Known,
  iso: Iso,
): Static<typeof TimelineView> {
  const occurrences = new Map(
    documents
      .flatMap((one) => (one.kind === "plan" ? one.occurrences : one.emergencies))
      .map((one) => [one.id, one]),
  );
  const about = (id: string) => {
    const one = occurrences.get(id as never);
    return {
      title: one?.title ?? "",
      level: one?.level ?? "normal",
      broadcast: one?.broadcast ?? "",
    };
  };
  return {
    from: iso(found.window.from),
    to: iso(found.window.to),
    segments: found.segments.map((segment) => ({
      ...about(segment.occurrence),
      occurrence: segment.occurrence,
      part: segment.part,
      offset: segment.offset / 1_000,
      start: iso(segment.start),
      end: iso(segment.end),
    })),
    refusals: found.refusals.map((refusal) => ({
      ...about(refusal.occurrence),
      occurrence: refusal.occurrence,
      reason: refusal.reason,
      reasonText: reasonText(refusal.reason, noHoursOf(cluster, regulated)),
      at: iso(refusal.at),
    })),
  };
}
