import { type Kysely, sql } from "kysely";
import { themeName } from "../message/themes.ts";
import type { Tables } from "../store/tables.ts";
import type { Outlines, Sited } from "./coverage-view.ts";
import type { HamletFigures, Serving } from "./reach.ts";
import type { SubjectKind } from "./subject.ts";

export interface Filter {
  /** The station day whose table of hamlets is the denominator. */
  readonly day: string;
  readonly commune?: string;
  readonly province?: string;
  readonly hamlet?: string;
  /** Only hamlets where it is spoken (ISO 639-3). */
  readonly language?: string;
}

export interface ReachStore {
  hamlets(filter: Filter): Promise<readonly HamletFigures[]>;
  /** What serves these hamlets on the day; where there are many, what serves any hamlet. */
  serving(day: string, hamlets: readonly string[]): Promise<readonly Serving[]>;
  /** Clusters of a commune whose place on the map is known. */
  sites(commune: string, day: string): Promise<readonly Sited[]>;
  /** Outlines of the hamlets that lie in the commune on the day. */
  outlines(commune: string, day: string): Promise<Outlines>;
  /** What people call these values of one kind; what has no name of its own is left out. */
  names(kind: SubjectKind, values: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

const FEW = 900;

/** Where a hamlet lay on a day; the row itself says where it lies now. */
const communeOn = (day: string) => sql<string>`coalesce((
  select m.commune from place_move as m
  where m.kind = 'hamlet' and m.id = hamlet.id and m.valid_from <= ${day} and m.valid_to > ${day}), hamlet.commune)`;

export const reachStore = (db: Kysely<Tables>): ReachStore => ({
  hamlets: (filter) =>
    db
      .selectFrom("hamlet")
      .innerJoin("hamlet_figure", "hamlet_figure.hamlet", "hamlet.id")
      .select(["hamlet.id as hamlet", "hamlet.name", "households", "people"])
      .select(communeOn(filter.day).as("commune"))
      .where("hamlet.valid_from", "<=", filter.day)
      .where((q) => q.or([q("hamlet.valid_to", "is", null), q("hamlet.valid_to", ">", filter.day)]))
      .where("hamlet_figure.valid_from", "<=", filter.day)
      .where((q) =>
        q.or([
          q("hamlet_figure.valid_to", "is", null),
          q("hamlet_figure.valid_to", ">", filter.day),
        ]),
      )
      .$if(filter.commune !== undefined, (q) =>
        q.where(communeOn(filter.day), "=", filter.commune as string),
      )
      .$if(filter.province !== undefined, (q) =>
        q.where(communeOn(filter.day), "in", (of) =>
          of
            .selectFrom("commune")
            .select("code")
            .where("province", "=", filter.province as string),
        ),
      )
      .$if(filter.hamlet !== undefined, (q) => q.where("hamlet.id", "=", filter.hamlet as string))
      .$if(filter.language !== undefined, (q) =>
        q.where("hamlet_figure.languages", "like", `%"${filter.language}"%`),
      )
      .orderBy("commune")
      .orderBy("hamlet.id")
      .execute(),
  serving: async (day, hamlets) => {
    const rows = await db
      .selectFrom("cluster_hamlet")
      .innerJoin("cluster", "cluster.id", "cluster_hamlet.cluster")
      .select(["cluster_hamlet.cluster", "hamlet", "share"])
      .select(sql<number>`kind = 'ip'`.as("ip"))
      .where("cluster_hamlet.valid_from", "<=", day)
      .where((q) =>
        q.or([q("cluster_hamlet.valid_to", "is", null), q("cluster_hamlet.valid_to", ">", day)]),
      )
      .$if(hamlets.length <= FEW, (q) => q.where("hamlet", "in", ["", ...hamlets]))
      .execute();
    return rows.map(({ cluster, hamlet, share, ip }) => {
      return { cluster, hamlet, share, measurable: ip === 1 };
    });
  },
  sites: async (commune, day) => {
    const rows = await db
      .selectFrom("cluster")
      .select(["id as cluster", "name", "kind", "latitude", "longitude"])
      .where("commune", "=", commune)
      .where("valid_from", "<=", day)
      .where((q) => q.or([q("valid_to", "is", null), q("valid_to", ">", day)]))
      .orderBy("id")
      .execute();
    return rows.flatMap(({ latitude, longitude, ...row }) =>
      latitude === null || longitude === null ? [] : [{ ...row, latitude, longitude }],
    );
  },
  outlines: async (commune, day) => {
    const rows = await db
      .selectFrom("hamlet_outline")
      .innerJoin("hamlet", "hamlet.id", "hamlet_outline.hamlet")
      .select(["hamlet.id as hamlet", "outline"])
      .where(communeOn(day), "=", commune)
      .where("hamlet.valid_from", "<=", day)
      .where((q) => q.or([q("hamlet.valid_to", "is", null), q("hamlet.valid_to", ">", day)]))
      .where("hamlet_outline.valid_from", "<=", day)
      .where((q) =>
        q.or([q("hamlet_outline.valid_to", "is", null), q("hamlet_outline.valid_to", ">", day)]),
      )
      .orderBy("hamlet.id")
      .execute();
    return new Map(rows.map(({ hamlet, outline }) => [hamlet, JSON.parse(outline)]));
  },
  names: async (kind, values) => {
    if (kind === "theme") return new Map(values.map((value) => [value, themeName(value)]));
    const table = kind === "message" || kind === "campaign" ? kind : undefined;
    if (!table) return new Map();
    const found = new Map<string, string>();
    for (let from = 0; from < values.length; from += FEW) {
      const rows = await db
        .selectFrom(table)
        .select(["id", table === "message" ? sql<string>`title`.as("name") : "name"])
        .where("id", "in", values.slice(from, from + FEW))
        .execute();
      for (const row of rows) found.set(row.id, row.name);
    }
    return found;
  },
});
