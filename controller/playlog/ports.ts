import type { AgentId, BootId, ScopeId, Sha256 } from "../../contract/ids.ts";
import type { Receipt, ReceiptBatch } from "../../contract/receipt.ts";
import type { Instant } from "../../contract/time.ts";
import type { ChainedRow, Head, LinkedRow } from "./chain.ts";
import type { Begun, Doubt, OtherBoot } from "./doubt.ts";
import type { NewReceipt, ReceiptHead, Stored } from "./intake.ts";
import type { SealedBatch } from "./seal.ts";

/** The board behind an agent: its cluster, and the commune whose people hear of it. */
export interface Board {
  readonly agent: AgentId;
  readonly cluster: string;
  readonly place: ScopeId;
  /** What it says is kept and proves nothing, until a person has looked. */
  readonly quarantined: boolean;
}
export interface Boot {
  readonly agent: AgentId;
  readonly boot: BootId;
}
export interface Pair {
  readonly occurrence: string;
  readonly cluster: string;
}
export interface FromBoot {
  readonly boot: string;
  readonly agent: AgentId;
  readonly receipt: Receipt;
}

export interface ReceiptStore {
  /** Active boards, by agent. */
  boards(agents: readonly AgentId[]): Promise<ReadonlyMap<string, Board>>;
  /** By `agent boot`. */
  heads(boots: readonly Boot[]): Promise<Map<string, ReceiptHead>>;
  /** What is stored from one before the batch to one after it. */
  near(batch: ReceiptBatch): Promise<readonly Stored[]>;
  /** Stored links after this sequence, oldest first, up to the next gap. */
  onward(
    boot: Boot,
    after: number,
  ): Promise<{ readonly through: number; readonly link: Sha256 } | undefined>;
  /** Sending twice is harmless: (agent, boot, sequence) is unique. */
  insert(rows: readonly NewReceipt[], at: Instant): Promise<void>;
  saveHeads(heads: readonly (Boot & ReceiptHead)[]): Promise<void>;
  /** The boards' own signatures over what was stored just now. */
  saveSeals(batches: readonly SealedBatch[]): Promise<void>;
  /** Receipts about these pairs, by `occurrence cluster`, oldest first. */
  about(pairs: readonly Pair[]): Promise<ReadonlyMap<string, readonly FromBoot[]>>;
  /** The same of all clusters, or of one. */
  aboutOccurrences(
    occurrences: readonly string[],
    cluster?: string,
  ): Promise<ReadonlyMap<string, readonly FromBoot[]>>;
  /** Of these pairs, those whose board applied a document that the occurrence, or its cancel, travelled in. */
  delivered(
    pairs: readonly Pair[],
  ): Promise<ReadonlyMap<string, { readonly delivered: boolean; readonly cancelled: boolean }>>;
  /** Boots whose row of receipts has a hole. */
  gaps(): Promise<readonly (Boot & { readonly through: number; readonly highest: number })[]>;
}

export interface Standing extends Pair {
  readonly seq: number;
  readonly outcome: string;
  readonly rung: string;
  readonly reason: string | null;
}
export interface OccurrenceFacts {
  readonly id: string;
  readonly broadcast: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly cancelledAt: Instant | null;
  /** Whether it ever travelled: what was cancelled before that cannot have sounded. */
  readonly dispatched: boolean;
}
/** A planned pair whose window closes, with the place of its cluster and the board that serves it now. */
export interface Closing extends Pair {
  readonly agent: string | null;
  readonly commune: string;
}

/** What staff ask the log for; every field narrows. */
export interface LogFilter {
  readonly from?: Instant;
  readonly to?: Instant;
  readonly cluster?: string;
  readonly commune?: string;
  /** What the person may see; everything where it is absent. */
  readonly sight?: { readonly provinces: readonly string[]; readonly communes: readonly string[] };
  readonly broadcast?: string;
  readonly message?: string;
  readonly theme?: string;
  /** Part of a title, part of the name of somebody who approved: marks and capitals do not matter. */
  readonly title?: string;
  readonly approver?: string;
  readonly campaign?: string;
  readonly level?: string;
  readonly outcome?: string;
  /** Only the newest row of each pair. */
  readonly newest?: boolean;
  /** Rows before this number (newest first). */
  readonly before?: number;
}
export type TallyFilter = Required<Pick<LogFilter, "from" | "to">> & Pick<LogFilter, "sight">;
/** How many newest outcomes of one kind a commune has. */
export interface TallyRow {
  readonly commune: string;
  readonly outcome: string;
  readonly plays: number;
}

