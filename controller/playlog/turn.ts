import type { AgentId, BootId } from "../../contract/ids.ts";
import type { ReceiptBatch } from "../../contract/receipt.ts";
import type { Duration, Instant } from "../../contract/time.ts";
import type { Committed, RefusedCode } from "./committing.ts";
import { newsOf, type Told } from "./news.ts";
import { type SealedBatch, sealOf } from "./seal.ts";

/** A batch whose signature holds, with the JWS that it came in, where that is known. */
export interface Arrived {
  readonly batch: ReceiptBatch;
  readonly jws?: string;
}

export const sealedOf = ({ batch, jws }: Arrived): SealedBatch =>
  jws === undefined ? batch : { ...batch, seal: sealOf(batch, jws) };

/** What became of a turn, as far as anybody must be told of it. */
export interface TurnDone {
  readonly committed: number;
  readonly acks: readonly {
    readonly agent: AgentId;
    readonly boot: BootId;
    readonly through: number;
  }[];
  readonly refused: readonly {
    readonly agent: AgentId;
    readonly boot: BootId;
    readonly first: number;
    readonly code: RefusedCode;
  }[];
  readonly told: readonly Told[];
}

/** Resolves when the turn is durable; where it fails, nothing of it is. */
export type CommitTurn = (
  turn: readonly Arrived[],
  how: { readonly now: Instant; readonly grace: Duration },
) => Promise<TurnDone>;

export interface Ledger {
  readonly commit: CommitTurn;
  /** Receipts of one turn: more make a commit cheaper, and whatever else needs the database waits so much longer. */
  readonly most: number;
}

export const doneOf = (done: Committed): TurnDone => ({
  committed: done.fresh.length,
  acks: done.acks.map(({ agent, boot, through }) => ({ agent, boot, through })),
  refused: done.refused.map(({ batch: { agent, boot, first }, code }) => ({
    agent,
    boot,
    first,
    code,
  })),
  told: newsOf(done),
});
