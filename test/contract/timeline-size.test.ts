import { expect, test } from "vitest";
import { noFacts } from "../../contract/facts.ts";
import { days, later, milliseconds, minutes, seconds } from "../../contract/time.ts";
import { timeline } from "../../contract/timeline.ts";
import { aCluster, anOccurrence, aPlan, five, message, played } from "../support/orders.ts";

const now = noFacts(five);

test("a window of two centuries is not searched day by day", () => {
  const forever = { notAfter: later(five, days(63_000)) };
  const sessions = [{ weekdays: [1], start: 300, end: 310 }];
  const cluster = aCluster({
    sessions,
    quiet: [{ start: 300, end: 300 }],
    caps: { perDay: seconds(1) },
  });
  const orders = Array.from({ length: 200 }, (_, index) =>
    anOccurrence(`o${index}`, {
      ...forever,
      level: index % 2 === 0 ? "priority" : "normal",
      placement: index % 4 < 2 ? { kind: "session", order: 1 } : { kind: "at", at: five },
    }),
  );
  const quietAlways = played([aPlan(orders)], now, cluster);
  expect(quietAlways.heard).toEqual([]);
  expect(new Set(quietAlways.refused.map((one) => one.split(" ")[1]))).toEqual(
    new Set(["quiet-hours"]),
  );
  const capped = played([aPlan(orders)], now, aCluster({ sessions, caps: { perDay: seconds(1) } }));
  expect(new Set(capped.refused.map((one) => one.split(" ")[1]))).toEqual(new Set(["over-cap"]));
});

test("5,000 occurrences in 14 days take less than a second of one core", () => {
  const sessions = [300, 990].map((start) => ({
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    start,
    end: start + 90,
  }));
  const cluster = aCluster({
    sessions,
    quiet: [{ start: 1_320, end: 300 }],
    caps: { perSession: minutes(90), perDay: minutes(180), sessionsPerDay: 4, repeatsPerWeek: 500 },
  });
  const fortnight = Array.from({ length: 5_000 }, (_, index) => {
    const at = later(
      five,
      milliseconds(Math.floor(index / 5_000) * days(14) + (index * days(14)) / 5_000),
    );
    const level = index % 50 === 0 ? "emergency" : index % 10 === 1 ? "priority" : "normal";
    return anOccurrence(`o${index}`, {
      level,
      notBefore: at,
      notAfter: later(at, days(1)),
      placement: index % 3 === 0 ? { kind: "at", at } : { kind: "session", order: index % 7 },
      parts: [message(seconds(10)), message(seconds(5), { message: `m${index % 300}` })],
    });
  });
  const costs = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    const found = timeline([aPlan(fortnight)], cluster, now, {
      from: five,
      to: later(five, days(14)),
    });
    const { user, system } = process.cpuUsage(before);
    expect(found.segments.length).toBeGreaterThan(6_000);
    return (user + system) / 1_000;
  });
  expect(Math.min(...costs)).toBeLessThan(1_000);
});
