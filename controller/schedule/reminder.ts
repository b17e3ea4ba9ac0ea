import { type Deadline, reminders } from "./deadline.ts";

/** One line that people are told once. */
export interface Reminder {
  readonly rule: string;
  readonly name: string;
  readonly who: string;
  readonly to: string;
  readonly due: string;
  /** 14, 7 or 1: how many days before it was meant. */
  readonly before: number;
  readonly daysLeft: number;
  readonly place: string;
}

export const reminderText = ({ name, to, due, daysLeft }: Reminder): string => {
  const [year, month, day] = due.split("-").map(Number);
  const left = daysLeft === 0 ? "hôm nay" : `còn ${daysLeft} ngày`;
  return `${name}: ${left}, hạn ${day}/${month}/${year}, gửi ${to}.`;
};

/**
 * What is due to be said on a day. Who was away on the fourteenth day before is told on the thirteenth; of two that came meanwhile
 * only the nearer one is said.
 */
export function remindersOn(deadlines: readonly Deadline[], today: number): Reminder[] {
  return deadlines.flatMap(({ rule, due, dueDay }) => {
    const daysLeft = dueDay - today;
    const before = reminders.findLast((days) => daysLeft <= days);
    if (before === undefined || daysLeft < 0) return [];
    const { id, name, who, to, place } = rule;
    return [{ rule: id, name, who, to, due, before, daysLeft, place }];
  });
}
