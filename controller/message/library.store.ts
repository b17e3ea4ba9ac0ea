import type { Kysely } from "kysely";
import type { MessageTable, Tables } from "../store/tables.ts";
import type { Published } from "./podcast.ts";

export interface FindPublic {
  readonly now: number;
  readonly places?: readonly string[] | undefined;
  readonly theme?: string | undefined;
  readonly language?: string | undefined;
}

export interface LibraryStore {
  /** What everybody may hear now, newest first. */
  published(find: FindPublic): Promise<readonly Published[]>;
  approved(place: string | undefined): Promise<readonly MessageTable[]>;
  ofContent(hash: string): Promise<readonly MessageTable[]>;
}

const MOST = 300;

export const libraryStore = (db: Kysely<Tables>): LibraryStore => ({
  published: ({ now, places, theme, language }) => {
    let query = db
      .selectFrom("message")
      .select(["id", "title", "theme", "language", "text", "sha256", "bytes", "length"])
      .select("decided_at")
      .where("status", "=", "approved")
      .where("secrecy", "=", "public")
      .where("personal_reason", "is", null)
      .where("sha256", "is not", null)
      // An old call to flee the water, heard in a podcast, would be believed.
      .where("theme", "!=", "khan-cap")
      .where("author", "!=", "cap")
      .where((q) => q.or([q("valid_from", "is", null), q("valid_from", "<=", now)]))
      .where((q) => q.or([q("valid_to", "is", null), q("valid_to", ">", now)]));
    if (places !== undefined) query = query.where("place", "in", [...places, ""]);
    if (theme !== undefined) query = query.where("theme", "=", theme);
    if (language !== undefined) query = query.where("language", "=", language);
    return query.orderBy("decided_at", "desc").orderBy("id", "desc").limit(MOST).execute();
  },
  approved: (place) => {
    const query = db.selectFrom("message").selectAll().where("status", "=", "approved");
    return (place === undefined ? query : query.where("place", "=", place))
      .orderBy("created_at")
      .orderBy("id")
      .execute();
  },
  ofContent: (hash) =>
    db.selectFrom("message").selectAll().where("content_hash", "=", hash).orderBy("id").execute(),
});
