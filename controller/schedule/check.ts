import type { Cluster } from "../../contract/agent-config.ts";
import { type Fate, fateOf } from "../../contract/explain.ts";
import type { Facts, Segment, Timeline } from "../../contract/facts.ts";
import { hoursOf } from "../../contract/hours.ts";
import type { OccurrenceId } from "../../contract/ids.ts";
import { ordersFor } from "../../contract/orders.ts";
import type { Document, Occurrence } from "../../contract/plan.ts";
import { TOLERANCE } from "../../contract/programme.ts";
import type { Reason } from "../../contract/reasons.ts";
import type { Instant, Window } from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import type { NewOccurrence } from "./broadcast.ts";
import { type NoHours, noHoursOf } from "./no-hours.ts";

/** One thing that would come of an order on one cluster, as the timeline itself shows it. */
export type Consequence = {
  readonly cluster: string;
  readonly at: Instant;
} & (
  | {
      readonly kind: "silent";
      readonly reason: Reason;
      /** The cluster has no session at all. */
      readonly none?: NoHours;
      readonly seconds: number;
      readonly by?: string;
    }
  | { readonly kind: "cut-short"; readonly reason: Reason; readonly seconds: number }
  | { readonly kind: "late"; readonly seconds: number; readonly by?: string }
  | { readonly kind: "over-session"; readonly seconds: number }
  | { readonly kind: "outside-session" }
  | {
      readonly kind: "displaces" | "cuts-in" | "delays";
      readonly other: string;
      readonly seconds: number;
    }
);

/** What the board of a cluster would be computing with. */
export interface Ground {
  readonly documents: readonly Document[];
  readonly cluster: Cluster;
  readonly facts: Facts;
  /** Its commune has a regulation of its own. */
  readonly regulated?: boolean;
}

/** At most so many of them, from every commune in turn: the timeline of each is computed. */
export function spread<T extends { readonly commune: string }>(
  all: readonly T[],
  most: number,
): readonly T[] {
  const rounds = new Map<string, number>();
  return all
    .map((one) => {
      const round = rounds.get(one.commune) ?? 0;
      rounds.set(one.commune, round + 1);
      return { one, round };
    })
    .sort((one, other) => one.round - other.round)
    .slice(0, most)
    .map(({ one }) => one);
}

/** The ground as if an order, or one of its airings, did not exist. */
export const without = (ground: Ground, instead: string | undefined): Ground => {
  const stays = (one: Occurrence) => one.id !== instead && one.broadcast !== instead;
  return {
    ...ground,
    documents: ground.documents.map((one) =>
      one.kind === "plan"
        ? { ...one, occurrences: one.occurrences.filter(stays) }
        : { ...one, emergencies: one.emergencies.filter(stays) },
    ),
  };
};

/** The same documents with the order in them, as if it were approved. */
function withOrder(documents: readonly Document[], order: readonly NewOccurrence[]): Document[] {
  return documents.map((one): Document => {
    const mine = order
      .filter(({ scope, document }) => scope === one.scope && document === one.kind)
      .map(({ body }): Occurrence => ({ ...body, approvedBy: ["a", "b"] }));
    return one.kind === "plan"
      ? { ...one, occurrences: [...one.occurrences, ...mine] }
      : { ...one, emergencies: [...one.emergencies, ...mine] };
  });
}

/** Compares what sounds on a cluster with the order and without it: no second set of rules, the timeline twice. */
export function consequences(
  { documents, cluster, facts, regulated = false }: Ground,
  order: readonly NewOccurrence[],
): Consequence[] {
  const ids = new Set<string>(order.map((one) => one.body.id));
  const together = withOrder(documents, order);
  const meant = ordersFor(together, cluster).ordered.map((one) => one.occurrence);
  const mine = meant.filter((one) => ids.has(one.id));
  if (mine.length === 0) return [];
  const before = timeline(documents, cluster, facts, EVER);
  const after = timeline(together, cluster, facts, EVER);
  const titles = new Map(meant.map((one) => [one.id, one.title]));
  const scene = { cluster, regulated, after, titles };
  return [
    ...mine.flatMap((one) => ownFate(one, scene)),
    ...meant
      .filter((one) => !ids.has(one.id))
      .flatMap((one) => othersFate(one, cluster.id, before, after)),
  ];
}

