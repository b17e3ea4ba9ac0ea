import type { Caps, QuietRule, SessionRule } from "../../contract/agent-config.ts";
import type { CommuneCode } from "../../contract/ids.ts";
import type { Step } from "../store/step.ts";
import type { ClusterTable, CommuneTable, RegulationTable } from "../store/tables.ts";
import { validOn } from "./fleet.ts";

/*
 * What hangs on a unit beside its hamlets and clusters (roles, orders, messages, settings) follows it into its successor. Each
 * concept says what it has there and what becomes of it; the dry run shows exactly what is carried out.
 */

/** Units that end, and what stands in their place. */
export interface Succession {
  /** The commune that takes over; one that ends is not it. Absent when only hamlets change. */
  readonly into?: CommuneCode;
  readonly ending: readonly CommuneCode[];
  /** Hamlets that end, each with those that serve its people from now on. */
  readonly hamlets: ReadonlyMap<string, readonly string[]>;
  /** Clusters of all communes that take part. */
  readonly clusters: readonly string[];
  /** The regulation under which they all sound from now on; absent = as before. */
  readonly hours?: Hours;
}

export interface Hours {
  readonly sessions: SessionRule[];
  readonly quiet: QuietRule[];
  readonly caps: Caps;
}

/**
 * `moved`: belongs to the successor. `joined`: the successor has it already, and keeps one. `kept`: stays where it was, and the
 * successor's people see it. `left`: is not carried. `silent`, `shifted`: airings that will not sound, or not at their time.
 */
export type Fate = "moved" | "joined" | "kept" | "left" | "silent" | "shifted";

export interface CarriedItem {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  /** The unit on which it hung. */
  readonly from: string;
  readonly fate: Fate;
  /** A word of a closed list: why it is left, or how it changes. */
  readonly why?: string;
  /** How many it stands for; 1 when absent. */
  readonly count?: number;
  /** What the log shows of it. */
  readonly was?: unknown;
  readonly is?: unknown;
}

/** Something that changes by it and has a row of its own in the log of people: who else would find it there? */
export interface ChangedBeside {
  readonly action: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface Carried {
  readonly items: readonly CarriedItem[];
  readonly steps: readonly Step[];
  readonly beside?: readonly ChangedBeside[];
  /** Whom to tell once it is written. */
  readonly tell?: () => Promise<void>;
}

export type Carrier = (given: Succession) => Promise<Carried>;

/** What the log of people shows of it, before and after. */
export const logged = (items: readonly CarriedItem[]) => ({
  before: items.map(({ kind, id, name, from, was }) => ({ kind, id, name, from, was })),
  after: items.map(({ kind, id, fate, why, is }) => ({ kind, id, fate, why, is })),
});

export interface Regulating {
  readonly into: CommuneTable;
  readonly ending: readonly CommuneTable[];
  readonly regulations: readonly RegulationTable[];
  readonly clusters: readonly ClusterTable[];
  readonly day: string;
}

/**
 * The successor's own regulation holds. Where it has none it takes over that of the commune that brings the most clusters, so that
 * most of them keep their hours; the others are told as left.
 */
export function inheritedRegulation({ into, ending, regulations, clusters, day }: Regulating): {
  readonly rows: readonly RegulationTable[];
  readonly items: readonly CarriedItem[];
  readonly hours?: Hours;
} {
  const now = regulations.filter((row) => validOn(row, day));
  const of = (code: string) => now.filter((row) => row.commune === code).at(-1);
  const own = of(into.code);
  const size = (code: string) =>
    clusters.filter((row) => row.commune === code && validOn(row, day)).length;
  const theirs = ending
    .flatMap(({ code }) => of(code) ?? [])
    .sort((a, b) => size(b.commune) - size(a.commune) || (a.commune < b.commune ? -1 : 1));
  const chosen = own ?? theirs[0];
  const items = theirs.map((row): CarriedItem => {
    const about = { kind: "regulation", id: row.commune, name: row.number, from: row.commune };
    if (row === chosen) return { ...about, fate: "moved", is: { commune: into.code } };
    return { ...about, fate: "left", why: own ? "has-own" : "larger-first" };
  });
  return {
    rows:
      chosen && !own ? [{ ...chosen, commune: into.code, valid_from: day, valid_to: null }] : [],
    items,
    ...(chosen ? { hours: hoursOf(chosen) } : {}),
  };
}

const hoursOf = ({ sessions, quiet, caps }: RegulationTable): Hours => ({
  sessions: JSON.parse(sessions),
  quiet: JSON.parse(quiet),
  caps: JSON.parse(caps),
});
