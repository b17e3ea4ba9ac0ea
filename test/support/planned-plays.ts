// Plays as the controller holds them and as boards tell of them, where a test or a bench needs many and only counts them.
import type { Kysely } from "kysely";
import type { Tables } from "../../controller/store/tables.ts";

export interface PlannedPlays {
  readonly broadcast: string;
  readonly now: number;
  readonly notBefore: number;
  readonly occurrences: readonly string[];
  readonly pairs: readonly { readonly occurrence: string; readonly cluster: string }[];
}

const HOUR = 3_600_000;

export async function planPlays(db: Kysely<Tables>, plays: PlannedPlays): Promise<void> {
  const { broadcast, now } = plays;
  await db
    .insertInto("broadcast")
    .values({
      id: broadcast,
      place: "c-21024",
      title: "t",
      theme: null,
      level: "normal",
      authority: "commune",
      status: "actual",
      spec: "{}",
      state: "active",
      author: "p",
      created_at: now,
      content_hash: "",
      approvals: "[]",
      cancelled_at: null,
      cancelled_by: null,
      idempotency_key: null,
    })
    .execute();
  for (const id of plays.occurrences)
    await db
      .insertInto("occurrence")
      .values({
        id,
        broadcast,
        scope: "c-21024",
        document: "plan",
        level: "normal",
        not_before: plays.notBefore,
        not_after: now + HOUR,
        body: "{}",
        created_at: now,
        cancelled_at: null,
        closed_at: null,
      })
      .execute();
  for (let at = 0; at < plays.pairs.length; at += 500)
    await db
      .insertInto("occurrence_cluster")
      .values(plays.pairs.slice(at, at + 500))
      .execute();
}

/** The `n`th report (from 1) of a board that plays one item after another: three a play, armed, started, ended. */
export function reportOfPlay(n: number, occurrence: string, at: number): object {
  const kinds = [
    { kind: "armed", occurrence },
    { kind: "started", occurrence, planned: at, start: at, repeat: false, resumed: false },
    {
      kind: "ended",
      occurrence,
      as: "played",
      start: at,
      heard: 30_000,
      frames: 1_440_000,
      ofFrames: 1_440_000,
      parts: [{ part: 0, offset: 0, frames: 1_440_000 }],
    },
  ];
  const clock = { source: "ntp", offset: 2, uncertainty: 9 };
  return { at, monotonic: n * 31_000, clock, ...kinds[(n - 1) % 3] };
}