const EVER: Window = {
  from: Number.NEGATIVE_INFINITY as Instant,
  to: Number.POSITIVE_INFINITY as Instant,
};

interface Scene {
  readonly cluster: Cluster;
  readonly regulated: boolean;
  readonly after: Timeline;
  readonly titles: ReadonlyMap<OccurrenceId, string>;
}

const sum = (segments: readonly Segment[]): number =>
  segments.reduce((total, one) => total + one.end - one.start, 0) / 1_000;

const lengthOf = ({ parts }: Occurrence): number =>
  parts.reduce(
    (total, part) => total + (part.kind === "audio" ? part.audio.length : part.length),
    0,
  ) / 1_000;

function ownFate(mine: Occurrence, scene: Scene): Consequence[] {
  // Every occurrence that is meant for a cluster has exactly one fate, and a new one has not ended yet.
  const fate = fateOf(scene.after, mine.id) as Fate;
  const cluster = scene.cluster.id;
  const [first] = fate.segments;
  if (!first) {
    const { reason } = fate as Extract<Fate, { kind: "refused" }>;
    const at = dueOf(mine);
    const by = blocker(scene, at, mine);
    const none = noHoursOf(scene.cluster, scene.regulated);
    const why = reason === "no-session" && none ? { reason, none } : { reason };
    return [{ kind: "silent", cluster, at, ...why, seconds: lengthOf(mine), ...by }];
  }
  const found = timing(mine, first, fate.segments, scene);
  if (fate.kind === "sounds") return found;
  const seconds = lengthOf(mine) - sum(fate.segments);
  return [...found, { kind: "cut-short", cluster, at: first.start, reason: fate.reason, seconds }];
}

const dueOf = ({ placement, notBefore }: Occurrence): Instant =>
  placement.kind === "session" ? notBefore : placement.at;

/** What sounds at an instant instead. */
function blocker({ after, titles }: Scene, at: Instant, mine: Occurrence): { by?: string } {
  const found = after.segments.find(
    (one) => one.start <= at && at < one.end && one.occurrence !== mine.id,
  );
  const title = found && titles.get(found.occurrence);
  return title === undefined ? {} : { by: title };
}

function timing(
  mine: Occurrence,
  first: Segment,
  segments: readonly Segment[],
  scene: Scene,
): Consequence[] {
  const cluster = scene.cluster.id;
  const at = first.start;
  const found: Consequence[] = [];
  const wait = at - dueOf(mine);
  if (mine.placement.kind !== "session" && wait > TOLERANCE) {
    const by = blocker(scene, dueOf(mine), mine);
    found.push({ kind: "late", cluster, at, seconds: wait / 1_000, ...by });
  }
  if (mine.level === "emergency" || scene.cluster.sessions.length === 0) return found;
  const session = hoursOf(scene.cluster).sessionAt(at);
  const end = Math.max(...segments.map((one) => one.end));
  if (!session) found.push({ kind: "outside-session", cluster, at });
  else if (end > session.to + TOLERANCE) {
    found.push({ kind: "over-session", cluster, at, seconds: (end - session.to) / 1_000 });
  }
  return found;
}

/** What becomes of somebody else's item because of the order. */
function othersFate(
  other: Occurrence,
  cluster: string,
  before: Timeline,
  after: Timeline,
): Consequence[] {
  const stretchesOf = (found: Timeline) =>
    found.segments.filter((one) => one.occurrence === other.id);
  const [old, now] = [stretchesOf(before), stretchesOf(after)];
  const [first] = old;
  if (!first) return [];
  const { start: at } = first;
  const title = { cluster, other: other.title };
  const lost = sum(old) - sum(now);
  if (lost * 1_000 > TOLERANCE) return [{ kind: "displaces", ...title, at, seconds: lost }];
  const moved = Math.min(...now.map((one) => one.start)) - at;
  if (moved > TOLERANCE) return [{ kind: "delays", ...title, at, seconds: moved / 1_000 }];
  const cuts = now.length - old.length;
  return cuts > 0 ? [{ kind: "cuts-in", ...title, at, seconds: 0 }] : [];
}
