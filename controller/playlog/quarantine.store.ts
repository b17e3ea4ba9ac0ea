import { type Kysely, sql } from "kysely";
import type { AgentId, BootId } from "../../contract/ids.ts";
import type { Receipt } from "../../contract/receipt.ts";
import type { Tables } from "../store/tables.ts";
import { type Begun, type Doubt, nameOf } from "./doubt.ts";
import type { NewReceipt } from "./intake.ts";
import type { QuarantineStore } from "./ports.ts";

export const quarantineStore = (db: Kysely<Tables>): QuarantineStore => ({
  begun: (ends) => begun(db, ends),
  holdingUnknown: (agents) => holdingUnknown(db, agents),
  otherBoots: async (agent) => {
    const rows = await db
      .selectFrom("receipt_head")
      .leftJoin("receipt", (join) =>
        join
          .onRef("receipt.agent", "=", "receipt_head.agent")
          .onRef("receipt.boot", "=", "receipt_head.boot")
          .on("receipt.sequence", "=", 1),
      )
      .select(["receipt_head.boot", "receipt_head.highest", "receipt.body"])
      .where("receipt_head.agent", "=", agent)
      .execute();
    return rows.map(({ boot, highest, body }) => ({ boot, highest, previous: previousIn(body) }));
  },
  open: async (doubts, at) => {
    const first: Doubt[] = [];
    for (const doubt of doubts) {
      const { agent, why, detail } = doubt;
      const rows = await db
        .selectFrom("quarantine")
        .select(["detail", "released_at"])
        .where("agent", "=", agent)
        .where((q) => q.or([q("released_at", "is", null), q("detail", "=", detail)]))
        .execute();
      if (rows.some((row) => row.detail === detail)) continue;
      const none = { released_at: null, released_by: null, reason: null };
      await db
        .insertInto("quarantine")
        .values({ agent, since: at, why, detail, ...none })
        .execute();
      if (!rows.some((row) => row.released_at === null)) first.push(doubt);
    }
    return first;
  },
  release: async (agent, at, by, reason) => {
    const found = await db
      .selectFrom("quarantine")
      .select(["since", "why", "detail"])
      .where("agent", "=", agent)
      .where("released_at", "is", null)
      .orderBy("since")
      .execute();
    await db
      .updateTable("quarantine")
      .set({ released_at: at, released_by: by, reason })
      .where("agent", "=", agent)
      .where("released_at", "is", null)
      .execute();
    return found as never;
  },
  held: async (agent, since) =>
    (
      await db
        .selectFrom("receipt")
        .select(["boot", "body", "link"])
        .where("agent", "=", agent)
        .where("received_at", ">=", since)
        .where("kind", "in", ["started", "ended", "refused"])
        .orderBy("received_at")
        .orderBy("boot")
        .orderBy("sequence")
        .execute()
    ).map(({ boot, body, link }) => ({
      agent: agent as AgentId,
      boot: boot as BootId,
      receipt: JSON.parse(body) as Receipt,
      text: body,
      link: link as NewReceipt["link"],
    })),
  list: (sight) =>
    db
      .selectFrom("quarantine")
      .innerJoin("agent", "agent.id", "quarantine.agent")
      .innerJoin("cluster", "cluster.id", "agent.cluster")
      .innerJoin("commune", "commune.code", "cluster.commune")
      .$if(sight !== undefined, (q) =>
        q.where((is) =>
          is.or([
            is("commune.province", "in", ["", ...(sight?.provinces ?? [])]),
            is("commune.code", "in", ["", ...(sight?.communes ?? [])]),
          ]),
        ),
      )
      .selectAll("quarantine")
      .select(["agent.cluster", "cluster.commune"])
      .orderBy("quarantine.number", "desc")
      .limit(500)
      .execute(),
  communeOf: async (agent) =>
    (
      await db
        .selectFrom("agent")
        .innerJoin("cluster", "cluster.id", "agent.cluster")
        .select("cluster.commune")
        .where("agent.id", "=", agent)
        .executeTakeFirst()
    )?.commune,
});

function previousIn(body: string | null): string | undefined {
  const receipt = body === null ? undefined : (JSON.parse(body) as Receipt);
  return receipt?.kind === "boot" ? receipt.previous?.boot : undefined;
}

// Four parameters a row; SQLite takes 32,766 in one statement.
const CHUNK = 500;

async function begun(
  db: Kysely<Tables>,
  ends: readonly NewReceipt[],
): Promise<ReadonlyMap<string, Begun>> {
  const out = new Map<string, Begun>();
  const wanted = ends.flatMap(({ agent, boot, receipt }) =>
    receipt.kind === "ended"
      ? [sql`(${receipt.occurrence}, ${agent}, ${boot}, ${receipt.sequence})`]
      : [],
  );
  for (let at = 0; at < wanted.length; at += CHUNK) {
    const { rows } = await sql<{ agent: string; boot: string; body: string }>`
      select r.agent, r.boot, r.body
      from (values ${sql.join(wanted.slice(at, at + CHUNK))}) as wanted
      join receipt as r on r.occurrence = wanted.column1 and r.agent = wanted.column2 and r.boot = wanted.column3
      where r.kind = 'started' and r.sequence < wanted.column4
      order by r.sequence desc`.execute(db);
    // The first beginning of a boot comes last and stays.
    for (const { agent, boot, body } of rows) {
      const found = JSON.parse(body) as Extract<Receipt, { kind: "started" }>;
      out.set(nameOf(found.occurrence, agent, boot), { ...found, boot });
    }
  }
  return out;
}

/** So many of the newest documents of a board are looked at. */
const LOOKED_AT = 200;

async function holdingUnknown(
  db: Kysely<Tables>,
  agents: readonly string[],
): Promise<ReadonlySet<string>> {
  const out = new Set<string>();
  for (const agent of agents) {
    const rows = await db
      .selectFrom("receipt")
      .select("body")
      .where("agent", "=", agent)
      .where("kind", "=", "delivered")
      .orderBy("at", "desc")
      .limit(LOOKED_AT)
      .execute();
    const hashes = rows.flatMap(({ body }) => {
      const { document, hash } = JSON.parse(body) as { document: string; hash: string };
      return document === "config" ? [] : [hash];
    });
    if (hashes.length === 0) continue;
    const known = await db
      .selectFrom("issued_document")
      .select("sha256 as hash")
      .where("sha256", "in", hashes)
      .union(db.selectFrom("document_head").select("hash").where("hash", "in", hashes))
      .execute();
    const issued = new Set(known.map(({ hash }) => hash));
    if (hashes.some((hash) => !issued.has(hash))) out.add(agent);
  }
  return out;
}
