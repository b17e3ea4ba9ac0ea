import { Worker } from "node:worker_threads";
import type { ReceiptBatch } from "../../contract/receipt.ts";
import type { Duration, Instant } from "../../contract/time.ts";
import type { Arrived, Ledger, TurnDone } from "./turn.ts";

/** The JWS holds everything of its batch, and a text is copied faster than what was read from it. */
type Piece = string | ReceiptBatch;

const pieceOf = ({ batch, jws }: Arrived): Piece => jws ?? batch;

/** Only for a piece whose signature was checked before it was sent. */
export function arrivedOf(piece: Piece): Arrived {
  if (typeof piece !== "string") return { batch: piece };
  const payload = piece.slice(piece.indexOf(".") + 1, piece.lastIndexOf("."));
  const batch = JSON.parse(Buffer.from(payload, "base64url").toString()) as ReceiptBatch;
  return { batch, jws: piece };
}

export interface Question {
  readonly id: number;
  readonly pieces: readonly Piece[];
  readonly how: { readonly now: Instant; readonly grace: Duration };
}
export type Answer =
  | { readonly id: number; readonly done: TurnDone }
  | { readonly id: number; readonly why: string };
type Trouble = "disk-full" | "disk-failed";
export type FromThread =
  | Answer
  | { readonly ready: true }
  | { readonly trouble: Trouble; readonly why: string };

export interface LedgerSettings {
  /** The database; it is open and of the newest version. */
  readonly file: string;
  /** Keeps every other user of this process off the database for so long. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
  readonly onTrouble: (trouble: Trouble, why: string) => void;
}

export interface LedgerThread extends Ledger {
  /** What is being committed is committed first. */
  stop(): Promise<void>;
}

const MOST = 1_000;

/**
 * Commits receipts beside everything else: writing and waiting for the disk take most of a receipt's time, and meanwhile this thread
 * reads the next ones and answers people. One thread writes at a time, so neither ever finds the database busy.
 */
export function ledgerThread({ file, alone, onTrouble }: LedgerSettings): LedgerThread {
  let thread = start();
  let count = 0;

  function start() {
    const worker = new Worker(new URL("./ledger-from-source.mjs", import.meta.url), {
      workerData: file,
    });
    const open = new Map<number, { done(done: TurnDone): void; failed(why: unknown): void }>();
    let why: unknown = new Error("the ledger's thread ended");
    const ready = new Promise<void>((resolve, reject) => {
      worker.on("message", (said: FromThread) => {
        if ("ready" in said) resolve();
        else if ("trouble" in said) onTrouble(said.trouble, said.why);
        else {
          const asked = open.get(said.id);
          open.delete(said.id);
          if ("done" in said) asked?.done(said.done);
          else asked?.failed(new Error(said.why));
        }
      });
      worker.on("error", (error) => {
        why = error;
      });
      worker.on("exit", () => {
        gone = true;
        reject(why);
        for (const one of open.values()) one.failed(why);
        open.clear();
      });
    });
    // Whoever commits hears of it.
    ready.catch(() => undefined);
    let gone = false;
    return { worker, open, ready, gone: () => gone };
  }

  return {
    most: MOST,
    commit: async (turn, how) => {
      if (thread.gone()) thread = start();
      // Its own thread to the end: another may stand in its place by the time the database is free.
      const { worker, open, ready, gone } = thread;
      await ready;
      return alone(
        () =>
          new Promise<TurnDone>((done, failed) => {
            if (gone()) return failed(new Error("the ledger's thread ended"));
            count += 1;
            open.set(count, { done, failed });
            worker.postMessage({ id: count, pieces: turn.map(pieceOf), how } satisfies Question);
          }),
      );
    },
    stop: async () => {
      await alone(() => thread.worker.terminate());
    },
  };
}
