import type { Kysely } from "kysely";
import type { Tables } from "../store/tables.ts";

export interface Recorded {
  readonly id: string;
  readonly title: string;
  readonly place: string;
  readonly status: string;
  readonly sha256: string | null;
  readonly words: string | null;
}

export interface FingerprintStore {
  put(sha256: string, words: string): Promise<void>;
  /** Sounds of recordings that have none, newest first. */
  missing(): Promise<readonly string[]>;
  /** Recordings of about this length in milliseconds, newest first. */
  near(length: number): Promise<readonly Recorded[]>;
}

/** A trimmed copy is at least half as long; and a search must end. */
const SPAN = 2.2;
const MOST = 2_000;

export const fingerprintStore = (db: Kysely<Tables>): FingerprintStore => ({
  put: async (sha256, words) => {
    await db
      .insertInto("fingerprint")
      .values({ sha256, words })
      .onConflict((on) => on.column("sha256").doNothing())
      .execute();
  },
  missing: async () => {
    const rows = await db
      .selectFrom("message")
      .leftJoin("fingerprint", "fingerprint.sha256", "message.sha256")
      .select("message.sha256")
      .where("message.origin", "=", "recording")
      .where("message.sha256", "is not", null)
      .where("fingerprint.sha256", "is", null)
      .groupBy("message.sha256")
      .orderBy((order) => order.fn.max("message.created_at"), "desc")
      .execute();
    return rows.map(({ sha256 }) => sha256 as string);
  },
  near: (length) =>
    db
      .selectFrom("message")
      .leftJoin("fingerprint", "fingerprint.sha256", "message.sha256")
      .select(["message.id", "message.title", "message.place", "message.status"])
      .select(["message.sha256", "fingerprint.words"])
      .where("message.origin", "=", "recording")
      .where("message.length", ">=", Math.floor(length / SPAN))
      .where("message.length", "<=", Math.ceil(length * SPAN))
      .orderBy("message.created_at", "desc")
      .limit(MOST)
      .execute(),
});
