import type { Kysely } from "kysely";
import type { OccurrenceId, ScopeId, Sha256 } from "../../contract/ids.ts";
import type { Occurrence } from "../../contract/plan.ts";
import { days, type Instant } from "../../contract/time.ts";
import type { DispatchedTable, DocumentHeadTable } from "../store/evidence-tables.ts";
import type { Step } from "../store/step.ts";
import type { Tables } from "../store/tables.ts";
import type { DocumentName, Ordered } from "./revision.ts";

export interface NewHead extends DocumentHeadTable {
  /** The whole document when the head only refers to it. */
  readonly whole?: { readonly sha256: Sha256; readonly jws: string };
  /** What travels in it, and what was cancelled in it. */
  readonly occurrences: readonly { readonly id: string; readonly cancelled: boolean }[];
}

export interface StoredHead extends DocumentHeadTable {
  readonly whole: Sha256 | undefined;
}

export interface DispatchStore {
  /** What may be in the documents of a scope: everything whose window touches [from, to). */
  ordered(scope: ScopeId, from: Instant, to: Instant): Promise<readonly Ordered[]>;
  /** How the commune of a scope orders among priority items whose time is not over. */
  priorityOrder(scope: ScopeId, from: Instant): Promise<readonly OccurrenceId[]>;
  /** Scopes that have something in [from, to), or had a document before. */
  scopes(from: Instant, to: Instant): Promise<readonly ScopeId[]>;
  head(scope: ScopeId, document: DocumentName): Promise<StoredHead | undefined>;
  heads(scopes?: readonly ScopeId[]): Promise<readonly StoredHead[]>;
  /** One transaction; each is durable before it is published. */
  save(heads: readonly NewHead[]): Promise<void>;
  published(
    heads: readonly Pick<DocumentHeadTable, "scope" | "document" | "revision">[],
    at: Instant,
  ): Promise<void>;
  /** The JWS text of a newest document, or of one that a newest document refers to, by payload hash. */
  text(hash: Sha256): Promise<string | undefined>;
  /** The place above: a commune's province; the commune of an agent's scope. */
  parent(scope: ScopeId): Promise<ScopeId | undefined>;
}

const CHUNK = 400;
const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, i) =>
    all.slice(i * CHUNK, (i + 1) * CHUNK),
  );

/** Another document is to be the first that carries these occurrences: the one that has them as they are ordered now. */
export const travelAnew =
  (occurrences: readonly string[]): Step =>
  async (tx) => {
    for (const some of chunks(occurrences)) {
      await tx.deleteFrom("dispatched").where("occurrence", "in", some).execute();
    }
  };

/** How a JWS lies in the store; see pack.adapter.ts. */
export type Pack = (jws: string) => string;

export const dispatchStore = (db: Kysely<Tables>, pack: Pack): DispatchStore => ({
  ordered: async (scope, from, to) => {
    const rows = await db
      .selectFrom("occurrence")
      .select(["body", "document", "cancelled_at"])
      .where("scope", "=", scope)
      .where("not_after", ">", from)
      .where("not_before", "<", to)
      .execute();
    return rows.map((row) => ({
      body: JSON.parse(row.body) as Occurrence,
      document: row.document === "urgent" ? "urgent" : "plan",
      cancelledAt: (row.cancelled_at ?? undefined) as Instant | undefined,
    }));
  },
  priorityOrder: (scope, from) => priorityOrder(db, scope, from),
  scopes: async (from, to) => {
    const ordered = await db
      .selectFrom("occurrence")
      .select("scope")
      .distinct()
      .where("not_after", ">", from)
      .where("not_before", "<", to)
      .execute();
    const known = await db
      .selectFrom("document_head")
      .select("scope")
      .distinct()
      .where("document", "<>", "config")
      .execute();
    return [...new Set([...ordered, ...known].map((row) => row.scope as ScopeId))];
  },
  head: async (scope, document) =>
    stored(
      await db
        .selectFrom("document_head")
        .selectAll()
        .where("scope", "=", scope)
        .where("document", "=", document)
        .executeTakeFirst(),
      await wholes(db, [scope]),
    ),
  heads: async (scopes) => {
    if (scopes === undefined) {
      const whole = await wholes(db, undefined);
      const rows = await db.selectFrom("document_head").selectAll().execute();
      return rows.map((row) => stored(row, whole));
    }
    const out: StoredHead[] = [];
    for (const some of chunks(scopes)) {
      const whole = await wholes(db, some);
      const rows = await db
        .selectFrom("document_head")
        .selectAll()
        .where("scope", "in", some)
        .execute();
      out.push(...rows.map((row) => stored(row, whole)));
    }
    return out;
  },
  save: (heads) => db.transaction().execute((tx) => save(tx, heads, pack)),
  published: (heads, at) =>
    db.transaction().execute(async (tx) => {
      for (const { scope, document, revision } of heads) {
        await tx
          .updateTable("document_head")
          .set({ published_at: at })
          .where("scope", "=", scope)
          .where("document", "=", document)
          .where("revision", "=", revision)
          .execute();
      }
    }),
  text: async (hash) =>
    (
      await db
        .selectFrom("document_text")
        .select("jws")
        .where("sha256", "=", hash)
        .executeTakeFirst()
    )?.jws ??
    (await db.selectFrom("document_head").select("jws").where("hash", "=", hash).executeTakeFirst())
      ?.jws,
  parent: (scope) => parent(db, scope),
});

