import type { Cluster } from "./agent-config.ts";
import type { Facts, Refusal, Segment, Timeline } from "./facts.ts";
import { hoursOf } from "./hours.ts";
import type { OccurrenceId } from "./ids.ts";
import { ordersFor } from "./orders.ts";
import type { Document, Occurrence } from "./plan.ts";
import type { Reason } from "./reasons.ts";
import type { Instant, Window } from "./time.ts";
import { timeline } from "./timeline.ts";

const EVER: Window = {
  from: Number.NEGATIVE_INFINITY as Instant,
  to: Number.POSITIVE_INFINITY as Instant,
};

/** What becomes of an occurrence: it sounds to its end, or it does not (any more) for a reason; `segments` did or will sound. */
export type Fate =
  | { readonly kind: "sounds"; readonly segments: readonly Segment[] }
  | {
      readonly kind: "refused";
      readonly reason: Reason;
      readonly at: Instant;
      readonly segments: readonly Segment[];
    };

/** The fate of one occurrence; `undefined` when it is not meant for the cluster or lies outside the timeline's window. */
export function fateOf(found: Timeline, occurrence: OccurrenceId): Fate | undefined {
  const segments = found.segments.filter((one) => one.occurrence === occurrence);
  const refusal = found.refusals.find((one) => one.occurrence === occurrence);
  return fate(segments, refusal);
}

function fate(segments: readonly Segment[], refusal: Refusal | undefined): Fate | undefined {
  if (refusal) return { kind: "refused", reason: refusal.reason, at: refusal.at, segments };
  return segments.length > 0 ? { kind: "sounds", segments } : undefined;
}

/** How an occurrence stands at one instant. `start`: when it (next) sounds. `cut`: it has begun and goes on at `start`. */
export type Standing = { readonly occurrence: OccurrenceId } & (
  | { readonly standing: "playing" | "later" | "cut"; readonly start: Instant }
  | { readonly standing: "played" }
  | { readonly standing: "refused"; readonly reason: Reason }
);

/** Why something does, or does not, play on a cluster at an instant. */
export interface Explanation {
  readonly at: Instant;
  readonly playing: Segment | undefined;
  /** The commune's session at this instant. */
  readonly session: Window | undefined;
  readonly quiet: boolean;
  readonly clock: Facts["clock"];
  /** Every occurrence of the cluster's documents whose own window holds the instant, `not-for-this-cluster` included. */
  readonly occurrences: readonly Standing[];
}

export function explain(
  documents: readonly Document[],
  cluster: Cluster,
  facts: Facts,
  at: Instant,
): Explanation {
  const whole = timeline(documents, cluster, facts, EVER);
  const { ordered, known } = ordersFor(documents, cluster);
  const meant = new Set(ordered.map((one) => one.occurrence.id));
  const hours = hoursOf(cluster);
  const concerned = [...known.values()].filter((one) => one.notBefore <= at && at < one.notAfter);
  return {
    at,
    playing: whole.segments.find((one) => one.start <= at && at < one.end),
    session: hours.sessionAt(at),
    quiet: hours.isQuiet(at),
    clock: facts.clock,
    occurrences: concerned.map((one) =>
      meant.has(one.id)
        ? standingOf(one, whole, at)
        : { occurrence: one.id, standing: "refused", reason: "not-for-this-cluster" },
    ),
  };
}

function standingOf({ id }: Occurrence, whole: Timeline, at: Instant): Standing {
  const found = fateOf(whole, id);
  const next = found?.segments.find((one) => one.end > at);
  if (next) {
    const begun = found?.segments[0] !== next;
    const standing = next.start <= at ? "playing" : begun ? "cut" : "later";
    return { occurrence: id, standing, start: next.start };
  }
  if (found?.kind === "refused")
    return { occurrence: id, standing: "refused", reason: found.reason };
  return { occurrence: id, standing: "played" };
}
