import { days } from "../../contract/time.ts";
import type { WholeWorld } from "./whole-world.ts";

export interface PlayGiven {
  readonly occurrence: string;
  readonly cluster: string;
  readonly outcome: string;
  /** Its order is `bc-{n}`, its row of the log n + 1. */
  readonly n: number;
  readonly status?: string;
  readonly campaign?: string;
  readonly theme?: string | null;
  readonly rung?: string;
  readonly title?: string;
  /** What sounds, by the message's id and milliseconds. */
  readonly says?: Readonly<Record<string, number>>;
  /** Days before now. */
  readonly ago?: number;
}

/** One occurrence on one cluster with its outcome a day ago, as the log would have it. */
export async function play(world: WholeWorld, given: PlayGiven): Promise<void> {
  const { db } = world.store;
  const { occurrence, cluster, outcome, n } = given;
  const at = world.now() - days(given.ago ?? 1);
  const isPlayed = outcome === "played";
  const rung = given.rung ?? (isPlayed ? "completed" : "planned");
  const reason = outcome === "failed" ? "device-missing" : null;
  await db
    .insertInto("broadcast")
    .values({
      id: `bc-${n}`,
      place: "p-51",
      title: given.title ?? `Chương trình ${n}`,
      theme: given.theme === undefined ? "ky-nang-so" : given.theme,
      level: "normal",
      authority: "province",
      status: given.status ?? "actual",
      spec: "{}",
      state: "active",
      author: "x",
      created_at: at,
      content_hash: "",
      approvals: "[]",
      cancelled_at: null,
      cancelled_by: null,
      idempotency_key: null,
      campaign: given.campaign ?? null,
    } as never)
    .execute();
  await db
    .insertInto("occurrence")
    .values({
      id: occurrence,
      broadcast: `bc-${n}`,
      scope: "p-51",
      document: "plan",
      level: "normal",
      not_before: at,
      not_after: at + 1,
      body: JSON.stringify({ parts: Object.entries(given.says ?? {}).map(part) }),
      created_at: at,
      cancelled_at: null,
      closed_at: null,
    })
    .execute();
  await db
    .insertInto("play_log")
    .values({
      seq: n + 1,
      occurrence,
      cluster,
      agent: null,
      outcome,
      reason,
      rung,
      started_at: null,
      heard: isPlayed ? 30_000 : 0,
      frames: 0,
      of_frames: 0,
      late: 0,
      at,
      body: "{}",
      link: "0".repeat(64),
    })
    .execute();
  await db
    .insertInto("outcome")
    .values({ occurrence, cluster, seq: n + 1, outcome, rung, reason })
    .execute();
}

/** The last three days and today, as a report is asked for them. */
export function lastDays(world: WholeWorld): string {
  const day = (at: number) => new Date(at + 7 * 3_600_000).toISOString().slice(0, 10);
  return `${day(world.now() - days(3))}..${day(world.now())}`;
}

type Table = { id: string; rows: (string | number | null)[][] };
export const tables = (body: { blocks: { table?: Table }[] }): Table[] =>
  body.blocks.flatMap(({ table }) => (table ? [table] : []));

const part = ([message, length]: [string, number]) => ({
  ...{ kind: "audio", role: "message", message, language: "vie" },
  audio: { sha256: "a".repeat(64), bytes: 1, length },
});

export interface CreditGiven {
  readonly role: "author" | "editor" | "reader" | "translator";
  readonly name: string;
  readonly royalty?: number;
}

/** An approved message with those who made it, as the library keeps it; its account's author is the first person. */
export async function credited(
  { store: { db }, now }: Pick<WholeWorld, "store" | "now">,
  id: string,
  credits: readonly CreditGiven[] = [],
  more: object = {},
): Promise<void> {
  const { id: author } = await db.selectFrom("person").select("id").executeTakeFirstOrThrow();
  const row = {
    ...{ id, version: 1, place: "c-21024", title: id, folded: id, theme: "so", language: "vie" },
    ...{ spans: "[]", origin: "text", status: "approved", author, created_at: 0, notes: "[]" },
    ...{ decided_at: now(), length: 90_000, secrecy: "public" },
    ...{ rights: JSON.stringify({ credits }), ...more },
  };
  await db
    .insertInto("message")
    .values(row as never)
    .execute();
}
