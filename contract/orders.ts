import type { Cluster } from "./agent-config.ts";
import { inScope, isMeant, type ScopeRank, scopeRank } from "./audience.ts";
import type { Document, Occurrence } from "./plan.ts";
import { compareText } from "./precedence.ts";
import { firstOf, type Instant } from "./time.ts";

/** An occurrence that this cluster is meant to play, and from when on nothing of it may sound. */
export interface Ordered {
  readonly occurrence: Occurrence;
  /** Of the scope that ordered it. */
  readonly rank: ScopeRank;
  readonly stopAt: Instant | undefined;
  /** Its place among priority items, where the commune has said so; below zero, before everything that it has not listed. */
  readonly turn: number | undefined;
}

/** What the documents order for one cluster, whatever the order in which they came. */
export interface Orders {
  readonly ordered: readonly Ordered[];
  /** Every occurrence of the cluster's documents by id, also those meant for others. */
  readonly known: ReadonlyMap<string, Occurrence>;
}

interface Entry {
  readonly occurrence: Occurrence;
  readonly rank: ScopeRank;
}

/** A cancel or a stop: what it covers stops at `at`. */
interface Bar {
  readonly rank: ScopeRank;
  readonly occurrence: string | undefined;
  readonly at: Instant;
  /** A stop lets windows alone that open only after it; a tombstone has no end. */
  readonly until: Instant | undefined;
}

export function ordersFor(documents: readonly Document[], cluster: Cluster): Orders {
  const current = newest(documents).filter((document) => inScope(document.scope, cluster));
  const entries = new Map<string, Entry>();
  for (const document of current) {
    const rank = scopeRank(document.scope) as ScopeRank;
    for (const occurrence of listed(document)) {
      if (!entries.has(occurrence.id)) entries.set(occurrence.id, { occurrence, rank });
    }
  }
  const meant = [...entries.values()].filter((one) => isMeant(one.occurrence.target, cluster));
  const stops = stopsOf(current.flatMap(barsOf));
  const turns = turnsOf(current);
  return {
    ordered: meant.map((one) => ({
      ...one,
      stopAt: stops(one),
      turn: turns.get(one.occurrence.id),
    })),
    known: new Map([...entries].map(([id, { occurrence }]) => [id, occurrence])),
  };
}

export const listed = (document: Document): readonly Occurrence[] =>
  document.kind === "plan" ? document.occurrences : document.emergencies;

/**
 * A document is whole: of each scope and kind only the highest revision counts. The higher scope comes first, so that a commune
 * cannot take the place of a province's occurrence by repeating its id.
 */
function newest(documents: readonly Document[]): Document[] {
  const heads = new Map<string, Document>();
  for (const document of documents) {
    const key = `${document.scope} ${document.kind}`;
    const held = heads.get(key);
    if (!held || supersedes(document, held)) heads.set(key, document);
  }
  return [...heads.values()].sort(
    (one, other) =>
      (scopeRank(other.scope) ?? -1) - (scopeRank(one.scope) ?? -1) ||
      other.epoch - one.epoch ||
      other.revision - one.revision ||
      compareText(other.kind, one.kind) ||
      compareText(one.scope, other.scope),
  );
}

function supersedes(one: Document, held: Document): boolean {
  const ahead = one.epoch - held.epoch || one.revision - held.revision;
  if (ahead !== 0) return ahead > 0;
  // The same revision: a plan that only refers to its content yields to that content.
  const refers = (document: Document) => document.kind === "plan" && document.ref !== undefined;
  if (refers(one) !== refers(held)) return refers(held);
  return compareText(JSON.stringify(one), JSON.stringify(held)) < 0;
}

/** Only the commune orders among priority items, and only they are ordered so. */
function turnsOf(current: readonly Document[]): ReadonlyMap<string, number> {
  const plan = current.find((one) => one.kind === "plan" && scopeRank(one.scope) === 1);
  const listed = plan?.kind === "plan" ? (plan.priorityOrder ?? []) : [];
  return new Map([...new Set(listed)].map((id, index, { length }) => [id, index - length]));
}

function barsOf(document: Document): Bar[] {
  const rank = scopeRank(document.scope) as ScopeRank;
  if (document.kind === "plan") {
    return document.tombstones.map(({ occurrence, at }) => ({
      rank,
      occurrence,
      at,
      until: undefined,
    }));
  }
  return document.stops.map(({ occurrence, at, until }) => ({ rank, occurrence, at, until }));
}

function stopsOf(bars: readonly Bar[]): (entry: Entry) => Instant | undefined {
  const everything = bars.filter((bar) => bar.occurrence === undefined);
  const named = new Map<string, Bar[]>();
  for (const bar of bars) {
    if (bar.occurrence === undefined) continue;
    named.set(bar.occurrence, [...(named.get(bar.occurrence) ?? []), bar]);
  }
  return ({ occurrence, rank }) => {
    const covering = [
      ...(named.get(occurrence.id) ?? []),
      ...everything.filter((bar) => occurrence.issued < bar.at),
    ].filter(
      (bar) => bar.rank >= rank && (bar.until === undefined || occurrence.notBefore < bar.until),
    );
    return covering.map((bar) => bar.at).reduce<Instant | undefined>(soonest, undefined);
  };
}

const soonest = (one: Instant | undefined, other: Instant): Instant =>
  one === undefined ? other : firstOf(one, other);
