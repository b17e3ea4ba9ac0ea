import type { Kysely } from "kysely";
import type { Hash } from "../contract/chain.ts";
import { commitTurn } from "./playlog/committing.ts";
import {
  type Answer,
  arrivedOf,
  type FromThread,
  type Question,
} from "./playlog/ledger-thread.adapter.ts";
import { playlogStore } from "./playlog/playlog.store.ts";
import type { Unit } from "./playlog/ports.ts";
import { quarantineStore } from "./playlog/quarantine.store.ts";
import { type InsertTexts, receiptStore } from "./playlog/receipt.store.ts";
import { type CommitTurn, doneOf, sealedOf } from "./playlog/turn.ts";
import { sha256Of } from "./sha256.adapter.ts";
import { connect } from "./store/sqlite.adapter.ts";
import type { Tables } from "./store/tables.ts";

export interface Units {
  /** On the database as it is, each call for itself. */
  readonly stores: Unit;
  readonly inTransaction: <T>(work: (unit: Unit) => Promise<T>) => Promise<T>;
}

export function composeUnits(db: Kysely<Tables>, hash: Hash): Units {
  const texts: InsertTexts = new Map();
  const on = (some: Kysely<Tables>): Unit => ({
    receipts: receiptStore(some, texts),
    log: playlogStore(some, hash),
    quarantine: quarantineStore(some),
  });
  return {
    stores: on(db),
    inTransaction: (work) => db.transaction().execute((tx) => work(on(tx))),
  };
}

export const commitIn =
  ({ inTransaction }: Pick<Units, "inTransaction">, hash: Hash): CommitTurn =>
  async (turn, how) =>
    doneOf(await inTransaction((unit) => commitTurn(unit, turn.map(sealedOf), { ...how, hash })));

/** The work of the thread that `ledger-thread.adapter.ts` starts: a connection of its own to the same database. */
export function serveLedger(
  file: string,
  post: (said: FromThread) => void,
): (asked: Question) => Promise<void> {
  const { db } = connect({
    file,
    onTrouble: (trouble, error) => post({ trouble, why: String(error) }),
  });
  const commit = commitIn(composeUnits(db, sha256Of), sha256Of);
  post({ ready: true });
  return async ({ id, pieces, how }) => {
    let answer: Answer;
    try {
      answer = { id, done: await commit(pieces.map(arrivedOf), how) };
    } catch (error) {
      answer = { id, why: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    post(answer);
  };
}
