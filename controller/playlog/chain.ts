import type { Hash } from "../../contract/chain.ts";
import type { Sha256 } from "../../contract/ids.ts";

/** A row of the play log as it is chained: every column but its number and its link, in this order. */
export interface ChainedRow {
  readonly occurrence: string;
  readonly cluster: string;
  readonly agent: string | null;
  readonly outcome: string;
  readonly reason: string | null;
  readonly rung: string;
  readonly started_at: number | null;
  readonly heard: number;
  readonly frames: number;
  readonly of_frames: number;
  readonly late: number;
  readonly at: number;
  readonly body: string;
}
export interface LinkedRow extends ChainedRow {
  readonly seq: number;
  readonly link: string;
}

/** The newest row's number and link: kept by somebody else, it shows a tail that was cut. */
export interface Head {
  readonly seq: number;
  readonly link: Sha256;
}

export const beforeFirst = (hash: Hash): Head => ({ seq: 0, link: hash("vangxa play log") });

export const rowText = (seq: number, row: ChainedRow): string =>
  JSON.stringify([
    seq,
    row.occurrence,
    row.cluster,
    row.agent,
    row.outcome,
    row.reason,
    row.rung,
    row.started_at,
    row.heard,
    row.frames,
    row.of_frames,
    row.late,
    row.at,
    row.body,
  ]);

export const linkAfter = (hash: Hash, head: Head, row: ChainedRow): Head => {
  const seq = head.seq + 1;
  return { seq, link: hash(`${head.link}\n${rowText(seq, row)}`) };
};

export function linked<R extends ChainedRow>(
  hash: Hash,
  head: Head,
  rows: readonly R[],
): (R & LinkedRow)[] {
  let last = head;
  return rows.map((row) => {
    last = linkAfter(hash, last, row);
    return { ...row, seq: last.seq, link: last.link };
  });
}

export type ChainFault =
  | { readonly kind: "altered"; readonly seq: number }
  | { readonly kind: "missing"; readonly seq: number }
  | { readonly kind: "cut"; readonly seq: number }
  | { readonly kind: "other-history"; readonly seq: number };

/** Checks rows as they are read, oldest first; `outside` is a head that was kept elsewhere. */
export interface ChainCheck {
  add(row: LinkedRow): void;
  result(): {
    readonly head: Head;
    readonly rows: number;
    /** The first; every one of them is in `faults`, up to a hundred. */
    readonly fault: ChainFault | undefined;
    readonly faults: readonly ChainFault[];
  };
}

const MOST_FAULTS = 100;

export function checkChain(
  hash: Hash,
  outside?: { readonly seq: number; readonly link: string },
): ChainCheck {
  let head = beforeFirst(hash);
  let rows = 0;
  const faults: ChainFault[] = [];
  const found = (kind: ChainFault["kind"], seq: number): void => {
    if (faults.length < MOST_FAULTS) faults.push({ kind, seq });
  };
  return {
    add: (row) => {
      rows += 1;
      if (row.seq !== head.seq + 1) found("missing", head.seq + 1);
      const next = linkAfter(hash, { seq: row.seq - 1, link: head.link }, row);
      if (next.link !== row.link) found("altered", row.seq);
      if (outside?.seq === row.seq && outside.link !== row.link) found("other-history", row.seq);
      // Goes on from what stands there: the first fault is named, later ones do not hide behind it.
      head = { seq: row.seq, link: row.link as Sha256 };
    },
    result: () => {
      if (outside && outside.seq > head.seq) found("cut", head.seq + 1);
      return { head, rows, fault: faults[0], faults };
    },
  };
}
