import { type Kysely, sql } from "kysely";
import type { Tables } from "../store/tables.ts";
import type { ReportFacts } from "./facts.ts";

/** Instants, `to` exclusive; `day` is the last day, whose table of places counts. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly day: string;
}
export interface Where {
  readonly province?: string;
  readonly commune?: string;
  /** Only orders and messages that carry it. */
  readonly campaign?: string;
}

export interface FrozenRow {
  readonly id: string;
  readonly kind: string;
  readonly place: string;
  readonly period_from: string;
  readonly period_to: string;
  readonly sha256: string;
  readonly content: string;
  readonly created_at: number;
  readonly created_by: string;
  readonly published_at: number | null;
}

/** A message that was approved, as it is kept. */
export interface WorkRow {
  readonly place: string;
  readonly decided_at: number | null;
  readonly length: number | null;
  readonly rights: string | null;
  /** The person who wrote it here, where nobody else is named. */
  readonly author: string;
}
export type StoredFacts = Omit<ReportFacts, "works" | "rates"> & {
  readonly works: readonly WorkRow[];
};

export interface ReportStore {
  /** The name of a commune or province on a day. */
  nameOf(where: Where, day: string): Promise<string | undefined>;
  facts(span: Span, where: Where): Promise<StoredFacts>;
  freeze(row: FrozenRow): Promise<void>;
  frozen(id: string): Promise<FrozenRow | undefined>;
  list(): Promise<readonly FrozenRow[]>;
  publish(id: string, at: number): Promise<void>;
}

export const reportStore = (db: Kysely<Tables>): ReportStore => ({
  nameOf: async ({ province, commune }, day) => {
    const table = commune === undefined ? "province" : "commune";
    const row = await db
      .selectFrom(table)
      .select("name")
      .where("code", "=", commune ?? province ?? "")
      .where("valid_from", "<=", day)
      .orderBy("valid_from", "desc")
      .limit(1)
      .executeTakeFirst();
    return row?.name;
  },
  facts: (span, where) => facts(db, span, where),
  freeze: async (row) => {
    await db.insertInto("report").values(row).execute();
  },
  frozen: (id) => db.selectFrom("report").selectAll().where("id", "=", id).executeTakeFirst(),
  list: () =>
    db.selectFrom("report").selectAll().orderBy("created_at", "desc").orderBy("id").execute(),
  publish: async (id, at) => {
    await db.updateTable("report").set({ published_at: at }).where("id", "=", id).execute();
  },
});

/** Where a cluster lay on a day; the row itself says where it lies now. */
const communeOn = (day: string) => sql<string>`coalesce((
  select m.commune from place_move as m
  where m.kind = 'cluster' and m.id = cluster.id and m.valid_from <= ${day} and m.valid_to > ${day}), cluster.commune)`;

/** Newest outcomes of orders that were meant (exercises and tests count nowhere), of the clusters of this place. */
const plays = (db: Kysely<Tables>, span: Span, { province, commune, campaign }: Where) =>
  db
    .selectFrom("outcome")
    .innerJoin("play_log", "play_log.seq", "outcome.seq")
    .innerJoin("occurrence", "occurrence.id", "outcome.occurrence")
    .innerJoin("broadcast", "broadcast.id", "occurrence.broadcast")
    .innerJoin("cluster", "cluster.id", "outcome.cluster")
    .innerJoin("commune", (join) => join.on("commune.code", "=", communeOn(span.day)))
    .where("occurrence.not_before", ">=", span.from)
    .where("occurrence.not_before", "<", span.to)
    .where("broadcast.status", "=", "actual")
    .$if(campaign !== undefined, (q) => q.where("broadcast.campaign", "=", campaign as string))
    .$if(commune !== undefined, (q) => q.where("commune.code", "=", commune as string))
    .$if(province !== undefined, (q) => q.where("commune.province", "=", province as string));

const count = sql<number>`count(*)`.as("plays");
const heard = sql<number>`coalesce(sum(play_log.heard), 0)`.as("heard");
const airings = sql<number>`count(distinct outcome.occurrence)`.as("airings");