async function priorityOrder(
  db: Kysely<Tables>,
  scope: ScopeId,
  from: Instant,
): Promise<readonly OccurrenceId[]> {
  const row = await db
    .selectFrom("priority_order")
    .select("occurrences")
    .where("commune", "=", scope.replace(/^c-/, ""))
    .executeTakeFirst();
  const order = row ? (JSON.parse(row.occurrences) as OccurrenceId[]) : [];
  const open = new Set<string>();
  for (const some of chunks(order)) {
    const rows = await db
      .selectFrom("occurrence")
      .select("id")
      .where("id", "in", some)
      .where("not_after", ">", from)
      .execute();
    for (const { id } of rows) open.add(id);
  }
  return order.filter((id) => open.has(id));
}

type Whole = ReadonlyMap<string, { sha256: string; revision: number }>;

function stored<T extends DocumentHeadTable | undefined>(
  row: T,
  whole: Whole,
): T extends undefined ? undefined : StoredHead;
function stored(row: DocumentHeadTable | undefined, whole: Whole): StoredHead | undefined {
  if (!row) return undefined;
  const found = whole.get(`${row.scope} ${row.document}`);
  return { ...row, whole: found?.revision === row.revision ? (found.sha256 as Sha256) : undefined };
}

async function wholes(db: Kysely<Tables>, scopes: readonly string[] | undefined): Promise<Whole> {
  let query = db.selectFrom("document_text").select(["scope", "document", "sha256", "revision"]);
  if (scopes) query = query.where("scope", "in", [...scopes]);
  const rows = await query.orderBy("revision").execute();
  return new Map(rows.map((row) => [`${row.scope} ${row.document}`, row]));
}

async function save(db: Kysely<Tables>, heads: readonly NewHead[], pack: Pack): Promise<void> {
  for (const { whole, occurrences, ...head } of heads) {
    await db
      .insertInto("document_head")
      .values(head)
      .onConflict((conflict) => conflict.columns(["scope", "document"]).doUpdateSet(head))
      .execute();
    // Only the newest and the one before are fetched by anybody: boards that were slow to ask.
    await db
      .deleteFrom("document_text")
      .where("scope", "=", head.scope)
      .where("document", "=", head.document)
      .where("revision", "not in", (inner) =>
        inner
          .selectFrom("document_text")
          .select("revision")
          .where("scope", "=", head.scope)
          .where("document", "=", head.document)
          .orderBy("revision", "desc")
          .limit(1),
      )
      .execute();
    if (whole) {
      const { scope, document, revision } = head;
      await db
        .insertInto("document_text")
        .values({ ...whole, scope, document, revision })
        .execute();
    }
    const isFirst = await remember(db, head, occurrences);
    if (head.document !== "config") await keepIssued(db, head, isFirst ? whole?.jws : null, pack);
  }
}

/** That it was issued is remembered for longer than a board reaches back, its words for as long as the log. */
const REMEMBERED = days(120);

/** `whole`: null where the words are not kept. */
async function keepIssued(
  db: Kysely<Tables>,
  { scope, document, epoch, revision, issued, hash, jws }: DocumentHeadTable,
  whole: string | undefined | null,
  pack: Pack,
): Promise<void> {
  const texts = {
    jws: whole === null ? null : pack(jws),
    whole: whole ? pack(whole) : null,
  };
  await db
    .insertInto("issued_document")
    .values({ sha256: hash, scope, document, epoch, revision, issued, ...texts })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await db
    .deleteFrom("issued_document")
    .where("scope", "=", scope)
    .where("document", "=", document)
    .where("jws", "is", null)
    .where("issued", "<", issued - REMEMBERED)
    .execute();
}

/** Answers whether something of it travelled, or was taken back, for the first time. */

async function remember(
  db: Kysely<Tables>,
  { scope, document, revision }: DocumentHeadTable,
  occurrences: NewHead["occurrences"],
): Promise<boolean> {
  const rows = occurrences.map(
    ({ id, cancelled }): DispatchedTable => ({
      occurrence: id,
      scope,
      document,
      revision,
      cancel_revision: cancelled ? revision : null,
    }),
  );
  let changed = 0n;
  for (const some of chunks(rows)) {
    const { numInsertedOrUpdatedRows = 0n } = await db
      .insertInto("dispatched")
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    changed += numInsertedOrUpdatedRows;
  }
  const cancelled = occurrences.filter((one) => one.cancelled).map((one) => one.id);
  for (const some of chunks(cancelled)) {
    const { numUpdatedRows } = await db
      .updateTable("dispatched")
      .set({ cancel_revision: revision })
      .where("occurrence", "in", some)
      .where("cancel_revision", "is", null)
      .executeTakeFirstOrThrow();
    changed += numUpdatedRows;
  }
  return changed > 0n;
}

async function parent(db: Kysely<Tables>, scope: ScopeId): Promise<ScopeId | undefined> {
  if (scope.startsWith("p-")) return "centre" as ScopeId;
  if (scope.startsWith("c-")) {
    const row = await db
      .selectFrom("commune")
      .select("province")
      .where("code", "=", scope.slice(2))
      .executeTakeFirst();
    return row && (`p-${row.province}` as ScopeId);
  }
  if (scope.startsWith("a-")) {
    const row = await db
      .selectFrom("agent")
      .innerJoin("cluster", "cluster.id", "agent.cluster")
      .select("cluster.commune")
      .where("agent.id", "=", scope.slice(2))
      .executeTakeFirst();
    return row && (`c-${row.commune}` as ScopeId);
  }
  return undefined;
}
