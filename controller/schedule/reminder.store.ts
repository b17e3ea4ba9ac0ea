import type { Kysely } from "kysely";
import type { ReminderTable } from "../store/calendar-tables.ts";
import type { Tables } from "../store/tables.ts";

export interface ReminderStore {
  /** Says whether it is new: a reminder is told once, whoever asks twice. */
  add(row: ReminderTable): Promise<boolean>;
  /** Those whose day has not passed, the nearest first. */
  open(today: string): Promise<readonly ReminderTable[]>;
}

export const reminderStore = (db: Kysely<Tables>): ReminderStore => ({
  add: async (row) => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto("reminder")
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return Number(numInsertedOrUpdatedRows) === 1;
  },
  open: (today) =>
    db
      .selectFrom("reminder")
      .selectAll()
      .where("due", ">=", today)
      .orderBy("due")
      .orderBy("rule")
      .orderBy("before")
      .execute(),
});
