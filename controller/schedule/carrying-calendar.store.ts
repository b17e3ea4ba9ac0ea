import type { Kysely } from "kysely";
import type { Step } from "../store/step.ts";
import type { Tables } from "../store/tables.ts";
import type { CalendarPlan, CalendarRows } from "./carrying-calendar.ts";

export interface CalendarCarryingStore {
  /** Days, campaigns, deadlines and relay sources of these places, and open addresses of these communes. */
  rows(places: readonly string[]): Promise<CalendarRows>;
  carry(plan: CalendarPlan, into: string): Step;
}

export const calendarCarryingStore = (db: Kysely<Tables>): CalendarCarryingStore => ({
  rows: async (places) => {
    const some = [...places, ""];
    const communes = some.map((place) => place.slice(2));
    return {
      holidays: await db
        .selectFrom("holiday")
        .selectAll()
        .where("place", "in", some)
        .orderBy("id")
        .execute(),
      campaigns: await db
        .selectFrom("campaign")
        .selectAll()
        .where("place", "in", some)
        .orderBy("id")
        .execute(),
      deadlines: await db
        .selectFrom("deadline_rule")
        .selectAll()
        .where("place", "in", some)
        .orderBy("id")
        .execute(),
      feeds: await db
        .selectFrom("calendar_feed")
        .selectAll()
        .where("commune", "in", communes)
        .where("revoked_at", "is", null)
        .orderBy("id")
        .execute(),
      relays: await db
        .selectFrom("relay_source")
        .selectAll()
        .where("place", "in", some)
        .orderBy("id")
        .execute(),
    };
  },
  carry:
    ({ moved, dropped }, place) =>
    async (tx) => {
      const commune = place.slice(2);
      for (const [table, ids] of [
        ["holiday", moved.holidays],
        ["campaign", moved.campaigns],
        ["deadline_rule", moved.deadlines],
        ["relay_source", moved.relays],
      ] as const) {
        await tx
          .updateTable(table)
          .set({ place })
          .where("id", "in", [...ids, ""])
          .execute();
      }
      await tx
        .updateTable("calendar_feed")
        .set({ commune })
        .where("id", "in", [...moved.feeds, ""])
        .execute();
      // What people were told already is not told again at the successor.
      await tx
        .updateTable("reminder")
        .set({ place })
        .where("rule", "in", [...moved.deadlines, ""])
        .execute();
      for (const [table, ids] of [
        ["holiday", dropped.holidays],
        ["deadline_rule", dropped.deadlines],
        ["relay_source", dropped.relays],
      ] as const) {
        await tx
          .deleteFrom(table)
          .where("id", "in", [...ids, ""])
          .execute();
      }
    },
});
