import { atMinute, dayOfDate } from "../../contract/station-time.ts";
import { days, later } from "../../contract/time.ts";
import { expandRule } from "../../controller/schedule/recurrence.adapter.ts";

/** Milliseconds to expand 500 rules over 366 days, the first run and the best of three. Prints JSON. */
const day = dayOfDate("2026-01-05") as number;
const rules = [
  "FREQ=DAILY",
  "FREQ=WEEKLY;BYDAY=MO,WE,FR",
  "FREQ=DAILY;INTERVAL=2",
  "FREQ=WEEKLY;BYDAY=SA,SU",
  "FREQ=MONTHLY;BYMONTHDAY=1,15",
];

function run(): { ms: number; instants: number } {
  const begun = performance.now();
  let instants = 0;
  for (let n = 0; n < 500; n += 1) {
    const start = atMinute(day, 290 + (n % 120));
    const rule = rules[n % rules.length] as string;
    instants += expandRule(start, rule, { from: start, to: later(start, days(366)) })?.length ?? 0;
  }
  return { ms: performance.now() - begun, instants };
}

const [first, ...more] = Array.from({ length: 4 }, run);
const best = Math.min(...more.map((one) => one.ms));
process.stdout.write(
  `${JSON.stringify({ rules: 500, days: 366, instants: first?.instants, firstMs: Math.round(first?.ms ?? 0), bestMs: Math.round(best) })}\n`,
);
