import type { Kysely } from "kysely";
import type { Tables } from "../store/tables.ts";
import type { ThemedPlay } from "./matrix.ts";
import type { HamletFigures, Serving } from "./reach.ts";
import type { DatedPlay } from "./regular.ts";

export interface Filter {
  readonly from: number;
  readonly to: number;
  /** The station day whose table of hamlets is the denominator. */
  readonly day: string;
  readonly theme?: string;
  readonly campaign?: string;
  readonly commune?: string;
  readonly province?: string;
  readonly message?: string;
  readonly broadcast?: string;
  readonly hamlet?: string;
  /** Only hamlets where it is spoken (ISO 639-3). */
  readonly language?: string;
}

export interface ReachStore {
  hamlets(filter: Filter): Promise<readonly HamletFigures[]>;
  serving(filter: Filter): Promise<readonly Serving[]>;
  /** The newest outcome of each pair whose window began in the period. */
  plays(filter: Filter): Promise<readonly (DatedPlay & ThemedPlay)[]>;
}

export const reachStore = (db: Kysely<Tables>): ReachStore => ({
  hamlets: (filter) =>
    db
      .selectFrom("hamlet")
      .innerJoin("hamlet_figure", "hamlet_figure.hamlet", "hamlet.id")
      .select(["hamlet.id as hamlet", "hamlet.name", "hamlet.commune", "households", "people"])
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
        q.where("hamlet.commune", "=", filter.commune as string),
      )
      .$if(filter.province !== undefined, (q) =>
        q.where("hamlet.commune", "in", (of) =>
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
      .orderBy("hamlet.commune")
      .orderBy("hamlet.id")
      .execute(),
  serving: async (filter) => {
    const rows = await db
      .selectFrom("cluster_hamlet")
      .innerJoin("cluster", "cluster.id", "cluster_hamlet.cluster")
      .select(["cluster_hamlet.cluster", "hamlet", "share", "kind"])
      .where("cluster_hamlet.valid_from", "<=", filter.day)
      .where((q) =>
        q.or([
          q("cluster_hamlet.valid_to", "is", null),
          q("cluster_hamlet.valid_to", ">", filter.day),
        ]),
      )
      .execute();
    return rows.map(({ kind, ...row }) => ({ ...row, measurable: kind === "ip" }));
  },
  plays: (filter) =>
    db
      .selectFrom("outcome")
      .innerJoin("occurrence", "occurrence.id", "outcome.occurrence")
      .innerJoin("broadcast", "broadcast.id", "occurrence.broadcast")
      .select([
        "outcome.cluster",
        "outcome.occurrence",
        "outcome.rung",
        "occurrence.not_before as at",
        "broadcast.theme",
      ])
      .where("occurrence.not_before", ">=", filter.from)
      .where("occurrence.not_before", "<", filter.to)
      // Exercises and tests reach nobody, whatever sounded.
      .where("broadcast.status", "=", "actual")
      .$if(filter.theme !== undefined, (q) =>
        q.where("broadcast.theme", "=", filter.theme as string),
      )
      .$if(filter.campaign !== undefined, (q) =>
        q.where("broadcast.campaign", "=", filter.campaign as string),
      )
      .$if(filter.broadcast !== undefined, (q) =>
        q.where("occurrence.broadcast", "=", filter.broadcast as string),
      )
      .$if(filter.message !== undefined, (q) =>
        q.where("occurrence.body", "like", `%"message":"${filter.message}"%`),
      )
      .execute(),
});
