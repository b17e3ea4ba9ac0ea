import type { Kysely } from "kysely";
import type { AgentId, BootId } from "../../contract/ids.ts";
import type { Receipt } from "../../contract/receipt.ts";
import type { Instant } from "../../contract/time.ts";
import type { Tables } from "../store/tables.ts";
import { type Begun, type Doubt, nameOf } from "./doubt.ts";
import type { NewReceipt } from "./intake.ts";
import type { QuarantineStore } from "./ports.ts";

export const quarantineStore = (db: Kysely<Tables>): QuarantineStore => ({
  begun: async (ends) => {
    const out = new Map<string, Begun>();
    for (const { agent, boot, receipt } of ends) {
      if (receipt.kind !== "ended") continue;
      const row = await db
        .selectFrom("receipt")
        .select("body")
        .where("occurrence", "=", receipt.occurrence)
        .where("agent", "=", agent)
        .where("boot", "=", boot)
        .where("kind", "=", "started")
        .where("sequence", "<", receipt.sequence)
        .orderBy("sequence")
        .executeTakeFirst();
      const found = row && (JSON.parse(row.body) as Extract<Receipt, { kind: "started" }>);
      if (found) out.set(nameOf(receipt.occurrence, agent, boot), { ...found, boot });
    }
    return out;
  },
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
      .select((q) => q.fn.min("since").as("since"))
      .where("agent", "=", agent)
      .where("released_at", "is", null)
      .executeTakeFirst();
    if (found?.since == null) return undefined;
    await db
      .updateTable("quarantine")
      .set({ released_at: at, released_by: by, reason })
      .where("agent", "=", agent)
      .where("released_at", "is", null)
      .execute();
    return found.since as Instant;
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
