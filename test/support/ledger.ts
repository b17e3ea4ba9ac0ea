// What the controller's database says, read beside the running program: a second witness to the HTTP answers.
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Station } from "./station.ts";

export interface Stored {
  readonly agent: string;
  readonly boot: string;
  readonly sequences: number[];
}

/** The receipts of every boot, in order of their sequence. */
export function storedReceipts(station: Station): Stored[] {
  return read(station, (db) => {
    const rows = db
      .prepare("select agent, boot, sequence from receipt order by agent, boot, sequence")
      .all() as { agent: string; boot: string; sequence: number }[];
    const out = new Map<string, Stored>();
    for (const { agent, boot, sequence } of rows) {
      const key = `${agent} ${boot}`;
      const one = out.get(key) ?? { agent, boot, sequences: [] };
      one.sequences.push(sequence);
      out.set(key, one);
    }
    return [...out.values()];
  });
}

export interface Row {
  readonly seq: number;
  readonly occurrence: string;
  readonly cluster: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly late: number;
}

export const logRows = (station: Station): Row[] =>
  read(
    station,
    (db) =>
      db
        .prepare(
          "select seq, occurrence, cluster, outcome, reason, late from play_log order by seq",
        )
        .all() as Row[],
  );

function read<T>(station: Station, ask: (db: Database.Database) => T): T {
  const db = new Database(join(station.dir, "controller/vangxa.db"), { readonly: true });
  try {
    return ask(db);
  } finally {
    db.close();
  }
}
