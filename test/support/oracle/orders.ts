// A part of the slow and plain reading of docs/timeline.md (timeline-oracle.ts): nothing of the product's code is used here.
import type { Cluster } from "../../../contract/agent-config.ts";
import type { Facts } from "../../../contract/facts.ts";
import type { Document, Occurrence, Part } from "../../../contract/plan.ts";
import { sec } from "./calendar.ts";

export type Kind = "emergency" | "priority" | "timed" | "float";

export interface One {
  id: string;
  o: Occurrence;
  kind: Kind;
  power: number;
  scope: number;
  order: number;
  planned: number;
  due: number;
  open: number;
  end: number;
  stop: number;
  parts: { length: number; live: boolean }[];
  total: number;
  // Where it is.
  part: number;
  offset: number;
  since: number | undefined;
  first: number | undefined;
  dropped: boolean;
}

const place = (scope: string) =>
  scope === "centre" ? 4 : scope.startsWith("p-") ? 3 : scope.startsWith("c-") ? 2 : 1;
const power = (o: Occurrence) => ["commune", "province", "centre"].indexOf(o.authority);
export const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
export const first = (a: One, b: One) =>
  b.power - a.power || a.o.issued - b.o.issued || text(a.id, b.id);

export function ours(documents: readonly Document[], cluster: Cluster): Document[] {
  const mine = ["centre", `p-${cluster.province}`, `c-${cluster.commune}`];
  return documents.filter((document) => {
    if (!mine.includes(document.scope) && !document.scope.startsWith("a-")) return false;
    return !documents.some(
      (other) =>
        other.scope === document.scope &&
        other.kind === document.kind &&
        other !== document &&
        beats(other, document, documents),
    );
  });
}

function beats(a: Document, b: Document, all: readonly Document[]): boolean {
  if (a.epoch !== b.epoch) return a.epoch > b.epoch;
  if (a.revision !== b.revision) return a.revision > b.revision;
  const order = text(JSON.stringify(a), JSON.stringify(b));
  return order < 0 || (order === 0 && all.indexOf(a) < all.indexOf(b));
}

/** Every occurrence once, as the highest and newest document has it, with the rank of that document. */
function told(documents: Document[]): { o: Occurrence; scope: number }[] {
  const sorted = [...documents].sort(
    (a, b) =>
      place(b.scope) - place(a.scope) ||
      b.epoch - a.epoch ||
      b.revision - a.revision ||
      text(b.kind, a.kind) ||
      text(a.scope, b.scope),
  );
  const found: { o: Occurrence; scope: number }[] = [];
  const seen = new Set<string>();
  for (const document of sorted) {
    for (const o of document.kind === "plan" ? document.occurrences : document.emergencies) {
      if (seen.has(o.id)) continue;
      seen.add(o.id);
      found.push({ o, scope: place(document.scope) });
    }
  }
  return found;
}

/** The level of everything that is known, also of what is not meant for this cluster: it may have sounded there all the same. */
export const levelsOf = (documents: Document[]): ReadonlyMap<string, string> =>
  new Map(told(documents).map(({ o }) => [o.id, o.level]));

export function collect(documents: Document[], cluster: Cluster, facts: Facts): One[] {
  const found = told(documents)
    .filter(({ o }) => meant(o, cluster))
    .map(({ o, scope }) => one(o, scope, facts));
  const wishes = wishesOf(documents, cluster);
  for (const it of found) {
    if (it.kind === "priority" && wishes.includes(it.o.id)) {
      it.order = wishes.indexOf(it.o.id) - 1_000_000;
    }
    for (const document of documents) {
      if (place(document.scope) >= it.scope)
        it.stop = Math.min(it.stop, ...stopsOn(it.o, document));
    }
  }
  return found;
}

function wishesOf(documents: Document[], { commune }: Cluster): readonly string[] {
  const plan = documents.find((one) => one.kind === "plan" && one.scope === `c-${commune}`);
  return plan?.kind === "plan" ? (plan.priorityOrder ?? []) : [];
}

