import { firstLink, type Hash, nextLink } from "../../contract/chain.ts";
import type { AgentId, BootId, Sha256 } from "../../contract/ids.ts";
import type { Receipt, ReceiptBatch } from "../../contract/receipt.ts";

/** How far the receipts of a boot are known without a gap. */
export interface ReceiptHead {
  readonly through: number;
  readonly link: Sha256;
  readonly highest: number;
}

/** A receipt that is stored already, beside or under the batch. */
export interface Stored {
  readonly sequence: number;
  readonly link: string;
  readonly body: string;
}

export interface NewReceipt {
  readonly agent: AgentId;
  readonly boot: BootId;
  readonly receipt: Receipt;
  /** The exact text that the link covers. */
  readonly text: string;
  readonly link: Sha256;
}

export type Taken =
  | {
      readonly ok: true;
      readonly rows: readonly NewReceipt[];
      readonly head: ReceiptHead;
      readonly closesGap: boolean;
    }
  | { readonly ok: false; readonly code: "sequence" | "broken-chain" | "other-content" };

const no = (code: "sequence" | "broken-chain" | "other-content"): Taken => ({ ok: false, code });

/** Where a boot stands before anything of it is known. */
export const emptyHead = (hash: Hash, agent: AgentId, boot: BootId): ReceiptHead => ({
  through: 0,
  link: firstLink(hash, agent, boot),
  highest: 0,
});

/** Whether the batch continues what is stored and nothing else needs to be looked at. */
export const continues = (head: ReceiptHead, batch: ReceiptBatch): boolean =>
  batch.first === head.through + 1 && head.highest === head.through;

/**
 * Takes a batch into a boot's row of receipts. It may repeat what is stored and may come before what it follows (a gap, which
 * stays visible), but it must fit: same text under the same number, and each link made from the one before.
 * `near` holds what is stored from one before its first to one after its last; it is not asked where `continues`.
 */
export function take(
  hash: Hash,
  batch: ReceiptBatch,
  head: ReceiptHead,
  near: readonly Stored[],
): Taken {
  const { agent, boot, first, receipts } = batch;
  if (receipts.some((receipt, at) => receipt.sequence !== first + at)) return no("sequence");
  const rows = linkedRows(hash, batch);
  const last = first + receipts.length - 1;
  if (first === head.through + 1 && batch.previous !== head.link) return no("broken-chain");
  if (first === 1 && batch.previous !== firstLink(hash, agent, boot)) return no("broken-chain");
  const fault = misfit(hash, batch, rows, near);
  if (fault) return no(fault);
  const joins = first <= head.through + 1 && last > head.through;
  return {
    ok: true,
    rows: rows.filter((row) => !near.some((one) => one.sequence === row.receipt.sequence)),
    head: {
      through: joins ? last : head.through,
      link: joins ? (rows.at(-1) as NewReceipt).link : head.link,
      highest: Math.max(head.highest, last),
    },
    closesGap: joins && head.highest > last,
  };
}

function linkedRows(hash: Hash, { agent, boot, previous, receipts }: ReceiptBatch): NewReceipt[] {
  let link = previous;
  return receipts.map((receipt) => {
    const text = JSON.stringify(receipt);
    link = nextLink(hash, link, text);
    return { agent, boot, receipt, text, link };
  });
}

function misfit(
  hash: Hash,
  batch: ReceiptBatch,
  rows: readonly NewReceipt[],
  near: readonly Stored[],
) {
  const links = new Map<number, string>(rows.map((row) => [row.receipt.sequence, row.link]));
  const end = (rows.at(-1) as NewReceipt).receipt.sequence;
  for (const one of near) {
    const mine = links.get(one.sequence);
    if (mine !== undefined && mine !== one.link) return "other-content";
    if (one.sequence === batch.first - 1 && one.link !== batch.previous) return "broken-chain";
    if (
      one.sequence === end + 1 &&
      nextLink(hash, (rows.at(-1) as NewReceipt).link, one.body) !== one.link
    ) {
      return "broken-chain";
    }
  }
  return undefined;
}
