import { type Kysely, type RawBuilder, sql } from "kysely";
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

/** A message that was aired. `at`: its first whole airing; `length`: milliseconds of what sounded then. */
export interface WorkRow {
  readonly place: string;
  readonly at: number;
  readonly length: number | null;
  readonly rights: string | null;
  /** The person who wrote it here, where nobody else is named. */
  readonly author: string;
}
export type StoredFacts = Omit<ReportFacts, "works" | "rates"> & {
  readonly works: readonly WorkRow[];
};

export interface FactsStore {
  /** `programmes`: also each order, and each recording that was aired. */
  facts(span: Span, where: Where, programmes: boolean): Promise<StoredFacts>;
}

export const factsStore = (db: Kysely<Tables>): FactsStore => ({
  facts: async (span, where, programmes) => {
    const communes = await communesOn(db, span.day, where);
    return {
      communes,
      ...(await counted(db, span, where, programmes)),
      clusters: await clustersOn(db, span.day, communes),
      recordings: programmes ? await recordings(db, span, where) : [],
      works: await works(db, span, placesOf(await withThoseBefore(db, communes), where), where),
    };
  },
});

/** Whose messages a report answers for. */
const placesOf = (
  communes: readonly { readonly code: string }[],
  { province, commune }: Where,
): readonly string[] => [
  ...communes.map(({ code }) => `c-${code}`),
  ...(province === undefined ? [] : [`p-${province}`]),
  ...(commune === undefined && province === undefined ? ["centre"] : []),
];

/** Where a cluster lay on a day; the row itself says where it lies now. */
const communeOn = (day: string) => sql<string>`coalesce((
  select m.commune from place_move as m
  where m.kind = 'cluster' and m.id = cluster.id and m.valid_from <= ${day} and m.valid_to > ${day}), cluster.commune)`;

const open = (table: "commune" | "cluster", day: string) =>
  sql<boolean>`${sql.ref(`${table}.valid_from`)} <= ${day} and (${sql.ref(`${table}.valid_to`)} is null or ${sql.ref(`${table}.valid_to`)} > ${day})`;

const communesOn = (db: Kysely<Tables>, day: string, { province, commune }: Where) =>
  db
    .selectFrom("commune")
    .select(["code", "name"])
    .where(open("commune", day))
    .$if(commune !== undefined, (q) => q.where("code", "=", commune as string))
    .$if(province !== undefined, (q) => q.where("province", "=", province as string))
    .orderBy("code")
    .execute();

/** These communes and all that went into them: what was made there is still owed. */
async function withThoseBefore(
  db: Kysely<Tables>,
  communes: readonly { code: string }[],
): Promise<readonly { code: string }[]> {
  const all = new Set(communes.map(({ code }) => code));
  const gone = await db
    .selectFrom("commune")
    .select(["code", "successor"])
    .where("successor", "is not", null)
    .execute();
  for (let before = -1; before < all.size; ) {
    before = all.size;
    for (const { code, successor } of gone) if (all.has(successor ?? "")) all.add(code);
  }
  return [...all].map((code) => ({ code }));
}

const clustersOn = (db: Kysely<Tables>, day: string, communes: readonly { code: string }[]) =>
  db
    .selectFrom("cluster")
    .select([communeOn(day).as("commune"), "kind", sql<number>`count(*)`.as("count")])
    .where(open("cluster", day))
    .where(communeOn(day), "in", ["", ...communes.map(({ code }) => code)])
    .groupBy([communeOn(day), "kind"])
    .orderBy("commune")
    .orderBy("kind")
    .execute();

/**
 * `play`: the newest outcomes of orders that were meant (exercises and tests count nowhere), of the clusters of this place. They are
 * looked up once and then grouped in several ways, because looking them up is what takes the time.
 */
function played(
  { from, to, day }: Span,
  { province, commune, campaign }: Where,
): RawBuilder<unknown> {
  const there = [
    ...(commune === undefined ? [] : [sql`and commune.code = ${commune}`]),
    ...(province === undefined ? [] : [sql`and commune.province = ${province}`]),
  ];
  const about = campaign === undefined ? sql`` : sql`and broadcast.campaign = ${campaign}`;
  return sql`
    place as materialized (
      select cluster.id, cluster.name, commune.code, commune.name as commune
      from cluster join commune on commune.code = ${communeOn(day)} ${sql.join(there, sql` `)}),
    airing as materialized (
      select occurrence.id, broadcast, theme, body
      from occurrence join broadcast on broadcast.id = occurrence.broadcast
      where not_before >= ${from} and not_before < ${to} and status = 'actual' ${about}),
    play as materialized (
      select o.occurrence, o.cluster, o.outcome, o.reason, o.rung, l.heard, a.broadcast, a.theme, p.code
      from airing as a join outcome as o on o.occurrence = a.id
      join place as p on p.id = o.cluster join play_log as l on l.seq = o.seq)`;
}

