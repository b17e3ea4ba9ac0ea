import { dayNumber, startOfDay } from "../contract/station-time.ts";
import { days, type Instant, later } from "../contract/time.ts";

/** Something that comes due as time passes; each asks about a span, so a late wake-up loses nothing. */
export interface Job {
  readonly name: string;
  /** Whether something fell due in (from, to]. */
  due(from: Instant, to: Instant): boolean;
  run(from: Instant, to: Instant): Promise<void>;
}

/** Whether a station day, moved by `after` past midnight, began in (from, to]. */
export const dayBegan = (from: Instant, to: Instant, after = 0): boolean => {
  const start = later(startOfDay(dayNumber((to - after) as Instant)), after as never);
  return from < start && start <= to;
};

/** The first tick of a new database looks back a day and no further. */
export const firstFrom = (now: Instant): Instant => (now - days(1)) as Instant;