export interface LogEntry extends LinkedRow {
  readonly broadcast: string | null;
  readonly title: string | null;
  readonly theme: string | null;
  readonly level: string | null;
  readonly not_before: number | null;
  readonly not_after: number | null;
  readonly occurrence_body: string | null;
  readonly cluster_name: string | null;
  readonly cluster_kind: string | null;
  readonly commune: string | null;
  readonly commune_name: string | null;
  readonly newest: number;
}

/** What is known of a pair: its order (or nothing), whether it was meant, and its newest row. */
export interface PairFacts {
  readonly occurrence: OccurrenceFacts | undefined;
  readonly planned: boolean;
  readonly standing: { readonly outcome: string; readonly rung: string } | undefined;
}

export interface PlaylogStore {
  /** By `occurrence cluster`. */
  pairs(pairs: readonly Pair[]): Promise<ReadonlyMap<string, PairFacts>>;
  standingOf(
    occurrences: readonly string[],
  ): Promise<readonly (Standing & { startedAt: number | null; heard: number })[]>;
  /** Chains the rows to the log and makes each the newest of its pair. */
  append(rows: readonly ChainedRow[]): Promise<void>;
  /** Occurrences whose window ended in (from, to]. */
  ended(from: Instant, to: Instant): Promise<readonly OccurrenceFacts[]>;
  /** Its planned pairs without any outcome. */
  open(occurrence: string): Promise<readonly Closing[]>;
  head(): Promise<Head>;
  rows(after: number, limit: number): Promise<readonly LinkedRow[]>;
  list(filter: LogFilter, limit: number): Promise<readonly LogEntry[]>;
  tally(filter: TallyFilter): Promise<readonly TallyRow[]>;
}

/** A board that is not believed, and what a person decided about it. */
export interface QuarantineRow {
  readonly number: number;
  readonly agent: string;
  readonly cluster: string;
  readonly commune: string;
  readonly since: number;
  readonly why: string;
  readonly detail: string;
  readonly released_at: number | null;
  readonly released_by: string | null;
  readonly reason: string | null;
}

interface Places {
  readonly provinces: readonly string[];
  readonly communes: readonly string[];
}

export interface QuarantineStore {
  /** Beginnings, in earlier batches, of what ends now; by `occurrence agent boot`. */
  begun(ends: readonly NewReceipt[]): Promise<ReadonlyMap<string, Begun>>;
  /** Those of these boards that say they hold a plan or urgent document which this database never issued. */
  holdingUnknown(agents: readonly string[]): Promise<ReadonlySet<string>>;
  otherBoots(agent: string): Promise<readonly OtherBoot[]>;
  /** Each doubt once. Answers with those of boards that were believed until now. */
  open(doubts: readonly Doubt[], at: Instant): Promise<readonly Doubt[]>;
  /** The doubts that are let go, oldest first. */
  release(
    agent: string,
    at: Instant,
    by: string,
    reason: string,
  ): Promise<readonly (Pick<Doubt, "why" | "detail"> & { readonly since: Instant })[]>;
  /** What arrived since then and may prove a play. */
  held(agent: string, since: Instant): Promise<readonly NewReceipt[]>;
  /** Newest first, as far as `sight` goes. */
  list(sight?: Places): Promise<readonly QuarantineRow[]>;
  communeOf(agent: string): Promise<string | undefined>;
}

/** All stores on one connection: what is done in one transaction is durable together or not at all. */
export interface Unit {
  readonly quarantine: QuarantineStore;
  readonly receipts: ReceiptStore;
  readonly log: PlaylogStore;
}