interface Group {
  readonly part: "outcome" | "theme" | "reason" | "troubled" | "order";
  /** What it is a group of. */
  readonly x: string;
  readonly y: string;
  readonly z: string;
  /** How much of it. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}
type Counted = Pick<StoredFacts, "outcomes" | "themes" | "reasons" | "troubled" | "orders">;

const WORST = 10;
const ORDERS = 200;
const times = (what: RawBuilder<unknown>) => sql`sum(case when ${what} then 1 else 0 end)`;

async function counted(
  db: Kysely<Tables>,
  span: Span,
  where: Where,
  programmes: boolean,
): Promise<Counted> {
  const orders = sql`
    union all select 'order', b.id, b.title, b.level, airings, planned, played, verified
    from (
      select broadcast, count(distinct occurrence) as airings, count(*) as planned,
        ${times(sql`outcome = 'played'`)} as played, ${times(sql`rung in ('electric', 'acoustic')`)} as verified
      from play group by broadcast order by played desc, broadcast limit ${ORDERS}) as o
    join broadcast as b on b.id = o.broadcast`;
  const { rows } = await sql<Group>`
    with ${played(span, where)}
    select 'outcome' as part, code as x, outcome as y, null as z, count(*) as a, sum(heard) as b, 0 as c, 0 as d
    from play group by code, outcome
    union all select 'theme', theme, null, null, count(distinct occurrence), count(*), sum(heard), 0
    from play where outcome = 'played' group by theme
    union all select 'reason', outcome, reason, null, count(*), 0, 0, 0
    from play where outcome <> 'played' group by outcome, reason
    union all select 'troubled', p.id, p.name, p.commune, failed, planned, 0, 0
    from (
      select cluster, count(*) as planned,
        ${times(sql`outcome in ('failed', 'unreported', 'interrupted', 'partial')`)} as failed
      from play group by cluster having failed > 0 order by failed desc, cluster limit ${WORST}) as t
    join place as p on p.id = t.cluster
    ${programmes ? orders : sql``}`.execute(db);
  const of = (part: Group["part"], ...keys: Key[]) =>
    rows.filter((row) => row.part === part).sort(inOrder(keys));
  return {
    outcomes: of("outcome", "x", "y").map(({ x, y, a, b }) => {
      return { commune: x, outcome: y, plays: a, heard: b };
    }),
    themes: of("theme", "-b", "x").map(({ x, a, b, c }) => {
      return { theme: x, airings: a, plays: b, heard: c };
    }),
    reasons: of("reason", "-a", "x", "y").map(({ x, y, a }) => {
      return { outcome: x, reason: y, plays: a };
    }),
    troubled: of("troubled", "-a", "x").map(({ y, z, a, b }) => {
      return { name: y, commune: z, failed: a, planned: b };
    }),
    orders: of("order", "-c", "x").map(({ y, z, a, b, c, d }) => {
      return { title: y, level: z, airings: a, planned: b, played: c, verified: d };
    }),
  };
}

type Column = Exclude<keyof Group, "part">;
type Key = Column | `-${Column}`;

/** By each key in turn, downwards where it begins with a minus; what is not there comes first. */
const inOrder =
  (keys: readonly Key[]) =>
  (one: Group, other: Group): number => {
    for (const key of keys) {
      const name = key.replace("-", "") as Column;
      const [before, after] = [one[name] ?? "", other[name] ?? ""];
      if (before !== after) return before < after === key.startsWith("-") ? 1 : -1;
    }
    return 0;
  };

/** What was recorded and aired, by the bytes that the boards were sent, with what became of it here. */
async function recordings(
  db: Kysely<Tables>,
  span: Span,
  where: Where,
): Promise<StoredFacts["recordings"]> {
  const { rows } = await sql<StoredFacts["recordings"][number]>`
    with ${played(span, where)},
    aired as materialized (select occurrence, ${times(sql`outcome = 'played'`)} as played from play group by occurrence),
    part as (
      select aired.occurrence, aired.played, one.value as said
      from aired join airing on airing.id = aired.occurrence, json_each(airing.body, '$.parts') as one
      where json_extract(one.value, '$.role') = 'message'),
    said as (
      select occurrence, played, json_extract(said, '$.message') as id, json_extract(said, '$.language') as language,
        json_extract(said, '$.audio.sha256') as sha256, json_extract(said, '$.audio.length') as length
      from part group by occurrence, json_extract(said, '$.message'), json_extract(said, '$.audio.sha256'))
    select coalesce(m.title, said.id, '') as title, coalesce(said.language, m.language, '') as language, said.sha256, said.length,
      count(*) as airings, sum(said.played) as plays
    from said left join message as m on m.id = said.id
    group by said.id, said.sha256 order by plays desc, title, said.sha256 limit ${ORDERS}`.execute(
    db,
  );
  return rows;
}

/** Messages out of what boards were sent, with the length of what sounded, one row an airing; only airings that some cluster played in full. */
const said = (from: RawBuilder<unknown>, to: number) => sql`
  select json_extract(part.value, '$.message') as message, json_extract(part.value, '$.audio.length') as length, not_before as at
  from occurrence join broadcast on broadcast.id = occurrence.broadcast, json_each(occurrence.body, '$.parts') as part
  where not_before >= ${from} and not_before < ${to} and status = 'actual'
    and exists (select 1 from outcome as o where o.occurrence = occurrence.id and o.outcome = 'played')
    and json_extract(part.value, '$.role') = 'message'`;

/** A work is owed for once, when it was first used: those whose first whole airing lies in the period. */
async function works(
  db: Kysely<Tables>,
  { from, to }: Span,
  places: readonly string[],
  { campaign }: Where,
): Promise<StoredFacts["works"]> {
  const about = campaign === undefined ? sql`` : sql`and m.campaign = ${campaign}`;
  // The past is looked through only as far back as something that was used now has existed.
  const { rows } = await sql<WorkRow>`
    with used as materialized (
      select message, length, min(at) as at from (${said(sql`${from}`, to)}) group by message),
    work as materialized (
      select m.id, m.place, m.rights, m.created_at, used.at, coalesce(used.length, m.length) as length, person.name as author
      from used join message as m on m.id = used.message join person on person.id = m.author
      where m.place in (${sql.join(["", ...places])}) ${about}),
    before as materialized (
      ${said(sql`(select coalesce(min(created_at), ${from}) from work)`, from)})
    select place, at, length, rights, author from work
    where id not in (select message from before where message is not null) order by id`.execute(db);
  return rows;
}
