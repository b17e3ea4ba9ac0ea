// 500 rules over 366 days, beside the least that can be done: each day of the year asked whether the rule takes it. Prints JSON, and whether
// both found the same instants.
import { atMinute, dateOfDay, dayOfDate, weekday } from "../../contract/station-time.ts";
import { days, type Instant, later } from "../../contract/time.ts";
import { expandRule } from "../../controller/schedule/recurrence.adapter.ts";
import { dice } from "../support/dice.ts";

const RULES = Number(process.env["RULES"] ?? 500);
const DAYS = 366;
const NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const FIRST = dayOfDate("2026-11-30") as number;

interface Rule {
  readonly text: string;
  readonly minute: number;
  takes(day: number): boolean;
}

const { unit: roll } = dice(57);
const pick = (most: number): number => Math.floor(roll() * most);

function rule(n: number): Rule {
  const minute = 300 + pick(900);
  const interval = 1 + pick(3);
  if (n % 10 < 4) {
    const text = `FREQ=DAILY;INTERVAL=${interval}`;
    return { text, minute, takes: (day) => (day - FIRST) % interval === 0 };
  }
  if (n % 10 < 8) {
    const on = NAMES.filter(() => roll() < 0.4);
    const chosen = on.length > 0 ? on : ["MO"];
    return {
      text: `FREQ=WEEKLY;INTERVAL=${interval};BYDAY=${chosen.join(",")}`,
      minute,
      takes: (day) =>
        Math.floor((day - FIRST) / 7) % interval === 0 &&
        chosen.includes(NAMES[weekday(day) - 1] ?? ""),
    };
  }
  const of = 1 + pick(28);
  return {
    text: `FREQ=MONTHLY;BYMONTHDAY=${of}`,
    minute,
    takes: (day) => Number(dateOfDay(day).slice(8)) === of,
  };
}

const rules = Array.from({ length: RULES }, (_, n) => rule(n));
const window = { from: atMinute(FIRST, 0), to: later(atMinute(FIRST, 0), days(DAYS)) };

const floorBegan = performance.now();
const wanted = rules.map(({ minute, takes }) => {
  const found: Instant[] = [];
  for (let day = FIRST; day < FIRST + DAYS; day++)
    if (takes(day)) found.push(atMinute(day, minute));
  return found;
});
const floor = performance.now() - floorBegan;

const began = performance.now();
const found = rules.map(({ text, minute }) => expandRule(atMinute(FIRST, minute), text, window));
const took = performance.now() - began;

// RFC 5545: the start is an instance of its rule only where the rule takes that day.
const equal = rules.filter((_, n) => JSON.stringify(found[n]) === JSON.stringify(wanted[n])).length;
process.stdout.write(
  `${JSON.stringify({
    bench: "rules",
    rules: RULES,
    days: DAYS,
    airings: wanted.flat().length,
    ms: Math.round(took),
    floorMs: Math.round(floor * 10) / 10,
    ofFloor: Math.round(took / floor),
    equal: `${equal}/${RULES}`,
  })}\n`,
);
if (equal !== RULES) {
  const at = rules.findIndex((_, n) => JSON.stringify(found[n]) !== JSON.stringify(wanted[n]));
  process.stderr.write(
    `${rules[at]?.text}: ${found[at]?.length} and ${wanted[at]?.length}, first ${found[at]?.[0]} and ${wanted[at]?.[0]}\n`,
  );
  process.exitCode = 1;
}
