import type { Kysely } from "kysely";
import type { Sha256 } from "../../contract/ids.ts";
import type { Clock } from "../../contract/time.ts";
import type { Tables } from "../store/tables.ts";
import { type Audit, type AuditRow, auditLink, type Change, FIRST_LINK } from "./audit.ts";

export interface AuditStore extends Audit {
  /** Newest first, from before `before`. */
  rows(
    limit: number,
    before: number | undefined,
  ): Promise<readonly (AuditRow & { readonly seq: number; readonly link: string })[]>;
  /** Oldest first, after `after`: how a verifier walks the chain. */
  walk(
    limit: number,
    after: number,
  ): Promise<readonly (AuditRow & { readonly seq: number; readonly link: string })[]>;
}

const json = (value: unknown): string | null =>
  value === undefined ? null : JSON.stringify(value);

const rowOf = (change: Change, at: number): AuditRow => ({
  at,
  person: change.by?.id ?? null,
  address: change.by?.address ?? change.from ?? "",
  action: change.action,
  subject: change.subject,
  before: json(change.before),
  after: json(change.after),
  reason: change.reason ?? null,
});

export const auditStore = (
  db: Kysely<Tables>,
  clock: Clock,
  hash: (text: string) => Sha256,
): AuditStore => ({
  record: (change) =>
    // One transaction, so two changes at once cannot take the same link.
    db.transaction().execute(async (tx) => {
      const last = await tx
        .selectFrom("audit")
        .select("link")
        .orderBy("seq", "desc")
        .limit(1)
        .executeTakeFirst();
      const row = rowOf(change, clock.now());
      const link = auditLink(hash, last?.link ?? FIRST_LINK, row);
      await tx
        .insertInto("audit")
        .values({ ...row, link })
        .execute();
    }),
  rows: (limit, before) =>
    db
      .selectFrom("audit")
      .selectAll()
      .$if(before !== undefined, (q) => q.where("seq", "<", before as number))
      .orderBy("seq", "desc")
      .limit(limit)
      .execute(),
  walk: (limit, after) =>
    db
      .selectFrom("audit")
      .selectAll()
      .where("seq", ">", after)
      .orderBy("seq")
      .limit(limit)
      .execute(),
});
