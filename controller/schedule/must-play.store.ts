import type { Kysely } from "kysely";
import type { Instant } from "../../contract/time.ts";
import type { Tables } from "../store/tables.ts";
import type { MustPlayRow } from "./must-play.ts";

export interface MustPlayStore {
  /** Priority airings whose deadline lies after `since`, without those that were taken back; the soonest deadline first. */
  mustPlay(since: Instant): Promise<readonly MustPlayRow[]>;
}

const MOST = 2_000;

export const mustPlayStore = (db: Kysely<Tables>): MustPlayStore => ({
  mustPlay: (since) =>
    db
      .selectFrom("occurrence")
      .innerJoin("broadcast", "broadcast.id", "occurrence.broadcast")
      .selectAll("occurrence")
      .select(["broadcast.title", "broadcast.place"])
      .where("occurrence.level", "=", "priority")
      .where("occurrence.cancelled_at", "is", null)
      .where("occurrence.not_after", ">", since)
      .orderBy("occurrence.not_after")
      .orderBy("occurrence.id")
      .limit(MOST)
      .execute(),
});