function stopsOn(o: Occurrence, document: Document): number[] {
  if (document.kind === "plan") {
    return document.tombstones.filter((one) => one.occurrence === o.id).map((one) => sec(one.at));
  }
  return document.stops
    .filter((one) => (one.occurrence ?? o.id) === o.id && o.notBefore < one.until)
    .filter((one) => one.occurrence !== undefined || o.issued < one.at)
    .map((one) => sec(one.at));
}

function meant(o: Occurrence, cluster: Cluster): boolean {
  const { all, communes, hamlets, clusters, tags, languages } = o.target;
  if (tags && !tags.some((tag) => cluster.tags.includes(tag))) return false;
  if (languages && !languages.some((language) => cluster.languages.includes(language)))
    return false;
  if (all || (!communes && !hamlets && !clusters)) return true;
  const names = [...(communes ?? []), ...(hamlets ?? []), ...(clusters ?? [])] as string[];
  return [cluster.commune, cluster.id, ...cluster.hamlets].some((name) => names.includes(name));
}

const lengthOf = (part: Part) => sec(part.kind === "audio" ? part.audio.length : part.length);

function one(o: Occurrence, scope: number, facts: Facts): One {
  const said = o.parts.filter((part) => part.kind === "audio" || part.kind === "relay");
  const from = sec(Math.max(o.notBefore, ...said.map((part) => part.validFrom ?? o.notBefore)));
  const end = sec(Math.min(o.notAfter, ...said.map((part) => part.validTo ?? o.notAfter)));
  const planned = o.placement.kind === "session" ? from : Math.max(from, sec(o.placement.at));
  const released = facts.released[o.id];
  const kind: Kind =
    o.level !== "normal" ? o.level : o.placement.kind === "session" ? "float" : "timed";
  const due = released === undefined ? planned : Math.max(planned, sec(released));
  const parts = o.parts.map((part) => ({
    length: lengthOf(part),
    live: part.kind === "relay" || part.kind === "live" || part.kind === "local",
  }));
  return {
    id: o.id,
    o,
    kind,
    power: power(o),
    scope,
    order: o.placement.kind === "session" ? o.placement.order : 0,
    planned,
    due,
    open: from,
    end,
    stop: Number.POSITIVE_INFINITY,
    parts,
    total: parts.reduce((sum, part) => sum + part.length, 0),
    part: 0,
    offset: 0,
    since: kind !== "timed" ? undefined : o.placement.kind === "at" ? planned : due,
    first: undefined,
    dropped: false,
  };
}

export const runsOut = (it: One) => it.kind === "emergency" || it.o.onCut === "rejoin";
export const last = (it: One) => (runsOut(it) ? it.end : it.end - it.total);

export function forbidden(it: One, cluster: Cluster): string | undefined {
  const { o } = it;
  if (o.status !== "actual") {
    const [start] = o.parts;
    const says = start?.kind === "audio" && start.role === "exercise-notice";
    if (!cluster.exercise || !says) return "not-actual";
  }
  if (o.secrecy === "state-secret") return "state-secret";
  if (new Set(o.approvedBy).size < (it.kind === "emergency" ? 2 : 1)) return "not-approved";
  if (it.total === 0) return "malformed";
  if (it.planned < it.end && it.planned <= last(it)) return undefined;
  const from = Math.max(sec(o.notBefore), o.placement.kind === "session" ? 0 : sec(o.placement.at));
  const roomTo = (end: number) => end > from && (runsOut(it) || end - from >= it.total);
  if (!roomTo(sec(o.notAfter))) return "outside-window";
  return roomTo(it.end) ? "not-yet-valid" : "content-expired";
}

export function clearAll(all: One[], cluster: Cluster): void {
  const clears = all
    .filter((it) => it.kind === "emergency" && it.o.emergency?.allClearOf)
    .filter((it) => !forbidden(it, cluster) && it.due < it.end && it.due < it.stop)
    .map((it) => ({ target: it.o.emergency?.allClearOf, scope: it.scope, at: it.due }));
  for (const clear of clears) {
    for (const it of all) {
      if (it.id === clear.target && clear.scope >= it.scope) it.stop = Math.min(it.stop, clear.at);
    }
  }
}

export function messages(it: One): string[] {
  return it.o.parts.flatMap((part) =>
    part.kind === "audio" && part.role === "message" && part.message ? [part.message] : [],
  );
}
