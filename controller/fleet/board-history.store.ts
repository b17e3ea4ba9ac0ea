import type { Kysely } from "kysely";
import type { Instant } from "../../contract/time.ts";
import type { RepairNoteTable } from "../store/board-tables.ts";
import type { Tables } from "../store/tables.ts";
import type { Pulse, Stored } from "./pulse.ts";

export interface BoardHistoryStore {
  /** Adds to what is known of these quarters; one transaction for all of them. */
  add(pulses: readonly Pulse[]): Promise<void>;
  /** What was heard of a cluster's boards, those that were replaced too, from an instant on. */
  pulses(cluster: string, from: Instant): Promise<readonly Stored[]>;
  /** When the cluster got its first board. */
  since(cluster: string): Promise<number | undefined>;
  forget(before: Instant): Promise<void>;
  addNote(note: RepairNoteTable): Promise<void>;
  /** The newest first, with the name of who wrote it. */
  notes(cluster: string): Promise<readonly (RepairNoteTable & { readonly by: string })[]>;
}

const CHUNK = 500;
const MOST_NOTES = 200;

export const boardHistoryStore = (db: Kysely<Tables>): BoardHistoryStore => ({
  add: (pulses) =>
    db.transaction().execute(async (tx) => {
      for (let at = 0; at < pulses.length; at += CHUNK) {
        await tx
          .insertInto("board_pulse")
          .values(pulses.slice(at, at + CHUNK).map((pulse) => ({ ...pulse })))
          .onConflict((conflict) =>
            conflict.columns(["agent", "slot"]).doUpdateSet((q) => ({
              heard: q("board_pulse.heard", "+", q.ref("excluded.heard")),
              signal: q.fn.coalesce("excluded.signal", "board_pulse.signal"),
              temperature: q.fn.coalesce("excluded.temperature", "board_pulse.temperature"),
            })),
          )
          .execute();
      }
    }),
  pulses: (cluster, from) =>
    db
      .selectFrom("board_pulse")
      .innerJoin("agent", "agent.id", "board_pulse.agent")
      .select(["slot", "heard", "signal", "temperature"])
      .where("agent.cluster", "=", cluster)
      .where("slot", ">=", from)
      .orderBy("slot")
      .orderBy("agent.enrolled_at")
      .execute(),
  since: async (cluster) => {
    const row = await db
      .selectFrom("agent")
      .select((q) => q.fn.min("enrolled_at").as("first"))
      .where("cluster", "=", cluster)
      .executeTakeFirst();
    return row?.first ?? undefined;
  },
  forget: async (before) => {
    await db.deleteFrom("board_pulse").where("slot", "<", before).execute();
  },
  addNote: async (note) => {
    await db.insertInto("repair_note").values(note).execute();
  },
  notes: (cluster) =>
    db
      .selectFrom("repair_note")
      .innerJoin("person", "person.id", "repair_note.person")
      .select([
        "repair_note.id",
        "repair_note.cluster",
        "repair_note.at",
        "repair_note.person",
        "repair_note.text",
        "person.name as by",
      ])
      .where("repair_note.cluster", "=", cluster)
      .orderBy("repair_note.at", "desc")
      .orderBy("repair_note.id", "desc")
      .limit(MOST_NOTES)
      .execute(),
});
