import type { ScopeId } from "../../contract/ids.ts";
import { dateOfDay, dayNumber, dayOfDate } from "../../contract/station-time.ts";
import type { Emit } from "../http/events.ts";
import { isoOf } from "../iso.ts";
import { bookFor, type CalendarDeps, concerns } from "./calendar.service.ts";
import type { ReminderList } from "./calendar-api.ts";
import { rulesOf } from "./deadline.service.ts";
import { allDeadlineRules, deadlinesIn, reminders } from "./deadline.ts";
import type { ReminderStore } from "./reminder.store.ts";
import { type Reminder, remindersOn, reminderText } from "./reminder.ts";

export interface ReminderDeps extends CalendarDeps {
  readonly told: ReminderStore;
  readonly events: Emit;
  /** The place itself and every place below it. */
  readonly within: (place: ScopeId) => readonly ScopeId[];
}

export interface Reminders {
  /** Tells what is due and was not told yet. */
  tell(): Promise<void>;
  list(scopes: readonly ScopeId[]): Promise<ReminderList>;
}

/** A deadline moves by a long holiday at most so far from the day that is named. */
const MOVED = 20;

export const createReminders = (deps: ReminderDeps): Reminders => ({
  tell: async () => {
    const now = deps.clock.now();
    const today = dayNumber(now);
    const span = [today, today + reminders[0] + MOVED] as const;
    const rules = allDeadlineRules(await rulesOf(deps));
    // Each place has days off of its own.
    for (const place of new Set(rules.map((rule) => rule.place as ScopeId))) {
      const { isOff } = await bookFor(deps, [place], span);
      const own = rules.filter((rule) => rule.place === place);
      for (const one of remindersOn(deadlinesIn(own, span[0], span[1], isOff), today)) {
        const { daysLeft: _, to: recipient, ...row } = one;
        if (await deps.told.add({ ...row, recipient, at: now })) await say(deps, one);
      }
    }
  },
  list: async (scopes) => {
    const today = dayNumber(deps.clock.now());
    const rows = await deps.told.open(dateOfDay(today));
    const mine = rows.filter((row) => concerns(deps, scopes, row));
    // The nearest word about each day: what was said earlier is over.
    const newest = new Map(mine.map((row) => [`${row.rule} ${row.due}`, row]));
    for (const row of mine) {
      const key = `${row.rule} ${row.due}`;
      if (row.before < (newest.get(key)?.before ?? 0)) newest.set(key, row);
    }
    const items = [...newest.values()].map((row) => {
      const daysLeft = (dayOfDate(row.due) as number) - today;
      const { rule, name, who, recipient: to, due, before } = row;
      const text = reminderText({ ...row, to, daysLeft });
      return { rule, name, who, to, due, before, daysLeft, text, toldAt: isoOf(row.at as never) };
    });
    return { items };
  },
});

async function say({ events, within }: ReminderDeps, one: Reminder): Promise<void> {
  const body = { kind: "deadline", rule: one.rule, due: one.due, text: reminderText(one) };
  for (const each of within(one.place as ScopeId)) await events.emit("deadline", each, body);
}
