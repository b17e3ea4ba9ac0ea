// Hand-made orders for tests of the timeline: a cluster, occurrences and documents with everything that a test does not care about.
import type { Cluster } from "../../contract/agent-config.ts";
import { noFacts, type Segment } from "../../contract/facts.ts";
import type { OccurrenceId } from "../../contract/ids.ts";
import type { Document, Occurrence, Plan, Urgent } from "../../contract/plan.ts";
import {
  type Duration,
  hours,
  type Instant,
  instant,
  later,
  minutes,
} from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";

// Monday 28 September 2026, 05:00 in station time.
export const five = instant(Date.UTC(2026, 8, 27, 22));
export const after = (wait: Duration): Instant => later(five, wait);

export const aCluster = (more: Partial<Cluster> = {}): Cluster =>
  ({
    id: "k1",
    province: "51",
    commune: "21001",
    hamlets: ["h1"],
    tags: [],
    languages: ["vie"],
    exercise: false,
    sessions: [],
    quiet: [],
    caps: {},
    volume: [],
    ...more,
  }) as Cluster;

export const idOf = (name: string): OccurrenceId => name as OccurrenceId;

/** Two minutes at five o'clock, room until half past. */
export const anOccurrence = (id: string, more: object = {}): Occurrence =>
  ({
    id,
    broadcast: "b",
    level: "normal",
    authority: "commune",
    status: "actual",
    title: id,
    issued: later(five, minutes(-60)),
    notBefore: five,
    notAfter: after(minutes(30)),
    placement: { kind: "at", at: five },
    target: { all: true },
    parts: [message(minutes(2))],
    onCut: "resume",
    approvedBy: ["an", "binh"],
    ...more,
  }) as Occurrence;

export const message = (length: Duration, more: object = {}) => ({
  kind: "audio",
  role: "message",
  audio: { sha256: "0".repeat(64), bytes: 1_000, length },
  ...more,
});

const head = { scope: "c-21001", epoch: 1, revision: 1, issued: five };

export const aPlan = (occurrences: readonly Occurrence[], more: object = {}): Plan =>
  ({
    kind: "plan",
    ...head,
    horizon: { from: five, to: five },
    occurrences,
    tombstones: [],
    ...more,
  }) as unknown as Plan;

export const anUrgent = (emergencies: readonly Occurrence[], more: object = {}): Urgent =>
  ({ kind: "urgent", ...head, emergencies, stops: [], ...more }) as unknown as Urgent;

/** From midnight to midnight. */
export const theDay = { from: later(five, hours(-5)), to: later(five, hours(19)) };

const brief = ({ occurrence, part, offset, start, end }: Segment) =>
  [occurrence, part, offset, start - five, end - five].join(" ");

/** What is heard on this day, as `occurrence part offset start end` in milliseconds since five, and what is refused. */
export function played(documents: Document[], facts = noFacts(five), cluster = aCluster()) {
  const found = timeline(documents, cluster, facts, theDay);
  return {
    heard: found.segments.map(brief),
    refused: found.refusals.map((one) => `${one.occurrence} ${one.reason}`),
  };
}
