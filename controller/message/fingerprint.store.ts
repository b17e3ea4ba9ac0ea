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
