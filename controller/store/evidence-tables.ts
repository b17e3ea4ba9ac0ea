import type { Generated } from "kysely";

/* Row types of dispatch and playlog: what went out, and what came back. The conventions are those of tables.ts. */

// dispatch
export interface DocumentHeadTable {
  scope: string;
  document: string;
  epoch: number;
  revision: number;
  /** SHA-256 of the payload bytes. */
  hash: string;
  /** SHA-256 of the content without revision and time: equal content is not published again. */
  content_hash: string;
  jws: string;
  issued: number;
  published_at: number | null;
}
/** The whole of a document that its head only refers to (contract `Plan.ref`), by the SHA-256 of its payload. */
export interface DocumentTextTable {
  sha256: string;
  scope: string;
  document: string;
  revision: number;
  jws: string;
}
/**
 * Every plan and urgent document that was issued, by the SHA-256 of its payload. `jws` (and `whole`, where it only refers) is there, packed,
 * while it was the first to carry an occurrence or a cancel: that is what a case shows. The others only tell that they were issued.
 */
export interface IssuedDocumentTable {
  sha256: string;
  scope: string;
  document: string;
  epoch: number;
  revision: number;
  issued: number;
  jws: string | null;
  whole: string | null;
}
/** In which revision of its document an occurrence first travelled, and in which its cancel did. */
export interface DispatchedTable {
  occurrence: string;
  scope: string;
  document: string;
  revision: number;
  cancel_revision: number | null;
}

// playlog
export interface ReceiptTable {
  agent: string;
  boot: string;
  sequence: number;
  kind: string;
  occurrence: string | null;
  at: number;
  body: string;
  link: string;
  received_at: number;
}
/** How far the receipts of a boot are known without a gap, and the chain link there. */
export interface ReceiptHeadTable {
  agent: string;
  boot: string;
  through: number;
  link: string;
  /** The highest sequence that is stored; above `through` there is a gap. */
  highest: number;
}
/** A board's signature over a batch of its receipts: header and signature; the payload is made again from the receipts. */
export interface ReceiptSealTable {
  agent: string;
  boot: string;
  first: number;
  last: number;
  previous: string;
  seal: string;
}
/** The newest of each document that a board applied, by its own signed receipts. */
export interface DeliveredTable {
  agent: string;
  scope: string;
  document: string;
  epoch: number;
  revision: number;
  at: number;
}
/** Outcomes with their evidence: append-only, chained by `link`; later truth is a later row of the same pair. */
export interface PlayLogTable {
  seq: Generated<number>;
  occurrence: string;
  cluster: string;
  agent: string | null;
  outcome: string;
  reason: string | null;
  rung: string;
  started_at: number | null;
  heard: number;
  frames: number;
  of_frames: number;
  late: number;
  at: number;
  body: string;
  link: string;
}
/** The newest row of each pair, written in the same transaction as that row. */
export interface OutcomeTable {
  occurrence: string;
  cluster: string;
  seq: number;
  outcome: string;
  rung: string;
  reason: string | null;
  /** 1 = it was told by a clock that nothing had confirmed, 0 = by a confirmed one or by no board. */
  unconfirmed: Generated<number>;
}
/** Boards that are not believed: what arrives from them proves nothing until a person has looked (`released_at`). */
export interface QuarantineTable {
  number: Generated<number>;
  agent: string;
  since: number;
  why: string;
  detail: string;
  released_at: number | null;
  released_by: string | null;
  reason: string | null;
}
/**
 * Signed heads of the log, one a day and one with each frozen report. `peaks` are the roots of the complete subtrees, so that the
 * next head needs only the new rows.
 */
export interface LogHeadTable {
  number: Generated<number>;
  day: string;
  at: number;
  seq: number;
  link: string;
  root: string;
  peaks: string;
  jws: string;
}
