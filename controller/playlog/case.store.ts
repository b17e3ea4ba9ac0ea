import type { Kysely } from "kysely";
import type { Tables } from "../store/tables.ts";
import type { LinkedRow } from "./chain.ts";
import type { Pair } from "./ports.ts";
import type { SealRow } from "./seal.ts";

export interface CaseReceipt {
  readonly agent: string;
  readonly boot: string;
  readonly sequence: number;
  readonly body: string;
}

export interface Carrier {
  readonly scope: string;
  readonly document: string;
  readonly epoch: number;
  readonly revision: number;
  readonly jws: string;
  readonly whole: string | null;
}

export interface CaseStore {
  /** The pair of a row and the commune of its cluster. */
  pairOf(seq: number): Promise<(Pair & { readonly commune: string }) | undefined>;
  rows(pair: Pair): Promise<readonly LinkedRow[]>;
  occurrence(
    id: string,
  ): Promise<{ readonly broadcast: string; readonly body: string } | undefined>;
  order(id: string): Promise<object | undefined>;
  messages(ids: readonly string[]): Promise<readonly object[]>;
  agents(cluster: string): Promise<readonly { readonly id: string; readonly public_key: string }[]>;
  receipts(pair: Pair): Promise<readonly CaseReceipt[]>;
  seals(agent: string, boot: string): Promise<readonly SealRow[]>;
  bodies(agent: string, boot: string, first: number, last: number): Promise<readonly string[]>;
  /** The signed documents that first carried it and its cancel, packed. */
  carriers(occurrence: string): Promise<readonly Carrier[]>;
  /** Of each board of the cluster, its first receipt that it holds the document which carried the occurrence, or a later one. */
  deliveries(pair: Pair): Promise<readonly CaseReceipt[]>;
  audit(subjects: readonly string[]): Promise<readonly object[]>;
}

export const caseStore = (db: Kysely<Tables>): CaseStore => ({
  pairOf: (seq) =>
    db
      .selectFrom("play_log")
      .innerJoin("cluster", "cluster.id", "play_log.cluster")
      .select(["play_log.occurrence", "play_log.cluster", "cluster.commune"])
      .where("play_log.seq", "=", seq)
      .executeTakeFirst(),
  rows: ({ occurrence, cluster }) =>
    db
      .selectFrom("play_log")
      .selectAll()
      .where("occurrence", "=", occurrence)
      .where("cluster", "=", cluster)
      .orderBy("seq")
      .execute(),
  occurrence: (id) =>
    db
      .selectFrom("occurrence")
      .select(["broadcast", "body"])
      .where("id", "=", id)
      .executeTakeFirst(),
  order: (id) => db.selectFrom("broadcast").selectAll().where("id", "=", id).executeTakeFirst(),
  messages: (ids) =>
    db
      .selectFrom("message")
      .selectAll()
      .where("id", "in", ["", ...ids])
      .orderBy("id")
      .execute(),
  agents: (cluster) =>
    db
      .selectFrom("agent")
      .select(["id", "public_key"])
      .where("cluster", "=", cluster)
      .orderBy("id")
      .execute(),
  receipts: ({ occurrence, cluster }) =>
    db
      .selectFrom("receipt")
      .innerJoin("agent", "agent.id", "receipt.agent")
      .select(["receipt.agent", "receipt.boot", "receipt.sequence", "receipt.body"])
      .where("receipt.occurrence", "=", occurrence)
      .where("agent.cluster", "=", cluster)
      .orderBy("receipt.agent")
      .orderBy("receipt.boot")
      .orderBy("receipt.sequence")
      .execute(),
  seals: (agent, boot) =>
    db
      .selectFrom("receipt_seal")
      .select(["first", "last", "previous", "seal"])
      .where("agent", "=", agent)
      .where("boot", "=", boot)
      .orderBy("first")
      .execute(),
  bodies: async (agent, boot, first, last) =>
    (
      await db
        .selectFrom("receipt")
        .select("body")
        .where("agent", "=", agent)
        .where("boot", "=", boot)
        .where("sequence", ">=", first)
        .where("sequence", "<=", last)
        .orderBy("sequence")
        .execute()
    ).map((row) => row.body),
  carriers: async (occurrence) =>
    (
      await db
        .selectFrom("dispatched")
        .innerJoin("issued_document", (join) =>
          join
            .onRef("issued_document.scope", "=", "dispatched.scope")
            .onRef("issued_document.document", "=", "dispatched.document")
            .on((on) =>
              on.or([
                on("issued_document.revision", "=", on.ref("dispatched.revision")),
                on("issued_document.revision", "=", on.ref("dispatched.cancel_revision")),
              ]),
            ),
        )
        .select([
          "issued_document.scope",
          "issued_document.document",
          "issued_document.epoch",
          "issued_document.revision",
          "issued_document.jws",
          "issued_document.whole",
        ])
        .where("dispatched.occurrence", "=", occurrence)
        .orderBy("issued_document.revision")
        .execute()
    ).flatMap(({ jws, ...rest }) => (jws === null ? [] : [{ ...rest, jws }])),
  deliveries: async ({ occurrence, cluster }) => {
    const first = await db
      .selectFrom("dispatched")
      .selectAll()
      .where("occurrence", "=", occurrence)
      .executeTakeFirst();
    if (!first) return [];
    const rows = await db
      .selectFrom("receipt")
      .innerJoin("agent", "agent.id", "receipt.agent")
      .select(["receipt.agent", "receipt.boot", "receipt.sequence", "receipt.body"])
      .where("agent.cluster", "=", cluster)
      .where("receipt.kind", "=", "delivered")
      .where("receipt.body", "like", `%"scope":"${first.scope}"%`)
      .orderBy("receipt.at")
      .orderBy("receipt.sequence")
      .execute();
    const holds = rows.filter(({ body }) => {
      const { document, revision } = JSON.parse(body) as { document: string; revision: number };
      return document === first.document && revision >= first.revision;
    });
    return [...new Map(holds.reverse().map((row) => [row.agent, row])).values()];
  },
  audit: (subjects) =>
    db
      .selectFrom("audit")
      .selectAll()
      .where("subject", "in", ["", ...subjects])
      .orderBy("seq")
      .execute(),
});
