import { type Kysely, sql } from "kysely";
import type { Span, StoredFacts, Where } from "../../../controller/report/facts.store.ts";
import type { Tables } from "../../../controller/store/tables.ts";

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

/** Each figure of a report by a query of its own, row by row. */
export async function factsRowByRow(
  db: Kysely<Tables>,
  span: Span,
  where: Where,
): Promise<Omit<StoredFacts, "works" | "recordings">> {
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
        airings,
        sql<number>`count(*)`.as("planned"),
        sql<number>`sum(case when outcome.outcome = 'played' then 1 else 0 end)`.as("played"),
        sql<number>`sum(case when outcome.rung in ('electric', 'acoustic') then 1 else 0 end)`.as(
          "verified",
        ),
      ])
      .groupBy(["broadcast.id", "broadcast.title", "broadcast.level"])
      .orderBy("played", "desc")
      .orderBy("broadcast.id")
      .limit(200)
      .execute(),
  };
}