async function facts(db: Kysely<Tables>, span: Span, where: Where): Promise<StoredFacts> {
  const { province, commune } = where;
  const all = () => plays(db, span, where);
  const open = (table: "commune" | "cluster") =>
    sql<boolean>`${sql.ref(`${table}.valid_from`)} <= ${span.day} and (${sql.ref(`${table}.valid_to`)} is null or ${sql.ref(`${table}.valid_to`)} > ${span.day})`;
  const communes = await db
    .selectFrom("commune")
    .select(["code", "name"])
    .where(open("commune"))
    .$if(commune !== undefined, (q) => q.where("code", "=", commune as string))
    .$if(province !== undefined, (q) => q.where("province", "=", province as string))
    .orderBy("code")
    .execute();
  return {
    communes,
    outcomes: await all()
      .select(["commune.code as commune", "outcome.outcome", count, heard])
      .groupBy(["commune.code", "outcome.outcome"])
      .orderBy("commune.code")
      .orderBy("outcome.outcome")
      .execute(),
    themes: await all()
      .select(["broadcast.theme", airings, count, heard])
      .where("outcome.outcome", "=", "played")
      .groupBy("broadcast.theme")
      .orderBy("plays", "desc")
      .orderBy("broadcast.theme")
      .execute(),
    reasons: await all()
      .select(["outcome.outcome", "outcome.reason", count])
      .where("outcome.outcome", "<>", "played")
      .groupBy(["outcome.outcome", "outcome.reason"])
      .orderBy("plays", "desc")
      .orderBy("outcome.outcome")
      .orderBy("outcome.reason")
      .execute(),
    troubled: await all()
      .select([
        "cluster.name",
        "commune.name as commune",
        sql<number>`sum(case when outcome.outcome in ('failed', 'unreported', 'interrupted', 'partial') then 1 else 0 end)`.as(
          "failed",
        ),
        sql<number>`count(*)`.as("planned"),
      ])
      .groupBy(["cluster.id", "cluster.name", "commune.name"])
      .having(
        sql<boolean>`sum(case when outcome.outcome in ('failed', 'unreported', 'interrupted', 'partial') then 1 else 0 end) > 0`,
      )
      .orderBy("failed", "desc")
      .orderBy("cluster.id")
      .limit(10)
      .execute(),
    clusters: await db
      .selectFrom("cluster")
      .select([communeOn(span.day).as("commune"), "kind", sql<number>`count(*)`.as("count")])
      .where(open("cluster"))
      .where(communeOn(span.day), "in", ["", ...communes.map(({ code }) => code)])
      .groupBy([communeOn(span.day), "kind"])
      .orderBy("commune")
      .orderBy("kind")
      .execute(),
    orders: await all()
      .select([
        "broadcast.title",
        "broadcast.level",
        "broadcast.approvals",
        airings,
        sql<number>`count(*)`.as("planned"),
        sql<number>`sum(case when outcome.outcome = 'played' then 1 else 0 end)`.as("played"),
        sql<number>`sum(case when outcome.rung in ('electric', 'acoustic') then 1 else 0 end)`.as(
          "verified",
        ),
      ])
      .groupBy(["broadcast.id", "broadcast.title", "broadcast.level", "broadcast.approvals"])
      .orderBy("played", "desc")
      .orderBy("broadcast.id")
      .limit(200)
      .execute(),
    works: await works(
      db,
      span,
      communes.map(({ code }) => `c-${code}`),
      where,
    ),
  };
}

const works = (db: Kysely<Tables>, span: Span, places: readonly string[], where: Where) =>
  db
    .selectFrom("message")
    .innerJoin("person", "person.id", "message.author")
    .select(["message.place", "message.decided_at", "message.length", "message.rights"])
    .select("person.name as author")
    .where("message.status", "=", "approved")
    .where("message.decided_at", ">=", span.from)
    .where("message.decided_at", "<", span.to)
    .where("message.place", "in", [
      "",
      ...places,
      ...(where.province === undefined ? [] : [`p-${where.province}`]),
      ...(where.commune === undefined && where.province === undefined ? ["centre"] : []),
    ])
    .$if(where.campaign !== undefined, (q) =>
      q.where("message.campaign", "=", where.campaign as string),
    )
    .orderBy("message.id")
    .execute();
